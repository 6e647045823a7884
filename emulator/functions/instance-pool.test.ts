import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { temporaryProject } from '../project/temporary-project'
import type { Demand } from './call-queue'
import type { Outcome } from './instance'
import { InstancePool, type Blueprint } from './instance-pool'
import type { ToInstance } from './messages'
import type { ProcessLimits } from './process-limits'

/** Answers with its process id: at once, never, or when there is the file `until`. */
const FUNCTION = `
const { existsSync } = require('node:fs')
const { setImmediate: nextTurn } = require('node:timers/promises')
exports.main = async ({ never, until }) => {
  if (never) await new Promise(() => {})
  while (until && !existsSync(until)) await nextTurn()
  return process.pid
}`
const folder = temporaryProject({ 'index.js': FUNCTION })
const pools: InstancePool[] = []
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()))
  folder.remove()
})

const BLUEPRINT: Blueprint = { dir: folder.dir, file: join(folder.dir, 'index.js'), exportName: 'main', environment: {}, version: '1' }

type Call = Extract<ToInstance, { type: 'call' }>

const CALL: Call = { type: 'call', event: '{}', context: { time_limit_in_ms: 3000 }, environment: {}, sticky: false, offsetMs: 0 }

function setUp(limits: Partial<ProcessLimits> = {}) {
  const seen = { coldStarts: 0, now: 0 }
  const pool = new InstancePool({
    limits: { total: 4, perFunction: 4, events: 1, forced: {}, alive: 8, warmMs: 60_000, ...limits },
    onColdStart: () => (seen.coldStarts += 1),
    now: () => seen.now,
  })
  pools.push(pool)
  let calls = 0
  const call = (event: unknown = {}, { blueprint = () => BLUEPRINT, ...parts }: Partial<Demand> & { blueprint?: () => Blueprint } = {}): Promise<Outcome> => {
    const message: Call = { ...CALL, event: JSON.stringify(event) }
    const demand = { functionName: 'f', isEvent: false, id: `call-${(calls += 1)}`, ...parts }
    return pool.with(demand, blueprint, (instance) => instance.run(message, 3, () => undefined))
  }
  return { pool, call, seen, alive: (name?: string) => pool.instances(name).filter(({ alive }) => alive).length }
}

it('starts no more processes than may work at a time; further calls wait for a free one', async () => {
  const { call, seen } = setUp({ total: 2 })
  const outcomes = await Promise.all(Array.from({ length: 9 }, () => call()))
  expect(new Set(outcomes.map((outcome) => ('json' in outcome ? outcome.json : 'failed'))).size).toBe(2)
  expect(seen.coldStarts).toBe(2)
})

it('starts one process a turn, so that several do not hold up the local cloud together', async () => {
  const { pool, call } = setUp()
  // Each keeps its process: one that were done by then would be used again, and there would never be three.
  const calls = [1, 2, 3].map(() => call({ never: true }))
  const started = [pool.instances().length]
  while (started.at(-1) !== 3) {
    await nextTurn()
    started.push(pool.instances().length)
  }
  expect(Math.max(...started.map((count, at) => count - (started[at - 1] ?? 0)))).toBe(1)
  await pool.kill('f')
  await Promise.all(calls)
})

describe('warm instances', () => {
  it('stay for a time, not by their number, and end when nobody has used them for so long', async () => {
    const { pool, call, seen, alive } = setUp({ warmMs: 1000 })
    const calls = [1, 2, 3, 4].map(() => call({ until: join(folder.dir, 'all-started') }))
    while (alive() !== 4) await nextTurn()
    folder.write('all-started', '')
    await Promise.all(calls)
    expect(alive()).toBe(4)
    seen.now = 999
    await call()
    pool.endCold()
    expect(alive()).toBe(4)
    seen.now = 1500
    pool.endCold()
    expect(alive()).toBe(1)
    await call()
    expect(seen.coldStarts).toBe(4)
  })

  it('make room, the longest unused first, when others need a process', async () => {
    const { call, seen, alive } = setUp({ alive: 2 })
    await call({}, { functionName: 'a' })
    seen.now = 1
    await call({}, { functionName: 'b' })
    await call({}, { functionName: 'c' })
    expect([alive('a'), alive('b'), alive('c')]).toEqual([0, 1, 1])
  })

  it('of another version are not used again', async () => {
    const { call } = setUp()
    const first = await call()
    expect(await call()).toEqual(first)
    expect(await call({}, { blueprint: () => ({ ...BLUEPRINT, version: '2' }) })).not.toEqual(first)
  })

  it('that have died are replaced', async () => {
    const { pool, call } = setUp()
    const first = await call()
    process.kill(Number('json' in first && first.json), 'SIGKILL')
    while (pool.instances().length > 0) await nextTurn()
    expect(await call()).not.toEqual(first)
  })
})

it('what waits is served with fresh instances when those at work are killed', async () => {
  const { pool, call, seen } = setUp({ total: 1 })
  const stuck = call({ never: true })
  const waiting = [call(), call()]
  await nextTurn()
  await pool.kill('f')
  expect(await stuck).toMatchObject({ error: { message: expect.stringContaining('signal SIGKILL') } })
  expect(await Promise.all(waiting)).toEqual([{ json: expect.any(String) }, { json: expect.any(String) }])
  expect(seen.coldStarts).toBe(2)
})

it('all that wait fail when there is nothing to start', async () => {
  const { call } = setUp({ total: 1 })
  const blueprint = () => {
    throw new Error('nothing to start')
  }
  const running = call()
  const waiting = await Promise.allSettled([call({}, { blueprint }), call({}, { blueprint }), call({}, { blueprint })])
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await running
})

it('tells how when no process can be started', async () => {
  const { call } = setUp()
  const outcome = await call({}, { blueprint: () => ({ ...BLUEPRINT, dir: join(folder.dir, 'nowhere') }) })
  expect(outcome).toMatchObject({ error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('ENOENT') } })
})
