import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage } from './storage'

describe('Storage in a folder', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'storage-'))
  })

  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  /** Writes with `change`, closes, and hands over what another Storage reads from the same folder. */
  async function reopened(change: (storage: Storage) => void | Promise<void>): Promise<Storage> {
    const storage = new Storage(dir)
    await change(storage)
    await storage.close()
    return new Storage(dir)
  }

  it('gives everything back when it is opened again', async () => {
    const values = { text: '订阅消息', n: 1.5, big: 2 ** 53, at: new Date(5), re: /a+/i, list: [1, { b: null }], nan: NaN, no: false }
    const storage = await reopened((first) => {
      first.map('a').set('k', values)
      first.map('b').set('other', 1)
    })
    expect(storage.map('a').get('k')).toEqual(values)
    expect(storage.map('b').size).toBe(1)
    expect(storage.names().sort()).toEqual(['a', 'b'])
    await storage.close()
  })

  it('gives entries back in the order in which they were first set', async () => {
    const storage = await reopened((first) => {
      for (const key of ['m', 'z', 'a', '巡']) first.map('m').set(key, 1)
      first.map('m').set('z', 2)
      first.map('m').delete('m')
      first.map('m').set('m', 3)
    })
    expect([...storage.map('m').entries()]).toEqual([
      ['z', 2],
      ['a', 1],
      ['巡', 1],
      ['m', 3],
    ])
    await storage.close()
  })

  it('takes any string as a key: long, empty, with spaces, Chinese, control characters, half a surrogate pair', async () => {
    const keys = ['x'.repeat(5000), 'y'.repeat(1978), '', ' ', '巡检任务', '\u0000\u0001', '\ud800', '\ud801', '__proto__', 'plain']
    const storage = await reopened((first) => keys.forEach((key, i) => first.map<number>('m').set(key, i)))
    const map = storage.map<number>('m')
    expect(map.size).toBe(keys.length)
    expect(keys.map((key) => map.get(key))).toEqual(keys.map((_, i) => i))
    for (const key of keys) expect(map.delete(key)).toBe(true)
    await storage.close()
    const last = new Storage(dir)
    expect([...last.map('m').keys()]).toEqual([])
    await last.close()
  })

  it('keeps what was written after a clear in the same step, and nothing from before', async () => {
    const storage = await reopened((first) => {
      const map = first.map<number>('m')
      map.set('old', 1)
      map.clear()
      map.set('new', 2)
    })
    expect([...storage.map('m').entries()]).toEqual([['new', 2]])
    await storage.close()
  })

  it('forgets a dropped map at once, also when it is made anew before the disk has caught up', async () => {
    const storage = await reopened(async (first) => {
      first.map('m').set('old', 1)
      await first.durable()
      first.drop('m')
      expect(first.names()).toEqual([])
      expect(first.map('m').size).toBe(0)
      first.map('m').set('new', 2)
    })
    expect([...storage.map('m').entries()]).toEqual([['new', 2]])
    await storage.close()
  })

  it('does not bring a dropped map back when it is opened again', async () => {
    const storage = await reopened((first) => {
      first.map('m').set('old', 1)
      first.drop('m')
    })
    expect(storage.names()).toEqual([])
    await storage.close()
  })

  // The limit decides what meets it first: the journal, LMDB's file, or its end.
  it.each([64, 120, 200, 333, 480, 700])('says in words that the disk takes no more at %d KB, ends nothing, and keeps what it acknowledged', async (limit) => {
    // A limit on the size of files, whose signal is ignored as on a full disk.
    const write = `trap "" XFSZ; ulimit -f ${limit}; exec "$0" --import tsx "$1" "$2"`
    const child = spawn('bash', ['-c', write, process.execPath, join(__dirname, 'write-until-full.fixture.ts'), dir])
    let printed = ''
    child.stdout.on('data', (text) => (printed += String(text)))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect({ printed, code }).toEqual({ printed: expect.stringMatching(/^\{/) as string, code: 0 })
    const { acknowledged, said, again } = JSON.parse(printed) as { acknowledged: number; said: string; again: string }
    expect(said).toMatch(/^The data folder cannot be written: .+\. Make room/)
    expect(again).toBe(said)

    const storage = new Storage(dir)
    const kept = storage.names().reduce((sum, name) => sum + storage.map(name).size, 0)
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
    await storage.close()
  })

  it('says in words that a folder cannot be made', () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    expect(() => new Storage(join(file, 'data'))).toThrow(/^The data folder .*file\/data cannot be used: .+Choose another with --data/)
  })

  it('says in words that the folder holds something else', () => {
    writeFileSync(join(dir, 'data.mdb'), 'not a database '.repeat(1000))
    expect(() => new Storage(dir)).toThrow(/^The data folder .* cannot be used: .+remove it and start again/)
  })
})

describe('Storage without a folder', () => {
  it('lives in memory only', async () => {
    const storage = new Storage()
    const map = storage.map<number>('m')
    map.set('a', 1)
    map.set('b', 2)
    await storage.durable()
    expect([...storage.map<number>('m').values()]).toEqual([1, 2])
    expect(map.delete('a')).toBe(true)
    expect(map.delete('a')).toBe(false)
    expect([...map.keys()]).toEqual(['b'])
    storage.drop('m')
    storage.drop('m')
    expect(storage.map('m').size).toBe(0)
    expect(new Storage().names()).toEqual([])
    await storage.close()
  })
})
