import { SourceMap, type SourceMapPayload } from 'node:module'
import { buildOf, componentFiles, removeBuilt } from './miniprogram.fixture'

afterAll(removeBuilt)

test('the smallest mini-program builds without a word', async () => {
  const build = await buildOf({})
  expect(build.words).toEqual([])
  expect(build.manifest).toMatchObject({ appid: 'wx1', name: '测试', pages: ['pages/a/a'] })
})

test('the script names its source map, which leads to the lines that somebody wrote', async () => {
  const { script, sourceMap } = await buildOf({ 'pages/a/a.ts': `interface Data { n: number }\n\nPage<Data>({ data: { n: 1 } })` })
  expect(script).toMatch(/\n\/\/# sourceMappingURL=app\.js\.map\n$/)
  const map = new SourceMap(JSON.parse(sourceMap) as SourceMapPayload)
  const line = script.split('\n').findIndex((text) => text.includes('Page({'))
  expect(map.findEntry(line, script.split('\n')[line]?.indexOf('Page(') ?? 0)).toMatchObject({ originalSource: 'pages/a/a.ts', originalLine: 2 })
})

describe('app.json', () => {
  test('pages of subpackages come after the others, in either spelling', async () => {
    const page = (path: string) => ({ [`${path}.js`]: 'Page({})', [`${path}.wxml`]: '' })
    const { manifest } = await buildOf({
      'app.json': {
        pages: ['pages/a/a'],
        subPackages: [{ root: 'one', pages: ['b'] }],
        subpackages: [{ root: 'two/', pages: ['c'] }],
      },
      ...page('one/b'),
      ...page('two/c'),
    })
    expect(manifest.pages).toEqual(['pages/a/a', 'one/b', 'two/c'])
  })

  test('entryPagePath comes first', async () => {
    const app = { pages: ['pages/a/a', 'b'], entryPagePath: 'b.html' }
    const { manifest } = await buildOf({ 'app.json': app, 'b.js': 'Page({})', 'b.wxml': '' })
    expect(manifest.pages).toEqual(['b', 'pages/a/a'])
  })

  test.each([
    ['{ "pages": [', /^error app\.json.* is not valid JSON: /],
    ['[]', /^error app\.json must hold a JSON object, \{…\}$/],
    ['{ "pages": [] }', /^error app\.json "pages" must name at least one page$/],
  ])('%j is refused', async (text, words) => {
    const build = await buildOf({ 'app.json': text })
    expect(build.words).toContainEqual(expect.stringMatching(words))
    expect(build).toMatchObject({ failed: true, script: '' })
  })

  test.each([
    ['{\n "pages": ["pages/a/a",\n "pages/b/b"] }', /^error app\.json:3 page "pages\/b\/b": pages\/b\/b\.wxml does not exist$/],
    ['{ "pages": ["pages/a/a"], "tabBar": { "list": [{ "pagePath": "b" }] } }', /^error app\.json:1 tabBar: "b" is not in "pages"$/],
    ['{ "pages": ["pages/a/a"], "themeLocation": "t.json" }', /^error app\.json themeLocation: t\.json does not exist$/],
  ])('%j is told, and the page that is there is built', async (text, words) => {
    const build = await buildOf({ 'app.json': text })
    expect(build.words).toContainEqual(expect.stringMatching(words))
    expect(build.failed).toBe(false)
    expect(build.manifest.components['pages/a/a']?.faults).toEqual([])
  })

  test('what is no list counts as an empty one', async () => {
    const app = { pages: ['pages/a/a'], subpackages: [{ root: 'one' }], tabBar: { color: '#000' }, subPackages: {} }
    const build = await buildOf({ 'app.json': app })
    expect(build.words).toEqual([])
    expect(build.manifest).toMatchObject({ pages: ['pages/a/a'], app: { tabBar: { list: [] } } })
  })

  test('a custom tab bar is built though no page names it', async () => {
    const app = { pages: ['pages/a/a'], tabBar: { custom: true, list: [{ pagePath: 'pages/a/a', text: '首页' }] } }
    const { words, manifest } = await buildOf({ 'app.json': app, ...componentFiles('custom-tab-bar/index') })
    expect(words).toEqual([])
    expect(Object.keys(manifest.components)).toEqual(['pages/a/a', 'custom-tab-bar/index'])
  })

  test('what the local cloud does without is told, and the rest is built', async () => {
    const app = { pages: ['pages/a/a'], plugins: {}, tabBar: { custom: true, list: [] } }
    const build = await buildOf({ 'app.json': app })
    expect(build.words).toEqual([
      'warning app.json:5 plugins are not available in the local cloud',
      'warning app.json:7 custom-tab-bar/index.wxml does not exist: the standard tab bar is drawn',
    ])
    expect(build.failed).toBe(false)
  })

  test('a page without a script is refused', async () => {
    const build = await buildOf({ 'app.json': { pages: ['b'] }, 'b.wxml': '' })
    expect(build.words).toEqual(['error b.json b.ts or b.js does not exist'])
  })
})

describe('usingComponents', () => {
  const using = async (reference: string, files: object, page: object = {}) => {
    const build = await buildOf({ 'pages/a/a.wxml': '<x />', ...files, 'pages/a/a.json': { usingComponents: { x: reference }, ...page } })
    return { build, path: build.manifest.components['pages/a/a']?.json.usingComponents.x }
  }

  test.each([
    ['/parts/x/x', '/parts/x/x'],
    ['../../parts/x/x', '/parts/x/x'],
    ['../../parts/x', '/parts/x/x', 'parts/x/index'],
    ['parts/x/x', '/parts/x/x'],
  ])('%s is found', async (reference, expected, file = 'parts/x/x') => {
    const { path } = await using(reference, componentFiles(file))
    expect(path).toBe(file === 'parts/x/x' ? expected : '/parts/x/index')
  })

  test('an npm name is found in the nearest miniprogram_npm', async () => {
    const near = await using('kit/x', { ...componentFiles('miniprogram_npm/kit/x'), ...componentFiles('pages/miniprogram_npm/kit/x') })
    expect(near.path).toBe('/pages/miniprogram_npm/kit/x')
  })

  test.each([
    ['kit/x', 'kit/dist', { miniprogram: 'dist' }],
    ['kit/x', 'kit/miniprogram_dist', {}],
    ['@scope/kit/x', '@scope/kit/dist', { miniprogram: 'dist' }],
  ])('%s is found in node_modules/%s without being built', async (reference, folder, manifest) => {
    const name = reference.slice(0, -2)
    const { build, path } = await using(reference, {
      ...componentFiles(`../node_modules/${folder}/x`),
      [`../node_modules/${folder}/x.js`]: `import { word } from './word'; Component({ data: { word } })`,
      [`../node_modules/${folder}/word.js`]: `export const word = 'from the package'`,
      [`../node_modules/${name}/package.json`]: manifest,
    })
    expect(build.words).toEqual([])
    expect(path).toBe(`/miniprogram_npm/${name}/x`)
    expect(build.script).toContain('from the package')
  })

  test('useExtendedLib leads to the components and the styles of WeUI, wherever its package lies', async () => {
    const build = await buildOf({
      'app.json': { pages: ['pages/a/a'], useExtendedLib: { weui: true } },
      'pages/a/a.json': { usingComponents: { 'mp-cell': '/weui-miniprogram/cell/cell', 'mp-icon': 'weui-miniprogram/icon/icon' } },
      'pages/a/a.wxml': '<mp-cell /><mp-icon />',
      '../node_modules/weui-miniprogram/package.json': { miniprogram: 'miniprogram_dist' },
      '../node_modules/weui-miniprogram/miniprogram_dist/weui-wxss/dist/style/weui.wxss': '.weui-cell{color:red}',
      ...componentFiles('../node_modules/weui-miniprogram/miniprogram_dist/cell/cell'),
      ...componentFiles('../node_modules/weui-miniprogram/miniprogram_dist/icon/icon'),
    })
    expect(build.words).toEqual([])
    expect(build.manifest.components['pages/a/a']?.uses).toEqual(['miniprogram_npm/weui-miniprogram/cell/cell', 'miniprogram_npm/weui-miniprogram/icon/icon'])
    expect(build.styles.app).toContain('.weui-cell')
  })

  test('components of components are followed, those of app.json are everywhere, and generics have defaults', async () => {
    const { manifest } = await buildOf({
      'app.json': { pages: ['pages/a/a'], usingComponents: { all: 'c/all' } },
      'pages/a/a.json': { usingComponents: { one: '/c/one' } },
      ...componentFiles('c/all'),
      ...componentFiles('c/one', '<view />', { usingComponents: { two: './two' } }),
      ...componentFiles('c/two', '<view />', { componentGenerics: { row: { default: './row' }, other: true } }),
      ...componentFiles('c/row'),
    })
    expect(Object.keys(manifest.components).sort()).toEqual(['c/all', 'c/one', 'c/row', 'c/two', 'pages/a/a'])
    expect(manifest.components['c/one']?.json.usingComponents).toEqual({ all: '/c/all', two: '/c/two' })
    expect(manifest.components['c/two']?.json.componentGenerics).toEqual({ row: { default: '/c/row' }, other: true })
  })

  test.each([
    ['./no', /^error pages\/a\/a\.json:3 component "\.\/no" does not exist \(looked for pages\/a\/no\)$/],
    ['kit/no', /^error pages\/a\/a\.json:3 component "kit\/no" does not exist .*miniprogram_npm\/kit\/no\)$/],
    ['plugin://p/x', /^error pages\/a\/a\.json:3 "plugin:\/\/p\/x": plugins are not available in the local cloud$/],
  ])('%s is refused with its line', async (reference, words) => {
    const { build } = await using(reference, {})
    expect(build.words).toEqual([expect.stringMatching(words)])
    expect(build.manifest.components['pages/a/a']?.faults).toEqual(build.words)
  })

  test('one that is declared and never drawn keeps nothing from being drawn', async () => {
    const { build } = await using('./no', { 'pages/a/a.wxml': '<view />' })
    expect(build.words).toEqual([expect.stringMatching(/^warning pages\/a\/a\.json:3 component "\.\/no" does not exist/)])
    expect(build.manifest.components['pages/a/a']?.faults).toEqual([])
  })

  test('letter case that only works on a Mac and on Windows is told', async () => {
    const { build } = await using('/Parts/Card', componentFiles('parts/card'))
    expect(build.words).toEqual(['error pages/a/a.json:3 component "/Parts/Card" is called parts/card: letter case counts on a phone'])
  })
})

