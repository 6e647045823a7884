import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSeed, runSeed, type SeedCloud } from './seed'

const SEEDS = {
  'named.ts': `export const seed = async (cloud: { now(): number }): Promise<object> => ({ at: cloud.now() })`,
  'default.ts': `export default () => undefined`,
  'plain.js': `module.exports = () => 'not an object'`,
  'none.js': `exports.fill = () => ({})`,
  'broken.js': `exports.seed = (`,
  'failing.js': `exports.seed = async () => { throw new Error('no such template') }`,
}

const dir = mkdtempSync(join(tmpdir(), 'seeds-'))
const file = (name: string) => join(dir, name)
beforeAll(() => {
  for (const [name, code] of Object.entries(SEEDS)) writeFileSync(file(name), code)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const notNeeded = () => {
  throw new Error('no seed here asks for it')
}
const cloud: SeedCloud = {
  url: '',
  appid: 'wx0',
  env: 'e',
  variables: {},
  invoke: async () => undefined,
  addUser: notNeeded,
  addTemplate: notNeeded,
  consent: notNeeded,
  putSubscription: notNeeded,
  insert: async () => undefined,
  uploadFile: notNeeded,
  now: () => 7,
}

test.each([
  ['named.ts', { at: 7 }],
  ['default.ts', {}],
  ['plain.js', {}],
])('%s runs and gives what it returns, if that is an object', async (name, returned) => {
  expect(await runSeed(file(name), cloud)).toEqual(returned)
})

test.each([
  ['missing.ts', /does not exist\. Correct emulator\.seed in package\.json, or start with --seed none\./],
  ['none.js', /must export a function, as «seed» or as its default export/],
  ['broken.js', /cannot be loaded: /],
])('%s is refused in words', (name, words) => {
  expect(() => loadSeed(file(name))).toThrow(words)
  expect(() => loadSeed(file(name))).toThrow(file(name))
})

test('a seed that fails is named with its reason', async () => {
  await expect(runSeed(file('failing.js'), cloud)).rejects.toThrow(`The seed ${file('failing.js')} failed: no such template`)
})
