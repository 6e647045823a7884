import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { temporaryProject } from '../project/temporary-project'
import { CONSOLE, errorOf, functionBench, resultOf } from './functions.fixture'
import { timeLimitSeconds } from './limits'

const bench = functionBench(
  {
    slow: 'exports.main = () => { console.log(process.pid); return new Promise(() => {}) }',
    loop: 'exports.main = () => { console.log(process.pid); for (;;); }',
    warm: 'exports.main = () => process.pid',
  },
  { 'cloudbaserc.json': { functionDefaultConfig: { timeout: 0.2 }, functions: [{ name: 'slow' }, { name: 'loop' }] } },
)
const { functions } = bench
afterAll(() => bench.close())

function isRunning(pid: number): boolean {
  try {
    // A process that has ended, and that nobody has asked about yet, is a zombie.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function warmPid(): Promise<number> {
  return Number(resultOf(await functions.invoke('warm', {}, CONSOLE)))
}

it.each(['slow', 'loop'])('a function beyond its time limit is killed and answered in the words of the platform: %s', async (name) => {
  const answer = await functions.invoke(name, {}, CONSOLE)
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', message: 'Invoking task timed out after 0.2 seconds' },
  })
  expect(answer.ms).toBeGreaterThanOrEqual(200)
  const pid = Number(answer.logs[0]?.text)
  while (isRunning(pid)) await nextTurn()
})

it('the HTTP API waits for 5 seconds at most', () => {
  const config = { name: 'f', dir: '', handler: '', memoryMb: 256, variables: {}, openapiPermissions: [], timers: [] }
  expect(timeLimitSeconds({ ...config, timeoutSeconds: 60 }, { kind: 'http' })).toBe(5)
  expect(timeLimitSeconds({ ...config, timeoutSeconds: 3 }, { kind: 'http' })).toBe(3)
  expect(timeLimitSeconds({ ...config, timeoutSeconds: 60 }, CONSOLE)).toBe(60)
})

it('a reset ends the instances and forgets the calls', async () => {
  const pid = await warmPid()
  await functions.reset()
  expect(isRunning(pid)).toBe(false)
  expect(functions.history()).toEqual([])
  expect(await warmPid()).not.toBe(pid)
})

it('a closed service leaves no process, fails what runs and refuses new calls', async () => {
  const closing = functionBench({ f: 'exports.main = ({ wait }) => (wait ? new Promise(() => {}) : process.pid)' })
  const first = await closing.functions.invoke('f', {}, CONSOLE)
  const holding = closing.functions.invoke('f', { wait: true }, CONSOLE)
  await closing.functions.close()
  expect(isRunning(Number(resultOf(first)))).toBe(false)
  expect(errorOf(await holding).message).toContain('signal SIGKILL')
  expect(errorOf(await closing.functions.invoke('f', {}, CONSOLE)).message).toContain('The local cloud is stopping.')
  await closing.close()
})

it.each([
  ['idle', ''],
  ['in an endless loop', 'process.on("message", () => { for (;;); })'],
])('an instance dies with the local cloud: %s', async (_what, code) => {
  const folder = temporaryProject({ 'index.js': `exports.main = () => {}; ${code}` })
  const args = [join(folder.dir, 'index.js'), 'main']
  // Stands in for a local cloud that is killed without a chance to clean up.
  const cloud = `
    const child = require('node:child_process').fork(${JSON.stringify(join(__dirname, 'runner.cjs'))}, ${JSON.stringify(args)})
    const call = { type: 'call', event: '{}', context: { time_limit_in_ms: 1e9 }, environment: {}, sticky: false, offsetMs: 0 }
    child.on('message', () => console.log(child.pid))
    child.send(call)
    child.send(call)`
  const parent = spawn(process.execPath, ['-e', cloud], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = parseInt(String(printed), 10)
  expect(isRunning(pid)).toBe(true)
  parent.kill('SIGKILL')
  while (isRunning(pid)) await nextTurn()
  folder.remove()
})
