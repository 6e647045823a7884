import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { loadProject } from '../../emulator/project/load-project'
import { templatePayloads, templatesOf } from '../template-payloads'
import { type Files, folderOf, payloadFiles, SHAPES, shopOf } from './fixtures'

/** With something under way that nobody began. */
function hostile(path: string): string {
  const empty = { about: '', version: '1.0.0', choices: { folder: 'x' }, files: {}, merged: {}, blocks: {}, folders: [] }
  return JSON.stringify({ ...empty, pending: { steps: [{ path, staged: '0', was: null, is: 'x' }], folders: [], next: null } })
}

const PLAIN = SHAPES['plain JavaScript'] ?? {}

describe.each(Object.entries(SHAPES))('a project with %s', (_name, files) => {
  it('takes all of it, keeps what it has, and is read by the local cloud', async () => {
    const shop = shopOf(files)
    const { code, complained } = await shop.add()
    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    const project = loadProject(shop.dir)
    expect(project.functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['dispatch', 'events', 'push', 'subscribe']))
    expect(project.functions.find(({ name }) => name === 'push')).toMatchObject({ timeoutSeconds: 20, variables: { COLLECTION_PREFIX: 'sm_', MINIPROGRAM_PAGES: '*', OPERATOR_KEY: expect.stringMatching(/.{16}/) as string } })
    expect(project.pages).toEqual(expect.arrayContaining(['pages/index/index', 'subscribe-message/pages/subscribe/subscribe', 'subscribe-message/admin/overview/overview']))
    expect(Object.keys(project.collections)).toEqual(expect.arrayContaining(['sm_templates', 'sm_messages']))
    expect(project.functionRules).toMatchObject({ dispatch: { invoke: false }, subscribe: { invoke: 'auth != null' } })
    expect(project.seed).toBeDefined()
    for (const path of Object.keys(files)) expect(shop.snapshot()[path]).toBeDefined()
  })

  it('is not touched by a second time, not even its times', async () => {
    const shop = shopOf(files)
    await shop.add()
    const before = shop.snapshot()
    const times = Object.keys(before).map((path) => statSync(join(shop.dir, path)).mtimeMs)
    const { code, said } = await shop.add()
    expect({ code, last: said.split('\n').at(-1) }).toEqual({ code: 0, last: '没有要改的。' })
    expect(shop.snapshot()).toEqual(before)
    expect(Object.keys(before).map((path) => statSync(join(shop.dir, path)).mtimeMs)).toEqual(times)
  })

  it('is to the byte what it was, when all is taken out again', async () => {
    const shop = shopOf(files)
    const before = shop.snapshot()
    await shop.add('--folder', 'messages', '--function-prefix', 'sm-', '--collection-prefix', 'xx_')
    expect((await shop.remove()).code).toBe(0)
    expect(shop.snapshot()).toEqual(before)
  })
})

describe('under git', () => {
  it('add and remove leave a clean diff, though they worked on the same files meanwhile', async () => {
    const shop = shopOf({ ...SHAPES['TypeScript'], 'miniprogram/app.json': '{\n  "pages": ["pages/index/index"]\n}\n' })
    const git = (...args: string[]): string => spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: shop.dir, encoding: 'utf8' }).stdout
    git('init', '-q')
    git('add', '-A')
    git('commit', '-qm', 'shop')
    await shop.add('--notify-in', 'order')
    expect(shop.json('cloudfunctions/order/config.json')).toEqual({ permissions: { openapi: ['wxacode.get', 'subscribeMessage.send'] } })
    expect(shop.read('cloudfunctions/order/subscribe-messages.d.ts')).toContain('version')

    shop.write('miniprogram/app.json', shop.read('miniprogram/app.json').replace('"pages/index/index"]', '"pages/index/index", "pages/cart/cart"]'))
    shop.write('package.json', shop.read('package.json').replace('"eslint ."', '"eslint src"'))
    await shop.remove()
    expect(git('diff', '--stat', '--name-only').trim().split('\n').sort()).toEqual(['miniprogram/app.json', 'package.json'])
    expect(git('diff', '-U0')).toMatch(/\+ {2}"pages": \["pages\/index\/index", "pages\/cart\/cart"\]/)
    expect(git('status', '--porcelain', '-uall').split('\n').filter((line) => line.startsWith('??'))).toEqual([])
  })
})

