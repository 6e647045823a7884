import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BuildProcess } from './build-process'

const dir = mkdtempSync(join(tmpdir(), 'build-process-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let builder: BuildProcess
afterEach(() => builder.close())

const page = { root: dir, appid: 'wx1', name: '测试' }

/** A process that runs other code than the jobs. */
function processOf(code: string, keepMs?: number): BuildProcess {
  const file = join(dir, 'worker.cjs')
  writeFileSync(file, `const answer = (report) => process.send(report)\n${code}`)
  return new BuildProcess(file, keepMs)
}

/** Gives the number of the order within its builder. */
const COUNTING = `let count = 0; process.on('message', ({ id }) => answer({ id, value: ++count }))`

describe('the process that builds', () => {
  test('builds a mini-program, and says with file and line what is wrong with it', async () => {
    builder = new BuildProcess()
    writeFileSync(join(dir, 'app.json'), '{ "pages": ["a"] }')
    writeFileSync(join(dir, 'a.wxml'), '<view>')
    writeFileSync(join(dir, 'a.js'), '')
    const broken = await builder.run('miniProgram', page)
    expect(broken).toMatchObject({ failed: false, problems: [{ severity: 'error', file: 'a.wxml', line: 1, message: expect.stringMatching(/missing end tag/) }] })
    writeFileSync(join(dir, 'a.wxml'), '<view />')
    const { failed, files } = await builder.run('miniProgram', page)
    expect(failed).toBe(false)
    expect(Buffer.from(files['app.js'] ?? []).toString()).toContain('__miniProgram.start()')
  })

  test('is there only when it is needed, and for a time after', async () => {
    builder = processOf(COUNTING, 0)
    expect(builder.pid).toBeUndefined()
    expect(await builder.run('studio', undefined)).toBe(1)
    while (builder.pid !== undefined) await new Promise((resolve) => setImmediate(resolve))
    expect(await builder.run('studio', undefined)).toBe(1)
  })

  test('is the same for all that comes in that time', async () => {
    builder = processOf(COUNTING)
    expect(await Promise.all([builder.run('studio', undefined), builder.run('studio', undefined)])).toEqual([1, 2])
  })

  test('hands over errors as they were thrown', async () => {
    builder = processOf(`process.on('message', ({ id }) => answer({ id, error: { message: 'a.ts:1: no', stack: 'where' } }))`)
    await expect(builder.run('studio', undefined)).rejects.toMatchObject({ message: 'a.ts:1: no', stack: 'where' })
  })

  test.each([
    ['that ends', `process.exit(3)`, /^The process that builds ended\. The next request starts another one\.$/],
    ['that is killed', `process.kill(process.pid, 'SIGKILL')`, /^The process that builds ended/],
  ])('%s rejects what it was at, and the next order starts another one', async (_, death, words) => {
    builder = processOf(`process.on('message', ({ id, input }) => { if (input === 'die') ${death}; answer({ id, value: 'done' }) })`)
    await expect(builder.run('studio', 'die' as never)).rejects.toThrow(words)
    expect(await builder.run('studio', undefined)).toBe('done')
  })
})

test('a close ends the process under its work, and refuses more', async () => {
  builder = processOf(`process.on('message', () => undefined)`)
  const stopped = expect(builder.run('studio', undefined)).rejects.toThrow('The local cloud is stopping.')
  await builder.close()
  await stopped
  expect(builder.pid).toBeUndefined()
  await expect(builder.run('studio', undefined)).rejects.toThrow('The local cloud is stopping.')
})
