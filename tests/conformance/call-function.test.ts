import { emulatorOnly, startDriver, type Driver } from './driver'
import { CONSOLE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: Driver
let local: LocalDriver | undefined
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(async () => {
  await driver.close()
  await local?.close()
})

const localDriver = async () => (local ??= await startLocalDriver())
const call = (name: string, data = '{}') => driver.run(`return cloud.callFunction({ name: '${name}', data: ${data} })`)

test('callFunction() gives what the function returned', async () => {
  const { result } = await call('conformance', `{ step: 'return { sum: event.a + 1, nothing: undefined }', a: 1 }`)
  expect(result).toMatchObject({ result: { result: { sum: 2 } }, errMsg: 'callFunction:ok', requestID: expect.any(String) })
})

test('data and results pass through JSON: a date arrives as a text', async () => {
  const { result } = await call('conformance', `{ step: 'return [event.at, new Date(0)]', at: new Date(0) }`)
  expect(result).toMatchObject({ result: { result: ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'] } })
})

test('a function that returns nothing gives null', async () => {
  expect((await call('internal')).result).toMatchObject({ result: null })
})

test('a text that is JSON arrives parsed', async () => {
  expect((await call('internal', `{ give: '{"a":1}' }`)).result).toMatchObject({ result: { a: 1 } })
})

test('a function that throws is errCode -1 with its message and code', async () => {
  const { error } = await call('thrower')
  expect(error).toMatchObject({ errCode: -1, code: 'FUNCTIONS_EXECUTE_FAIL' })
  expect(error?.errMsg).toMatch(/^callFunction:fail .*errorCode 1.*boom in thrower/s)
})

test('a function whose process ends is FUNCTIONS_EXECUTE_FAIL, and works again with the next call', async () => {
  const { error } = await call('thrower', `{ how: 'exit' }`)
  expect(error).toMatchObject({ errCode: -1, code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('process exit') })
  expect((await call('thrower')).error?.message).toContain('boom in thrower')
})

test('a function that does not exist is errCode -1', async () => {
  const { error } = await call('nowhere')
  expect(error?.errCode).toBe(-1)
  expect(error?.errMsg).toMatch(/^callFunction:fail .*FunctionName parameter could not be found/)
})

test('a function that takes longer than its timeout is ended', async () => {
  const { error } = await call('sleeper')
  expect(error).toMatchObject({ errCode: -1, code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' })
  expect(error?.message).toContain('timed out after 1 seconds')
})

test('data that is no object is refused by the SDK', async () => {
  const { error } = await call('internal', `'text'`)
  expect(error).toMatchObject({ errCode: -1, errMsg: expect.stringContaining('parameter.data should be object instead of string;') })
})

test('a missing name is refused by the SDK', async () => {
  const { error } = await driver.run(`return cloud.callFunction({ data: {} })`)
  expect(error).toMatchObject({ errCode: -1, errMsg: expect.stringContaining('parameter.name should be string instead of undefined;') })
})

emulatorOnly('a function runs in a process of its own, with wx-server-sdk 4.0.2 as published', async () => {
  const { result } = await (await localDriver()).run(`return { version: cloud.version, pid: process.pid }`)
  expect(result).toEqual({ version: '4.0.2', pid: expect.any(Number) })
  expect((result as { pid: number }).pid).not.toBe(process.pid)
})

emulatorOnly('functions that call each other for ever are stopped', async () => {
  const { run, emulator } = await localDriver()
  const step = `
    const deeper = { name: 'conformance', data: { step: event.step, depth: (event.depth ?? 0) + 1 }, timeout: 60_000 }
    const { result } = await cloud.callFunction(deeper)
      .catch((error) => ({ result: { depth: event.depth, message: error.message } }))
    return result.result ?? result`
  emulator.stats.reset()
  const { result } = await run(step)
  expect(result).toEqual({ depth: 9, message: expect.stringContaining('more than 10 levels deep') })
  expect(emulator.stats.invocations).toBe(10)
  // Ten processes start one after the other.
}, 120_000)

emulatorOnly('a warm instance keeps its globals, a call at the same time gets an instance of its own', async () => {
  const { run, emulator } = await localDriver()
  await emulator.functions.reset()
  const step = `
    global.calls = (global.calls ?? 0) + 1
    await db.collection('conformance').count()
    return { calls, pid: process.pid }`
  const first = (await run(step)).result as { calls: number; pid: number }
  const second = (await run(step)).result
  expect(second).toEqual({ calls: first.calls + 1, pid: first.pid })
  const [left, right] = (await Promise.all([run(step), run(step)])) as { result: { pid: number } }[]
  expect(left?.result.pid).not.toBe(right?.result.pid)
})

emulatorOnly('what a function prints is kept with the call', async () => {
  const { call: callAs } = await localDriver()
  const { logs } = await callAs('conformance', { step: `console.log('hello', { n: 1 }); console.error('oh')` }, CONSOLE)
  expect(logs).toMatchObject([{ level: 'log', text: 'hello { n: 1 }' }, { level: 'error', text: 'oh' }])
})

emulatorOnly('envVariables of the function are in its environment, and the zone is UTC', async () => {
  const { result } = await (await localDriver()).run(`return [process.env.GREETING, new Date(0).getHours()]`)
  expect(result).toEqual(['你好', 0])
})
