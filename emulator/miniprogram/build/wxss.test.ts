import { toCssLengths } from '../css-lengths'
import { buildOf, componentFiles, removeBuilt } from './miniprogram.fixture'
import { toDomSelector } from './selectors'
import { styleIsolationOf } from './style-scopes'

afterAll(removeBuilt)

test.each([
  ['10rpx -2.5rpx', 'calc(var(--rpx) * 10) calc(var(--rpx) * -2.5)'],
  ['calc(100vh - .5rpx)', 'calc(100cqh - calc(var(--rpx) * .5))'],
  ['calc(1.5rem - 1rem)', 'calc(calc(var(--mp-rem) * 1.5) - calc(var(--mp-rem) * 1))'],
  ['50vw 1vmin 2vmax', '50cqw 1cqmin 2cqmax'],
  ['url(data:image/png;base64,10rpx) "5rpx"', 'url(data:image/png;base64,10rpx) "5rpx"'],
  ['calc(env(safe-area-inset-bottom) + constant(safe-area-inset-top, 0px))', 'calc(var(--mp-safe-bottom) + var(--mp-safe-top))'],
  ['10px', '10px'],
])('the length %s becomes %s', (length, expected) => {
  expect(toCssLengths(length)).toBe(expected)
})

test.each([
  ['page view.a > my-part', '', 'wx-page wx-view.a > my-part'],
  ['.a.b::after', 'c1', '.c1--a.c1--b::after'],
  ['#top', '', '[id$="--top"]'],
  [':host .a', 'c1', '[wx-host="c1"] .c1--a'],
  ['view:nth-child(2), text[hidden]', '', 'wx-view:nth-child(2), wx-text[hidden]'],
])('the selector %s in scope «%s» becomes %s', (selector, scope, expected) => {
  expect(toDomSelector(selector, scope)).toBe(expected)
})

test.each([
  [{ isPage: true, json: { usingComponents: {} } }, 'shared'],
  [{ isPage: false, json: { usingComponents: {} } }, 'isolated'],
  [{ isPage: false, json: { usingComponents: {}, addGlobalClass: true } }, 'apply-shared'],
  [{ isPage: false, json: { usingComponents: {}, styleIsolation: 'shared' } }, 'shared'],
])('%j is %s', (component, expected) => {
  expect(styleIsolationOf(component)).toBe(expected)
})

test('each component has a scope of its own, pages and shared components have none', async () => {
  const { styles, manifest } = await buildOf({
    'pages/a/a.json': { usingComponents: { own: '/c/own', open: '/c/open' } },
    'pages/a/a.wxss': '.a { width: 1rpx }',
    'app.wxss': '.app { color: red }',
    ...componentFiles('c/own'),
    ...componentFiles('c/open', '<view />', { styleIsolation: 'shared' }),
    'c/own.wxss': '.x { color: blue }',
    'c/open.wxss': '.x { color: green }',
  })
  const scope = manifest.components['c/own']?.styleScope
  expect(scope).toMatch(/^c\w+$/)
  expect(styles.pages['pages/a/a']).toBe('.a { width: calc(var(--rpx) * 1) }')
  expect(styles.app).toBe('.app { color: red }')
  expect(styles.components).toContain(`.${scope}--x { color: blue }`)
  expect(styles.components).toContain('\n.x { color: green }')
})

test('imports are taken in, from the file, the root and a package, and only once', async () => {
  const { words, styles } = await buildOf({
    'app.wxss': '@import "./one"; @import url("/one.wxss"); @import "kit/two.wxss"; .z { top: 0 }',
    'one.wxss': '.one { top: 1px }',
    'miniprogram_npm/kit/two.wxss': '@import "/one.wxss"; .two { top: 2px }',
  })
  expect(words).toEqual([])
  expect(styles.app.replace(/\s+/g, ' ')).toBe('.one { top: 1px } .two { top: 2px } .z { top: 0 }')
})

test('rpx in a media query is half a pixel, and steps of an animation are no selectors', async () => {
  const media = '@media (min-width: 600rpx) { .a { top: 0 } }'
  const steps = '@keyframes k { from { top: 1rpx } 50% { top: 0 } }'
  const { styles } = await buildOf({ 'app.wxss': `${media} ${steps}` })
  expect(styles.app).toBe(`${media.replace('600rpx', '300px')} ${steps.replace('1rpx', 'calc(var(--rpx) * 1)')}`)
})

test.each([
  ['\n@import "./no";', 'error app.wxss:2 @import "./no" does not exist'],
  ['.a { top: 0', 'error app.wxss:1:1 Unclosed block'],
  [
    '@font-face { font-family: t; src: url("https://cdn.example/t.woff") }',
    'warning app.wxss:1 a font from another site is not loaded in the local cloud; use local images for icons',
  ],
])('%j says so', async (css, words) => {
  expect((await buildOf({ 'app.wxss': css })).words).toEqual([words])
})
