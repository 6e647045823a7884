import fs, { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockData } from '../data/data-lock'
import { Storage } from './storage'

const IN_WORDS = /^The data folder cannot be written: .+ Make room and start again\. 数据写不进磁盘了/
/** So short that LMDB is being filled, and a new journal begun, every few steps. */
const CARRY_AFTER_BYTES = 2000

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'failing-disk-'))
})
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(dir, { recursive: true, force: true })
})

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ordered by this test`), { code })
}

/** From its `nth` call on, the file function says what a full or forbidden disk says; a write gets half of its bytes down first. */
function failFrom(name: 'write' | 'openSync' | 'rmSync', nth: number, code: string, times = Infinity): void {
  const real = fs[name] as (...args: unknown[]) => unknown
  let calls = 0
  jest.spyOn(fs, name as never).mockImplementation(((...args: unknown[]) => {
    calls += 1
    if (calls < nth || calls >= nth + times) return real(...args)
    if (name === 'openSync' || name === 'rmSync') throw failure(code)
    const done = args.at(-1) as (error: Error) => void
    const [fd, bytes] = args as [number, Buffer]
    return real(fd, bytes, 0, Math.floor(bytes.length / 2), () => done(failure(code)))
  }) as never)
}

/** Steps one after the other until one is not acknowledged. */
async function acknowledged(storage: Storage, from: number, to: number): Promise<{ steps: number[]; said: string | undefined }> {
  const steps: number[] = []
  for (let step = from; step < to; step++) {
    storage.map('m').set(`s${step}`, { step, text: 'x'.repeat(200) })
    try {
      await storage.durable()
    } catch (error) {
      return { steps, said: (error as Error).message }
    }
    steps.push(step)
  }
  return { steps, said: undefined }
}

test.each<[Parameters<typeof failFrom>[0], number, string]>([
  ['write', 1, 'ENOSPC'],
  ['write', 7, 'ENOSPC'],
  ['write', 30, 'EIO'],
  ['openSync', 1, 'EACCES'],
  ['openSync', 2, 'ENOSPC'],
  ['rmSync', 1, 'EACCES'],
])('when %s fails from call %i on with %s, it is said in words, and what was acknowledged is there afterwards', async (name, nth, code) => {
  const storage = new Storage(dir, CARRY_AFTER_BYTES)
  const before = await acknowledged(storage, 0, 3)
  failFrom(name, nth, code)
  const { steps, said } = await acknowledged(storage, 3, 20_000)
  expect(said).toMatch(IN_WORDS)
  expect(said).toMatch(code)
  // Once is for ever: nobody is told that something is kept, and it is not.
  await expect(storage.durable()).rejects.toThrow(IN_WORDS)
  jest.restoreAllMocks()
  await expect(storage.durable()).rejects.toThrow(IN_WORDS)
  // As a kill would leave it.
  const left = `${dir}-left`
  cpSync(dir, left, { recursive: true })
  await storage.close()
  for (const folder of [left, dir]) {
    const again = new Storage(folder)
    const kept = new Set(again.map(`m`).keys())
    expect([...before.steps, ...steps].filter((step) => !kept.has(`s${step}`))).toEqual([])
    expect((await acknowledged(again, 100, 102)).steps).toEqual([100, 101])
    await again.close()
  }
  rmSync(left, { recursive: true, force: true })
})

test('a write that fails while nobody waits for it is told to whoever waits next, and nothing is acknowledged behind it', async () => {
  const storage = new Storage(dir)
  failFrom('write', 1, 'ENOSPC', 1)
  storage.map('m').set('lost', 1)
  while (jest.mocked(fs.write).mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setTimeout(resolve, 20))
  storage.map('m').set('after', 2)
  await expect(storage.durable()).rejects.toThrow(IN_WORDS)
  await storage.close()
})

describe('what is found in the folder', () => {
  /** A folder with some data in LMDB. */
  async function filled(): Promise<string> {
    const storage = new Storage(dir)
    for (let i = 0; i < 300; i++) storage.map('m').set(`k${i}`, { i, text: 'x'.repeat(2000) })
    await storage.durable()
    await storage.close()
    return join(dir, 'data.mdb')
  }
  const CANNOT = /^The data folder .* cannot be used: .+\. Choose another with --data, or remove it and start again\./

  test.each([1, 24, 100, 4096, 8192, 20_000, 100_000])('a data file cut to %i bytes is refused in words', async (bytes) => {
    const file = await filled()
    expect(statSync(file).size).toBeGreaterThan(bytes)
    truncateSync(file, bytes)
    expect(() => new Storage(dir)).toThrow(CANNOT)
  })

  test('a whole one is opened, also with pages behind it that nobody asked for', async () => {
    appendFileSync(await filled(), Buffer.alloc(10_000, 7))
    const storage = new Storage(dir)
    expect(storage.map('m').size).toBe(300)
    await storage.close()
  })

  test.each([
    ['a text', Buffer.from('not a database '.repeat(1000))],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452'.repeat(300), 'hex')],
    ['zeros', Buffer.alloc(100_000)],
  ])('%s in the place of the data file is refused in words', (_, content) => {
    writeFileSync(join(dir, 'data.mdb'), content)
    expect(() => new Storage(dir)).toThrow(CANNOT)
  })

  test.each([
    ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))],
    ['a length beyond all files', Buffer.from('ffffffff00000000', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('a journal of %s counts as torn: what is in the data file stays', async (_, content) => {
    await filled()
    writeFileSync(join(dir, 'journal-1'), content)
    const storage = new Storage(dir)
    expect(storage.map('m').size).toBe(300)
    await storage.close()
    expect(readdirSync(dir).filter((name) => name.startsWith('journal'))).toEqual([])
  })

  test('a folder that cannot be made or written is refused in words', () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    expect(() => lockData(join(file, 'data'))).toThrow(/^The data folder .*data cannot be used: (Error: )?ENOTDIR.+Choose another with --data/)
  })
})
