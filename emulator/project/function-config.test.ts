import { parseCloudbaserc } from './cloudbaserc'
import { handlerOf, readFunctions } from './function-config'
import { temporaryProject, type TemporaryProject } from './temporary-project'

let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject({ 'f/index.js': '' })
})
afterEach(() => project.remove())

const read = (settings: Record<string, unknown>) =>
  readFunctions(project.dir, parseCloudbaserc(JSON.stringify({ functions: [{ name: 'f', ...settings }] }), 'cloudbaserc.json', {}, ''))

it('takes time limit, memory, handler and variables from cloudbaserc.json', () => {
  project.write('f/dist/entry.js', '')
  const [config] = read({ timeout: 60, memorySize: 512, handler: 'dist/entry.run', envVariables: { A: 1, B: true, C: 'x' } })
  expect(config).toMatchObject({ timeoutSeconds: 60, memoryMb: 512, handler: 'dist/entry.run', variables: { A: '1', B: 'true', C: 'x' } })
  expect(config && handlerOf(config)).toEqual({ file: `${project.dir}/f/dist/entry.js`, exportName: 'run' })
})

it.each([
  [{ timeout: '60' }, /"timeout" in cloudbaserc\.json must be a number above 0, not "60"/],
  [{ memorySize: 0 }, /"memorySize" in cloudbaserc\.json must be a number above 0, not 0/],
  [{ handler: 'main' }, /"handler" of function f in cloudbaserc\.json must look like index\.main, not "main"/],
  [{ handler: 'other.main' }, /f\/other\.js does not exist\. Build/],
  [{ envVariables: { A: {} } }, /The variable A of function f in cloudbaserc\.json must be a text/],
  [{ envVariables: { A: 'x'.repeat(4096) } }, /take 4097 bytes, the platform allows 4096/],
])('refuses %j in words', (settings, words) => {
  expect(() => read(settings)).toThrow(words)
})

it('leaves it to the plan what is wrong with a timer', () => {
  expect(read({ triggers: [{ type: 'timer', config: 5 }] })[0]?.timers).toEqual([{ name: '', cron: '5', devtools: false }])
})

it('passes over triggers that are no timers', () => {
  expect(read({ triggers: [{ name: 'x', type: 'cos' }] })[0]?.timers).toEqual([])
})

it('finds no functions where the folder is missing', () => {
  expect(readFunctions(`${project.dir}/nowhere`, parseCloudbaserc('{}', '', {}, ''))).toEqual([])
})
