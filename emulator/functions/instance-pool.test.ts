import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { temporaryProject } from '../project/temporary-project'
import { InstancePool, type Blueprint } from './instance-pool'
import type { ToInstance } from './messages'

const folder = temporaryProject({ 'index.js': 'exports.main = (event) => event.never ? new Promise(() => {}) : process.pid' })
const pools: InstancePool[] = []
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.kill()))
  folder.remove()
})

const BLUEPRINT: Blueprint = { dir: folder.dir, file: join(folder.dir, 'index.js'), exportName: 'main', environment: {}, version: '1' }

type Call = Extract<ToInstance, { type: 'call' }>

const CALL: Call = { type: 'call', event: '{}', context: { time_limit_in_ms: 3000 }, environment: {}, sticky: false, offsetMs: 0 }

function setUp(maxInstances: number) {
  let coldStarts = 0
  const pool = new InstancePool(() => (coldStarts += 1), maxInstances)
  pools.push(pool)
  const call = (event: unknown = {}, blueprint: () => Blueprint = () => BLUEPRINT) => {
    const message: Call = { ...CALL, event: JSON.stringify(event) }
    return pool.with(blueprint, (instance) => instance.run(message, 3, () => undefined))
  }
  return { pool, call, coldStarts: () => coldStarts }
}

it('starts no more instances than the cap; further calls wait for one', async () => {
  const { call, coldStarts } = setUp(2)
  const outcomes = await Promise.all(Array.from({ length: 9 }, () => call()))
  expect(new Set(outcomes.map((outcome) => ('json' in outcome ? outcome.json : 'failed'))).size).toBe(2)
  expect(coldStarts()).toBe(2)
})

it('keeps a few instances warm after a burst, and ends the others', async () => {
  const { pool, call } = setUp(8)
  await Promise.all(Array.from({ length: 8 }, () => call()))
  expect(pool.instances().filter(({ alive }) => alive)).toHaveLength(4)
})

it('serves what waits with fresh instances when those at work are killed', async () => {
  const { pool, call, coldStarts } = setUp(1)
  const stuck = call({ never: true })
  const waiting = [call(), call()]
  await pool.kill()
  expect(await stuck).toMatchObject({ error: { message: expect.stringContaining('signal SIGKILL') } })
  expect(await Promise.all(waiting)).toEqual([{ json: expect.any(String) }, { json: expect.any(String) }])
  expect(coldStarts()).toBe(2)
})

it('does not use a warm instance of another version again', async () => {
  const { call } = setUp(1)
  const first = await call()
  expect(await call()).toEqual(first)
  const changed = () => ({ ...BLUEPRINT, version: '2' })
  expect(await call({}, changed)).not.toEqual(first)
})

it('replaces a warm instance that has died', async () => {
  const { pool, call } = setUp(1)
  const first = await call()
  process.kill(Number('json' in first && first.json), 'SIGKILL')
  while (pool.instances().length > 0) await nextTurn()
  expect(await call()).not.toEqual(first)
})

it('fails all that wait when there is nothing to start', async () => {
  const { call } = setUp(1)
  const nothing = () => {
    throw new Error('nothing to start')
  }
  const running = call()
  const waiting = await Promise.allSettled([call({}, nothing), call({}, nothing), call({}, nothing)])
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await running
})

it('tells how when no process can be started', async () => {
  const { call } = setUp(1)
  const outcome = await call({}, () => ({ ...BLUEPRINT, dir: join(folder.dir, 'nowhere') }))
  expect(outcome).toMatchObject({ error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('ENOENT') } })
})
