import { buildOf, removeBuilt } from './miniprogram.fixture'
import { requiredByWxs, wxsToScript } from './wxs'

afterAll(removeBuilt)

const wordsOf = async (wxml: string, files: object = {}) => (await buildOf({ 'pages/a/a.wxml': wxml, ...files })).words

test.each([
  ['an unclosed tag', '<view>\n<text>', /^error pages\/a\/a\.wxml:1:2 missing end tag$/],
  ['a broken expression', '<view>\n{{ a ? }}</view>', /^error pages\/a\/a\.wxml:2:\d+ unexpected character inside expression$/],
  ['a missing import', '\n<import src="../no.wxml" />', /^error pages\/a\/a\.wxml:2 imports pages\/no\.wxml, which does not exist$/],
  ['a missing include', '<include src="/no" />', /^error pages\/a\/a\.wxml:1 imports no\.wxml, which does not exist$/],
  ['a missing WXS file', '<wxs module="m" src="./no.wxs" />', /^error pages\/a\/a\.wxml:1 requires pages\/a\/no\.wxs, which/],
])('%s is an error with its place', async (_, wxml, words) => {
  expect(await wordsOf(wxml)).toContainEqual(expect.stringMatching(words))
})

test('imports are followed', async () => {
  expect(await wordsOf('<import src="/t/one" />', { 't/one.wxml': '<include src="two.wxml" />', 't/two.wxml': '<view>' })).toEqual([
    expect.stringMatching(/^error t\/two\.wxml:1:2 /),
  ])
})

test('what WXS requires is looked for as well', async () => {
  const wxml = '<wxs module="m" src="/w/one.wxs" />'
  expect(await wordsOf(wxml, { 'w/one.wxs': `var two = require('./two.wxs')` })).toEqual([
    expect.stringMatching(/^error w\/one\.wxs:1 requires w\/two\.wxs, which does not exist$/),
  ])
  expect(await wordsOf(wxml, { 'w/one.wxs': `var two = require('./two.wxs')`, 'w/two.wxs': `var o = require('/w/one.wxs')` })).toEqual([])
})

describe('WXS as JavaScript', () => {
  test.each([
    [`x.constructor === 'Array'`, `x.__wxsConstructor === 'Array'`],
    [String.raw`getRegExp('\d\n')`, String.raw`getRegExp('\\d\n')`],
    [`require('./a.wxs')`, `require('./a')`],
    [`require("/b/c")`, `require("/b/c")`],
  ])('%s', (source, expected) => {
    expect(wxsToScript(source)).toBe(`${expected}\n;__miniProgram.wxsModule(module.exports)`)
  })

  test('what it requires is known without its extension', () => {
    expect(requiredByWxs(`var a = require( './a.wxs' ), b = require("../b")`)).toEqual(['./a', '../b'])
  })
})

test('what stands between the tags of a slot or of a use of a template is left out, as WeChat does, and keeps nothing from being drawn', async () => {
  const words = await wordsOf('<slot name="a"><view>otherwise</view></slot><template is="t"><view /></template>')
  expect(words).toEqual(['warning pages/a/a.wxml:1:16 child nodes are not allowed for this element', expect.stringMatching(/^warning pages\/a\/a\.wxml:1:\d+ child nodes/)])
})
