import { buildOf, componentFiles, removeBuilt } from './miniprogram.fixture'

afterAll(removeBuilt)

const flat = (css: string | undefined): string | undefined => css?.replace(/\s+/g, ' ').trim()

test('a page in Less is drawn as its WXSS would be: rpx, nesting, variables of another file, plain WXSS taken in', async () => {
  const { styles, words } = await buildOf(
    {
      'app.less': `@import './theme/colours';\npage { color: @ink; }`,
      'theme/colours.less': '@ink: #123456;\n@gap: 10rpx;',
      'pages/a/a.less': `@import '/theme/colours.less';\n@import '../../plain.wxss';\n.a { margin: @gap * 2; .b { &:first-child { color: fade(@ink, 50%); } } }`,
      'plain.wxss': '.plain { width: 5rpx; }',
    },
    ['typescript', 'less'],
  )
  expect(words).toEqual([])
  expect(flat(styles.app)).toBe('wx-page { color: #123456; }')
  expect(flat(styles.pages['pages/a/a'])).toBe('.plain { width: calc(var(--rpx) * 5); } .a { margin: calc(var(--rpx) * 20); } .a .b:first-child { color: rgba(18, 52, 86, 0.5); }')
})

test('a page in Sass likewise, in either syntax, with partials', async () => {
  const { styles, words } = await buildOf(
    {
      'app.sass': '@use "theme/colours" as c\npage\n  color: c.$ink\n',
      'theme/_colours.scss': '$ink: #123456;\n$gap: 10rpx;',
      'pages/a/a.scss': `@use '/theme/colours' as *;\n@import '../../plain.wxss';\n.a { margin: $gap * 2; .b { color: $ink } }`,
      'plain.wxss': '.plain { width: 5rpx; }',
    },
    ['sass'],
  )
  expect(words).toEqual([])
  expect(flat(styles.app)).toBe('wx-page { color: #123456; }')
  expect(flat(styles.pages['pages/a/a'])).toBe('.plain { width: calc(var(--rpx) * 5); } .a { margin: calc(var(--rpx) * 20); } .a .b { color: #123456; }')
})

test('WXSS takes in what is written in Less, and a component of its own has a scope', async () => {
  const { styles, manifest, words } = await buildOf(
    { 'app.wxss': `@import 'common.wxss';`, 'common.less': '.x { .y { top: 1px } }', 'pages/a/a.json': { usingComponents: { own: '/c/own' } }, ...componentFiles('c/own'), 'c/own.less': '.z { left: 0 }' },
    ['less'],
  )
  expect(words).toEqual([])
  expect(flat(styles.app)).toBe('.x .y { top: 1px; }')
  expect(flat(styles.components)).toContain(`.${manifest.components['c/own']?.styleScope}--z { left: 0; }`)
})

test('what the project does not compile is left alone, and WXSS that is there comes first', async () => {
  const files = { 'app.less': 'page { color: red }', 'pages/a/a.less': '.less { top: 0 }', 'pages/a/a.wxss': '.wxss { top: 0 }' }
  expect((await buildOf(files)).styles).toMatchObject({ app: '', pages: { 'pages/a/a': '.wxss { top: 0 }' } })
  expect((await buildOf(files, ['less'])).styles.pages).toEqual({ 'pages/a/a': '.wxss { top: 0 }' })
})

test.each([
  ['less', 'pages/a/a.less', '.a {\n  top: @none;\n}', 'error pages/a/a.less:2:8 variable @none is undefined'],
  ['less', 'pages/a/a.less', `\n@import './gone.less';`, `error pages/a/a.less:2:1 @import "./gone.less" does not exist`],
  ['sass', 'pages/a/a.scss', '.a {\n  top: $none;\n}', 'error pages/a/a.scss:2:8 Undefined variable.'],
  ['sass', 'pages/a/a.scss', `\n@use './gone';`, `error pages/a/a.scss:2:1 Can't find stylesheet to import.`],
])('what %s cannot compile refuses the page, with file, line and words', async (plugin, file, source, words) => {
  const build = await buildOf({ 'app.json': { pages: ['pages/a/a', 'b'] }, 'b.js': 'Page({})', 'b.wxml': '', [file]: source }, [plugin])
  expect(build.words).toEqual([words])
  expect(build.failed).toBe(false)
  expect([build.manifest.components['pages/a/a']?.faults, build.manifest.components['b']?.faults]).toEqual([[words], []])
})

test('a fault in a file that is taken in names that file', async () => {
  const less = await buildOf({ 'pages/a/a.less': `@import '../../sub/b.less';`, 'sub/b.less': '\n.b { top: @none }' }, ['less'])
  const sass = await buildOf({ 'pages/a/a.scss': `@use '../../sub/b';`, 'sub/b.scss': '\n.b { top: $none }' }, ['sass'])
  expect([less.words, sass.words]).toEqual([['error sub/b.less:2:11 variable @none is undefined'], ['error sub/b.scss:2:11 Undefined variable.']])
})
