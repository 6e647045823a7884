import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { loadProject } from '../project/load-project'
import { ALICE, CONSOLE, errorOf, functionBench, resultOf } from './functions.fixture'

const bench = functionBench({
  broken: 'exports.main = (',
  empty: 'exports.other = 1',
  needy: 'require("left-out"); exports.main = () => 1',
})
const { functions, folder, stats, run } = bench
afterAll(() => bench.close())

describe('a function that fails', () => {
  it('is answered with its stack and stays warm', async () => {
    await run('return 1')
    const before = stats.coldStarts
    const error = errorOf(await run('throw new Error("boom")'))
    expect(error.code).toBe('FUNCTIONS_EXECUTE_FAIL')
    expect(error.message).toMatch(/^errorCode 1 \| errorMessage Error: boom\n {4}at /)
    expect(errorOf(await run('return Promise.reject({ odd: 1 })')).message).toBe('errorCode 1 | errorMessage { odd: 1 } (not an Error)')
    expect(errorOf(await run('throw "words"')).message).toBe('errorCode 1 | errorMessage words (not an Error)')
    await run('return 1')
    expect(stats.coldStarts).toBe(before)
  })

  it.each([
    ['process.exit(3)', 'User process exit when running (exit code 3)'],
    ['process.exit(0)', 'User process exit when running (exit code 0)'],
    ['process.kill(process.pid, "SIGKILL"); return new Promise(() => {})', 'User process exit when running (signal SIGKILL)'],
    ['Promise.reject(new Error("nobody waits")); return new Promise(() => {})', '(exit code 1) | Error: nobody waits\n'],
    ['setImmediate(() => { throw new Error("late") }); return new Promise(() => {})', '(exit code 1) | Error: late\n'],
  ])('by ending its process is told how: %s', async (code, message) => {
    const error = errorOf(await run(code))
    expect(error.code).toBe('FUNCTIONS_EXECUTE_FAIL')
    expect(error.message).toContain(message)
    expect(resultOf(await run('return "back again"'))).toBe('back again')
  })

  it.each([
    ['broken', /broken\/index\.js:1[^]*SyntaxError/],
    ['empty', /empty\/index\.js does not export a function named "main"\. Write exports\.main = /],
    ['needy', /Cannot find module 'left-out'[^]*install the dependencies of the function \(npm install\)/],
  ])('to load says why: %s', async (name, words) => {
    const before = stats.coldStarts
    expect(errorOf(await functions.invoke(name, {}, CONSOLE))).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' })
    expect(errorOf(await functions.invoke(name, {}, CONSOLE)).message).toMatch(words)
    expect(stats.coldStarts).toBe(before + 2)
  })

  it('to exist is answered with what there is', async () => {
    const error = errorOf(await functions.invoke('nobody', {}, ALICE))
    expect(error.code).toBe('FUNCTION_NOT_FOUND')
    expect(error.message).toMatch(/^FunctionName parameter could not be found: nobody\. This environment has broken, empty, needy, run\.$/)
  })
  it('because the project cannot be read is told why, and runs again when it can', async () => {
    folder.write('cloudbaserc.json', '{')
    expect(errorOf(await run('return 1')).message).toContain('cloudbaserc.json is not valid JSON')
    folder.write('cloudbaserc.json', '{}')
    expect(resultOf(await run('return 1'))).toBe(1)
  })

  it('because of its own config.json is told why, while others run', async () => {
    folder.write('cloudfunctions/empty/config.json', '{')
    expect(errorOf(await functions.invoke('empty', {}, CONSOLE)).message).toMatch(/empty\/config\.json is not valid JSON/)
    expect(resultOf(await run('return 1'))).toBe(1)
    folder.write('cloudfunctions/empty/config.json', '{}')
  })

  it('because its code has gone is told to build it', async () => {
    const project = loadProject(folder.dir, { environment: {} })
    const later = functionBench({}, {}, { project: () => project })
    rmSync(join(folder.dir, 'cloudfunctions/empty/index.js'))
    const { message } = errorOf(await later.functions.invoke('empty', {}, CONSOLE))
    expect(message).toMatch(/empty\/index\.js does not exist\. Build the functions first/)
    await later.close()
  })
})
