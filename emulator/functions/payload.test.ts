import { ALICE, CONSOLE, errorOf, functionBench, resultOf } from './functions.fixture'
import type { Caller } from './invocation'

const bench = functionBench({
  plain: 'exports.main = (event) => event',
  callback: 'exports.main = (event, context, callback) => { callback(event.fail ? new Error("no") : null, "called back") }',
})
const { functions, run } = bench
afterAll(() => bench.close())

describe('what a function gives back', () => {
  it.each([
    ['return { a: [1, "x", null, true] }', { a: [1, 'x', null, true] }],
    ['return Promise.resolve(7)', 7],
    ['return new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['return { gone: undefined, kept: 1 }', { kept: 1 }],
    ['return Promise.resolve()', null],
    ['return () => 1', null],
    ['context.succeed("done"); return new Promise(() => {})', 'done'],
  ])('passes through JSON: %s', async (code, result) => {
    expect(resultOf(await run(code))).toEqual(result)
  })

  it('may come through the callback', async () => {
    expect(resultOf(await functions.invoke('callback', {}, CONSOLE))).toBe('called back')
    expect(errorOf(await functions.invoke('callback', { fail: true }, CONSOLE)).message).toContain('Error: no')
  })

  it('is null for a plain function that returns nothing', async () => {
    expect(resultOf(await functions.invoke('plain', undefined, CONSOLE))).toEqual({})
  })

  it('cannot be circular, or hold what JSON has no word for', async () => {
    const circular = errorOf(await run('const a = {}; a.a = a; return a'))
    expect(circular.code).toBe('FUNCTIONS_EXECUTE_FAIL')
    expect(circular.message).toMatch(/^errorCode 1 \| errorMessage stringify response to json failed: Converting circular structure/)
    expect(errorOf(await run('return 1n')).message).toMatch(/stringify response to json failed: Do not know how to serialize a BigInt/)
  })

  it('has 6 MB at most, and 1 MB on its way to a mini-program', async () => {
    expect(errorOf(await run('return "x".repeat(6 * 1024 * 1024)'))).toMatchObject({
      code: 'FUNCTIONS_EXECUTE_FAIL',
      message: 'errorCode 1 | errorMessage body size is too long',
    })
    const oneMegabyte = 'return "x".repeat(1024 * 1024)'
    expect(resultOf(await run(oneMegabyte))).toHaveLength(1024 * 1024)
    expect(errorOf(await run(oneMegabyte, ALICE))).toMatchObject({
      code: 'FUNCTIONS_RESULT_SIZE_EXCEED_LIMIT',
      message: expect.stringContaining('-604001 cloudfunction result size exceed limit (1MB)'),
    })
  })
})

describe('what a call brings', () => {
  it('reaches the function as it is when it is no object', async () => {
    expect(resultOf(await functions.invoke('plain', [1, 2], CONSOLE))).toEqual([1, 2])
    expect(resultOf(await functions.invoke('plain', 'text', CONSOLE))).toBe('text')
    expect(resultOf(await functions.invoke('plain', null, CONSOLE))).toEqual({})
  })

  it('must be JSON', async () => {
    const error = errorOf(await functions.invoke('plain', { n: 1n }, CONSOLE))
    expect(error).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringContaining('BigInt') })
  })

  it.each([
    ['client', ALICE, 100 * 1024],
    ['function', { kind: 'function', caller: undefined, source: ',scf' }, 100 * 1024],
    ['timer', { kind: 'timer' }, 128 * 1024],
    ['event', { kind: 'event' }, 128 * 1024],
    ['console', CONSOLE, 6 * 1024 * 1024],
    ['http', { kind: 'http' }, 6 * 1024 * 1024],
  ] as [string, Caller, number][])('is limited for a caller of kind %s', async (_kind, caller, bytes) => {
    expect((await functions.invoke('run', { code: 'return 1', ballast: 'x'.repeat(bytes - 300) }, caller)).ok).toBe(true)
    const refused = errorOf(await functions.invoke('run', { ballast: 'x'.repeat(bytes) }, caller))
    expect(refused).toMatchObject({ code: 'EXCEED_MAX_PAYLOAD_SIZE', message: expect.stringContaining(`${bytes} are allowed`) })
  })
})
