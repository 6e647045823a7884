import { buildOf, removeBuilt } from './miniprogram.fixture'
import { withoutBrowser } from './without-browser'

afterAll(removeBuilt)

function exportsOf(code: string): unknown {
  const module = { exports: {} }
  new Function('module', 'exports', withoutBrowser(code)).call(module.exports, module, module.exports)
  return module.exports
}

test('a script sees no window, and what it declares itself under such a name is its own', () => {
  expect(exportsOf('exports.types = [typeof window, typeof document, typeof fetch, typeof TextDecoder, typeof setTimeout, typeof Math]')).toEqual({ types: ['undefined', 'undefined', 'undefined', 'undefined', 'function', 'object'] })
  expect(exportsOf('const self = this; let location = 1; function alert() { return 2 }\nself.own = [location, alert()]')).toEqual({ own: [1, 2] })
  expect(exportsOf("'use strict'; exports.isStrict = (function () { return this })() === undefined\n// the end")).toEqual({ isStrict: true })
})

test.each([
  `const way = typeof window;export default way;`,
  `/* minified */export const way=1;import{a}from"./other";`,
  `!function(){}();export{way};var way=2`,
  `const way = 'a;export b'\nmodule.exports = { way }`,
  `exports.way = /;import x/.test('y')`,
])('%s is taken for what it is', async (lib) => {
  const { words } = await buildOf({ 'pages/a/a.js': `const lib = require('./lib')\nPage({ data: { lib } })`, 'pages/a/lib.js': lib, 'pages/a/other.js': 'export const a = 1' })
  expect(words).toEqual([])
})

test('a library that looks for a browser takes the way that it takes on a phone', async () => {
  const { script, words } = await buildOf({ 'pages/a/a.js': `import { way } from './lib'\nPage({ data: { way } })`, 'pages/a/lib.js': `export const way = typeof window === 'undefined' ? 'phone' : 'browser'` })
  expect(words).toEqual([])
  expect(script.match(/\(function ?\(window, document/g)?.length).toBeGreaterThanOrEqual(3)
})
