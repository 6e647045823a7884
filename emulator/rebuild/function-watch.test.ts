import { startEmulator, type Emulator } from '../emulator'
import { makeProject, type ProjectFixture } from '../testing/project'
import { type Change } from '../control/changes'

/** Copies the source, and refuses one that says so. */
const BUILD = `
const { readFileSync, writeFileSync } = require('node:fs')
const source = readFileSync('src/greet.js', 'utf8')
if (source.includes('broken')) throw new Error('greet.js: this is broken')
writeFileSync('cloudfunctions/greet/index.js', source)
`
const greeting = (word: string) => `exports.main = async () => '${word}'`

let emulator: Emulator
let project: ProjectFixture
afterEach(async () => {
  await emulator.close()
  project.remove()
})

async function start(files: Record<string, string | object>): Promise<void> {
  project = makeProject(files)
  emulator = await startEmulator({ projectDir: project.dir, watch: true, complain: () => undefined })
}

/** The first change of functions that comes of writing a file. */
function changeAfterWriting(path: string, content: string): Promise<Change> {
  return new Promise((resolve) => {
    const stop = emulator.changes.subscribe((change) => {
      if (change.what !== 'functions') return
      stop()
      resolve(change)
    })
    project.write(path, content)
  })
}

async function greet(): Promise<unknown> {
  const answer = await emulator.functions.invoke('greet', {}, { kind: 'console' })
  return answer.ok ? answer.result : answer.error
}

describe('a project with a build', () => {
  beforeEach(() =>
    start({
      'package.json': { emulator: { build: { command: 'node build.js', watch: ['src'] } } },
      'build.js': BUILD,
      'src/greet.js': greeting('你好'),
      'cloudfunctions/greet/index.js': greeting('你好'),
    }),
  )

  test('runs it when a source changes, and the next call runs the new code', async () => {
    expect(await greet()).toBe('你好')
    expect(await changeAfterWriting('src/greet.js', greeting('早上好'))).toEqual({ what: 'functions' })
    expect(await greet()).toBe('早上好')
  })

  test('tells why a build failed, and goes on with the code that there was', async () => {
    const change = await changeAfterWriting('src/greet.js', 'broken')
    expect(change).toEqual({ what: 'functions', problem: expect.stringMatching(/^«node build\.js» failed:[^]*greet\.js: this is broken/) })
    expect(await greet()).toBe('你好')
    expect(await changeAfterWriting('src/greet.js', greeting('晚上好'))).toEqual({ what: 'functions' })
    expect(await greet()).toBe('晚上好')
  })
})

describe('a project without a build', () => {
  test('runs new code after any file of a function has changed', async () => {
    await start({
      'cloudfunctions/greet/index.js': `const { word } = require('./word'); exports.main = async () => word`,
      'cloudfunctions/greet/word.js': `exports.word = '你好'`,
    })
    expect(await greet()).toBe('你好')
    expect(await changeAfterWriting('cloudfunctions/greet/word.js', `exports.word = '再见'`)).toEqual({ what: 'functions' })
    expect(await greet()).toBe('再见')
  })
})