describe('before anything is written', () => {
  it('the plan is shown: files, sizes, merged lines, what is left to do', async () => {
    const shop = shopOf(PLAIN)
    const before = shop.snapshot()
    const { code, said } = await shop.add('--dry-run')
    expect(code).toBe(0)
    expect(said).toMatch(/新增 {2}miniprogram\/subscribe-message\/admin\/ {2}4 个文件，/)
    expect(said).toMatch(/新增 {2}cloudfunctions\/push\/ {2}2 个文件/)
    expect(said).toMatch(/合并 {2}miniprogram\/app\.json\n +\+ subPackages ← \{"root":"subscribe-message\/pages"/)
    expect(said).toMatch(/大小 {2}主包 增加 .* KB，分包 subscribe-message\/admin 增加/)
    expect(said).toMatch(/集合 {2}sm_templates、sm_messages/)
    expect(said).toMatch(/只是计划，什么也没有写。$/)
    expect(shop.snapshot()).toEqual(before)
  })

  it.each([['n', 1], ['', 1], ['y', 0]])('the answer «%s» ends with %i', async (answer, code) => {
    const shop = shopOf(PLAIN, undefined, { ask: async () => answer })
    const before = shop.snapshot()
    expect((await shop.bare('add', '.')).code).toBe(code)
    expect(JSON.stringify(shop.snapshot()) === JSON.stringify(before)).toBe(code === 1)
  })

  it('without a terminal nothing is done', async () => {
    const shop = shopOf(PLAIN)
    const before = shop.snapshot()
    const { code, complained } = await shop.bare('add', '.')
    expect({ code, complained }).toEqual({ code: 1, complained: '什么也没有写。\n没有终端可以确认：看过计划后加上 --yes 再运行。' })
    expect(shop.snapshot()).toEqual(before)
  })
})

describe('nothing of theirs is overwritten:', () => {
  const cases: [string, Files, RegExp, string[]][] = [
    ['a function of the same name', { 'cloudfunctions/push/index.js': '1' }, /已经有你们自己的 cloudfunctions\/push\/：加上 --function-prefix sm-/, ['--function-prefix', 'sm-']],
    ['a function that only cloudbaserc.json names', { 'cloudbaserc.json': '{"envId":"e","functions":[{"name":"events"}]}' }, /cloudbaserc\.json 里已经有你们自己的 functions → name "events"：加上 --function-prefix sm-/, ['--function-prefix', 'sm-']],
    ['a folder of the same name', { 'miniprogram/subscribe-message/a.js': '1' }, /已经有你们自己的 miniprogram\/subscribe-message\/：加上 --folder 另一个名字/, ['--folder', 'messages']],
    ['a subpackage of the same name', { 'miniprogram/app.json': '{"pages":["a/a"],"subPackages":[{"root":"subscribe-message/pages","pages":["x/x"]}]}' }, /subPackages → root "subscribe-message\/pages"：加上 --folder/, ['--folder', 'messages']],
    ['a file beside', { 'subscribe-message.seed.cjs': '1' }, /已经有你们自己的文件 subscribe-message\.seed\.cjs：加上 --folder/, ['--folder', 'messages']],
    ['a collection of the same name', { 'package.json': '{"emulator":{"environment":"e.json"}}', 'e.json': '{"collections":{"sm_messages":{"acl":"PRIVATE"}}}' }, /e\.json 里已经有你们自己的 collections → sm_messages：加上 --collection-prefix/, ['--collection-prefix', 'xx_']],
  ]
  it.each(cases)('%s', async (_what, files, words, option) => {
    const shop = shopOf({ ...PLAIN, ...files })
    const before = shop.snapshot()
    const { code, complained } = await shop.add()
    expect(code).toBe(1)
    expect(complained).toMatch(words)
    expect(shop.snapshot()).toEqual(before)
    expect((await shop.add(...option)).code).toBe(0)
    for (const path of Object.keys(files)) if (!path.endsWith('.json')) expect(shop.snapshot()[path]).toBe(before[path])
    await shop.remove()
    expect(shop.snapshot()).toEqual(before)
  })

  it('with other names, all that names them says so', async () => {
    const shop = shopOf(PLAIN)
    await shop.add('--folder', 'messages', '--function-prefix', 'sm-', '--collection-prefix', 'xx_')
    expect(shop.read('miniprogram/messages/services/installed.js')).toMatch(/"folder": "messages"[^]*"push": "sm-push"/)
    expect(shop.read('miniprogram/messages/pages/subscribe/subscribe.wxml')).toContain('/messages/base.wxml')
    expect(shop.json('cloudfunctions/sm-push/package.json')).toMatchObject({ name: 'sm-push' })
    expect(shop.read('messages.seed.cjs')).toContain("call('sm-push'")
    expect(shop.json('messages.templates.json')).toMatchObject([{ page: 'messages/pages/message/message?id={{id}}' }])
    expect(loadProject(shop.dir).messagePush.map((route) => route.function)).toEqual(['sm-events', 'sm-events'])
  })
})

describe('what cannot be read is told with the next step, and nothing is written:', () => {
  const cases: [string, Files, RegExp][] = [
    ['no project.config.json', { 'app.json': '{}' }, /没有 project\.config\.json/],
    ['no app.json', { 'project.config.json': '{"miniprogramRoot":"dist/"}' }, /没有 dist\/app\.json。.*Taro/],
    ['a root that nobody names', { 'project.config.json': '{"compileType":"miniprogram"}', 'miniprogram/app.json': '{"pages":["a/a"]}' }, /请写上 "miniprogramRoot": "miniprogram\/"/],
    ['comments in app.json', { ...PLAIN, 'miniprogram/app.json': '{\n  // pages\n  "pages": []\n}' }, /miniprogram\/app\.json 不是 JSON/],
    ['a broken package.json', { ...PLAIN, 'package.json': '{"name": ' }, /package\.json 不是 JSON/],
    ['subPackages of another kind', { ...PLAIN, 'miniprogram/app.json': '{"pages":["a/a"],"subPackages":{}}' }, /subPackages 不是预期的样子/],
    ['a game', { 'project.config.json': '{"compileType":"game"}' }, /compileType/],
    ['a folder outside', { 'project.config.json': '{"miniprogramRoot":"../other"}' }, /在项目文件夹外面/],
    ['a manifest that leads out of the project', { ...PLAIN, 'subscribe-message.json': hostile('../outside.js') }, /subscribe-message\.json 读不懂/],
    ['a manifest that leads to what git runs', { ...PLAIN, 'subscribe-message.json': hostile('.git/hooks/post-checkout') }, /subscribe-message\.json 读不懂/],
    ['a manifest of somebody else', { ...PLAIN, 'subscribe-message.json': '{}' }, /subscribe-message\.json 读不懂/],
  ]
  it.each(cases)('%s', async (_what, files, words) => {
    const shop = shopOf(files)
    const before = shop.snapshot()
    const { code, complained } = await shop.add()
    expect(code).toBe(1)
    expect(complained).toMatch(words)
    expect(shop.snapshot()).toEqual(before)
  })

  it.each([
    [['--wrong'], /看不懂的参数/],
    [['--only', 'nothing'], /没有这个部分：nothing[^]*button {2}按钮/],
    [['--only', 'button', '--without', 'admin'], /只能写一个/],
    [['--without', 'button'], /去掉button以后什么也不剩/],
    [['--folder', '../x'], /--folder 要是一个文件夹名/],
    [['--notify-in', 'nobody'], /--notify-in 要写你们自己的云函数，没有：nobody。.*order/],
  ])('the options %j', async (args, words) => {
    const { code, complained } = await shopOf(PLAIN).add(...args)
    expect(code).toBe(1)
    expect(complained).toMatch(words)
  })

  it('a file that is a link is told, and what it leads to is left alone', async () => {
    const shop = shopOf(PLAIN)
    const elsewhere = folderOf({ 'package.json': '{}' })
    symlinkSync(join(elsewhere, 'package.json'), join(shop.dir, 'package.json'))
    expect((await shop.add()).complained).toMatch(/package\.json 是个链接/)
    expect(readFileSync(join(elsewhere, 'package.json'), 'utf8')).toBe('{}')
  })

  it('a cloudbaserc.js is told of and left alone', async () => {
    const shop = shopOf({ ...PLAIN, 'cloudbaserc.js': 'module.exports = {}\n' })
    const { code, said } = await shop.add()
    expect(code).toBe(0)
    expect(said).toMatch(/cloudbaserc\.js 不是 JSON 文件，没有动它/)
    expect(shop.snapshot()['cloudbaserc.json']).toBeUndefined()
  })
})

describe('parts', () => {
  it('can be left out, and come and go later', async () => {
    const shop = shopOf(PLAIN)
    const before = shop.snapshot()
    await shop.add('--only', 'audit')
    expect(shop.json('miniprogram/app.json')).toMatchObject({ subPackages: [{ root: 'subscribe-message/admin', pages: ['overview/overview', 'audit/audit'] }] })
    expect(shop.json<{ page: string }[]>('subscribe-message.templates.json')[0]?.page).toBe('pages/index/index')

    await shop.add('--without', 'admin')
    expect(shop.json('miniprogram/app.json')).toMatchObject({ subPackages: [{ root: 'subscribe-message/pages', pages: ['subscribe/subscribe', 'message/message'] }] })
    expect(Object.keys(shop.snapshot()).filter((path) => path.includes('/admin/'))).toEqual([])
    expect((await shop.add()).said).toMatch(/没有要改的。$/)

    await shop.add('--all')
    expect(loadProject(shop.dir).pages).toContain('subscribe-message/admin/audit/audit')
    await shop.remove()
    expect(shop.snapshot()).toEqual(before)
  })

  it('of an app that turns dark turn dark with it', async () => {
    const shop = shopOf(SHAPES['packages in miniprogram_npm, dark'] ?? {})
    await shop.add()
    expect(shop.read('miniprogram/subscribe-message/dark.wxss')).toContain('dark too')
  })
})

describe('templates of theirs', () => {
  it('are what npm run templates prints for that project', async () => {
    const shop = shopOf(PLAIN)
    await shop.add('--folder', 'messages')
    shop.write('messages.templates.json', shop.read('messages.templates.json').replace('发货提醒', '订单发货提醒'))
    const { payloads, missing } = templatePayloads(templatesOf(shop.dir), { OPERATOR_KEY: 'key', TEMPLATE_ID_ORDER_SHIPPED: 'id-1' })
    expect({ payloads, missing }).toMatchObject({ payloads: [{ action: 'saveTemplate', title: '订单发货提醒', templateId: 'id-1', page: 'messages/pages/message/message?id={{id}}' }], missing: [] })
  })

  it('are asked for in words where nothing was put in', () => {
    expect(() => templatesOf(folderOf(PLAIN))).toThrow(/没有 subscribe-message\.json：先用 npm run add 装进去/)
  })
})

describe('help', () => {
  it.each([[[]], [['add']], [['add', '--help']], [['--help']]])('is given for %j', async (args: string[]) => {
    const { code, said } = await shopOf(PLAIN).bare(...args)
    expect(code).toBe(0)
    expect(said).toContain('--collection-prefix')
  })
})

describe('a project that has none', () => {
  it('is told so by remove', async () => {
    expect(await shopOf(PLAIN).remove()).toMatchObject({ code: 0, said: '. 里没有 subscribe-message.json：没有装过，或者已经取出来了。' })
  })

  it('cannot be this one', async () => {
    const own = join(__dirname, '../..')
    const { code, complained } = await shopOf(PLAIN, folderOf(payloadFiles('1.0.0'))).bare('add', own, '--yes')
    expect(code).toBe(1)
    expect(complained).toMatch(/就是这个项目自己/)
  })
})