describe('scripts', () => {
  test('TypeScript, CommonJS, absolute and package imports are bundled', async () => {
    const { words, script } = await buildOf({
      'pages/a/a.js': '',
      'pages/a/a.ts': `import { a } from './near'; import b from '/far'; import kit from 'kit'; Page<{}>({ data: { a, b, kit } as const })`,
      'pages/a/near.ts': `export const a: string = 'near'`,
      'far.js': `module.exports = 'far'`,
      'miniprogram_npm/kit/index.js': `module.exports = 'built kit'`,
    })
    expect(words).toEqual([])
    for (const word of ['near', 'far', 'built kit']) expect(script).toMatch(new RegExp(`["']${word}["']`))
  })

  test('an alias of app.json leads to modules and components', async () => {
    const { words, script } = await buildOf({
      'app.json': { pages: ['pages/a/a'], resolveAlias: { '~/*': '/*', '@parts/*': 'lib/parts/*' } },
      'pages/a/a.js': `import far from '~/far'; import near from '@parts/near'; Page({ data: { far, near } })`,
      'pages/a/a.json': { usingComponents: { x: '@parts/x' } },
      'pages/a/a.wxml': '<x />',
      'far.js': `export default 'far'`,
      'lib/parts/near.js': `export default 'near'`,
      ...componentFiles('lib/parts/x'),
    })
    expect(words).toEqual([])
    for (const word of ['far', 'near']) expect(script).toContain(`"${word}"`)
  })

  test.each([
    ['const = 1', 'error pages/a/a.js:2:7 Expected identifier but found "="'],
    [`require('./nothing')`, 'error pages/a/a.js:2 module "./nothing" does not exist'],
    [`import kit from 'kit'; kit()`, 'error pages/a/a.js:2 module "kit" does not exist, neither here nor as a package: install the packages of package.json (npm install, or --install)'],
    [`require('./Near')`, 'error pages/a/a.js:2 module "./Near" is called pages/a/near.js: letter case counts on a phone'],
    [`import { gone } from './near'; gone()`, 'error pages/a/a.js:2 "./near" (pages/a/near.js) exports no "gone"'],
    [`const fixed = 1; fixed = 2`, 'error pages/a/a.js:2:18 This assignment will throw because "fixed" is a constant'],
  ])('%s is told with its line, and nothing else is lost', async (source, words) => {
    const page = { 'pages/b/b.js': `Page({ data: { word: 'still here' } })`, 'pages/b/b.wxml': '' }
    const near = { 'pages/a/near.js': `export const there = 1` }
    const build = await buildOf({ 'app.json': { pages: ['pages/a/a', 'pages/b/b'] }, 'pages/a/a.js': `\n${source}`, ...page, ...near })
    expect(build.words).toEqual([words])
    expect(build.failed).toBe(false)
    expect(build.script).toContain('still here')
    expect(build.script).toContain(words)
  })

  test('an app whose own script is none is refused as a whole', async () => {
    const build = await buildOf({ 'app.js': 'App({' })
    expect(build.words).toEqual([expect.stringMatching(/^error app\.js:1:6 /)])
    expect(build.failed).toBe(true)
  })

  test('a path put together at run time is left to run time, and what is no script is told', async () => {
    const { words } = await buildOf({
      'pages/a/a.js': "const name = 'x'; try { require('./gone/' + name) } catch {} Page({})",
      'pages/b/b.js': `Page({ data: { icon: require('/icon.png') } })`,
      'pages/b/b.wxml': '',
      'icon.png': '',
      'app.json': { pages: ['pages/a/a', 'pages/b/b'] },
    })
    expect(words).toEqual(['error pages/b/b.js:1 module "/icon.png" is no script'])
  })

  test('a path put together at run time finds the scripts of its folder', async () => {
    const { words, script } = await buildOf({
      'pages/a/a.js': 'Page({ data: { found: ["sub", "deep/one.js", "deep"].map((name) => require(`./parts/${name}`)) } })',
      'pages/a/parts/sub.js': `module.exports = 'sub'`,
      'pages/a/parts/deep/one.js': `module.exports = 'one'`,
      'pages/a/parts/deep/index.js': `module.exports = 'index'`,
    })
    expect(words).toEqual([])
    let found: unknown
    const hooks = { prepare: () => undefined, script: (_: string, load: () => void) => load(), load: (load: () => void) => load(), launch: () => undefined, start: () => undefined, enter: () => undefined, leave: () => undefined }
    const Page = ({ data }: { data: { found: unknown } }) => (found = data.found)
    new Function('__miniProgram', 'Page', 'App', script)(hooks, Page, () => undefined)
    expect(found).toEqual(['sub', 'one', 'index'])
  })

  test('a name that is imported and never used, or may be exported by anything, is no error', async () => {
    const { words } = await buildOf({
      'pages/a/a.js': `import { gone } from './near'; import { any } from './old'; import { two } from './both'; Page({ data: { any, two } })`,
      'pages/a/near.js': 'export const there = 1',
      'pages/a/old.js': 'module.exports = { any: 1 }',
      'pages/a/both.js': `export * from './old'`,
    })
    expect(words).toEqual([])
  })
})
