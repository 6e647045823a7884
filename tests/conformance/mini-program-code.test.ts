/** @jest-environment jsdom */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openMiniProgram, type MiniProgramUnderTest } from '../../emulator/miniprogram/testing'

const FILES: Record<string, string> = {
  'app.json': JSON.stringify({ pages: ['pages/a/a'], resolveAlias: { '~/*': '/*' } }),
  'app.js': `App({ globalData: {}, onLaunch() { this.globalData.shop = '城南店' } })`,
  'lib/mixed.js': `import { there } from './there'; module.exports = { there, own: '自己的' }`,
  'lib/there.js': `export const there = '那边的'`,
  'lib/parts/sub.js': `module.exports = '现拼的'`,
  'pages/a/a.json': JSON.stringify({ usingComponents: { part: '/parts/part' } }),
  'pages/a/a.js': `
    import { there, own } from '~/lib/mixed'
    const { shop } = getApp().globalData
    const found = ['sub'].map((name) => require(\`../../lib/parts/\${name}\`))
    Page({ data: { words: [shop, there, own, ...found].join(' ') } })`,
  'pages/a/a.wxml': `<view class="words">{{words}}</view><part dataset="{{[1, 2]}}" either="五" />`,
  'parts/part.json': '{ "component": true }',
  'parts/part.js': `Component({
    properties: { dataset: Array, either: { type: [String, Number], value: 1, observer: 'notThere' } },
    observers: { either: 'notThereEither' },
  })`,
  'parts/part.wxml': `<view class="part">{{dataset.length}} {{either}}</view>`,
}

let root: string
let app: MiniProgramUnderTest
const errors: unknown[] = []
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mini-program-code-'))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  jest.spyOn(console, 'error').mockImplementation((error: unknown) => void errors.push(error))
  app = openMiniProgram({ root })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const words = async (name: string): Promise<string[]> => ((await app.renderPage('pages/a/a')).byClass(name).textContent ?? '').split(' ')

test('onLaunch has run before the script of a page begins', async () => {
  expect((await words('words'))[0]).toBe('城南店')
})

test('import may stand beside module.exports, and an alias of app.json leads to a module', async () => {
  expect((await words('words')).slice(1, 3)).toEqual(['那边的', '自己的'])
})

test('require finds a path that is put together at run time', async () => {
  expect((await words('words'))[3]).toBe('现拼的')
})

test('a property may be called dataset, and one whose type is a list takes any', async () => {
  expect(await words('part')).toEqual(['2', '五'])
})

test('an observer that names a method which is not there is passed over', async () => {
  await words('part')
  expect(errors).toEqual([])
})
