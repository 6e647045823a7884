import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeProject } from '../testing/project'
import { Storage } from './storage'

const KILLS = 3
const SEED = 20261122

let dir: string
let random: () => number
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kills-'))
  random = mulberry32(SEED)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Chance that comes the same way every time. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function run(fixture: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', join(__dirname, fixture), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  expect((await exited)[1]).toBe('SIGKILL')
}

async function opened(folder: string, look: (storage: Storage) => void): Promise<void> {
  const storage = new Storage(folder)
  look(storage)
  await storage.close()
}

test('whenever it is killed, every acknowledged step is there, and every other one as a whole or not at all', async () => {
  const acknowledged = new Set<number>()
  let first = 0
  for (let round = 0; round < KILLS; round++) {
    const child = run('write-until-killed.fixture.ts', dir, String(first))
    const wanted = acknowledged.size + 1 + Math.floor(random() * 2000)
    for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
      acknowledged.add(Number(line))
      if (acknowledged.size === wanted) break
    }
    await kill(child)

    await opened(dir, (storage) => {
      const [all, some] = [storage.map<number>('all'), storage.map<string>('some')]
      expect([...acknowledged].filter((step) => !all.has(`s${step}`))).toEqual([])
      const steps = [...all.values()]
      first = Math.max(...steps) + 1
      // The second map holds what was written since it was emptied last, not a step more or less.
      const emptied = first - 1 - ((first - 1) % 10)
      expect([...some.keys()].sort()).toEqual(steps.filter((step) => step >= emptied).map((step) => `s${step}`).sort())
    })
  }
})

test('whenever the local cloud is killed under many callers, every document it has answered for is there, and no request is half there', async () => {
  const project = makeProject({ 'package.json': {}, 'cloudbaserc.json': { envId: 'test-env' } })
  const answered = new Set<string>()
  let sent = 0
  for (let round = 0; round < KILLS; round++) {
    const child = run('cloud-until-killed.fixture.ts', project.dir, dir)
    const url = String(await once(child.stdout ?? process.stdin, 'data').then(([text]) => text)).trim()
    const wanted = answered.size + 1 + Math.floor(random() * 300)
    const caller = async (): Promise<void> => {
      while (answered.size < wanted) {
        const name = `r${sent++}`
        if (!(await insertThree(url, name))) return
        answered.add(name)
      }
    }
    await Promise.race(Array.from({ length: 10 }, caller))
    await kill(child)

    await opened(dir, (storage) => {
      const keys = new Set(storage.map('collection:notes').keys())
      const partsOf = (name: string): number => [0, 1, 2].filter((part) => keys.has(`${name}.${part}`)).length
      expect([...answered].filter((name) => partsOf(name) < 3)).toEqual([])
      expect(Array.from({ length: sent }, (_, i) => `r${i}`).filter((name) => ![0, 3].includes(partsOf(name)))).toEqual([])
    })
  }
  project.remove()
})

/** Whether the answer came. */
async function insertThree(url: string, name: string): Promise<boolean> {
  const data = [0, 1, 2].map((part) => JSON.stringify({ _id: `${name}.${part}` }))
  const body = JSON.stringify({ action: 'database.insertDocument', envName: 'test-env', collectionName: 'notes', data })
  const answer = await fetch(`${url}/admin?env=test-env`, { method: 'POST', body }).then((response) => response.text(), () => '')
  return answer.includes('insertedIds')
}

test.each([2, 5, 8, 12])('killed %i turns after LMDB began to take the journal over, everything is there', async (turns) => {
  const [, signal] = await once(run('killed-while-carrying.fixture.ts', dir, String(turns)), 'exit')
  expect(signal).toBe('SIGKILL')
  await opened(dir, (storage) => expect([...storage.map('m').keys()].filter((key) => key !== 'one more')).toHaveLength(2500))
})

describe('a journal that was left behind', () => {
  /** A folder that holds nothing else than the journal of a process which made this change. */
  async function left(change: (storage: Storage) => void): Promise<{ folder: string; journal: string }> {
    const storage = new Storage(join(dir, 'before'))
    change(storage)
    await storage.durable()
    const folder = join(dir, 'after')
    const journal = join(folder, 'journal-1')
    cpSync(join(dir, 'before', 'journal-1'), journal)
    await storage.close()
    return { folder, journal }
  }

  it('counts up to a record that is torn', async () => {
    const { folder, journal } = await left((storage) => storage.map('m').set('k', 1))
    appendFileSync(journal, Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5]))
    await opened(folder, (storage) => expect([...storage.map('m').entries()]).toEqual([['k', 1]]))
  })

  it('counts up to a record that is not what was written', async () => {
    const { folder, journal } = await left((storage) => storage.map('m').set('k', 1))
    appendFileSync(journal, Buffer.from([1, 0, 0, 0, 1, 2, 3, 4, 5]))
    await opened(folder, (storage) => expect([...storage.map('m').entries()]).toEqual([['k', 1]]))
  })

  it('is gone once its changes stand in LMDB', async () => {
    const { folder } = await left((storage) => storage.map('m').set('k', 1))
    await opened(folder, () => undefined)
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb'])
    await opened(folder, (storage) => expect(storage.map('m').get('k')).toBe(1))
  })
})
