// Projects of several shapes, and a payload small enough to be held in the head, for the tests here.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run, type World } from './add'
import { type Disk } from './write'

export type Files = Record<string, string>

const FUNCTIONS = ['subscribe', 'push', 'dispatch', 'events']

/** @param version  stands in every file, so that another version is another content */
export function payloadFiles(version: string, more: Files = {}): Files {
  const page = (path: string): Files => ({ [`miniprogram/${path}.js`]: `// ${version}\nPage({})\n`, [`miniprogram/${path}.wxml`]: '<import src="/subscribe-message/base.wxml" />\n' })
  const files: Files = {
    'miniprogram/base.wxss': `/* ${version} */\n`,
    'miniprogram/dark.wxss': '/* light only */\n',
    'darkmode/dark.wxss': '/* dark too */\n',
    'miniprogram/components/button/button.js': 'Component({})\n',
    'miniprogram/services/consent.js': `exports.version = '${version}'\n`,
    'miniprogram/services/consent.d.ts': 'export const version: string\n',
    ...page('pages/subscribe/subscribe'),
    ...page('pages/message/message'),
    ...page('admin/overview/overview'),
    ...page('admin/audit/audit'),
    ...Object.fromEntries(FUNCTIONS.flatMap((name) => [[`functions/${name}/index.js`, `exports.main = async () => ({ ok: true, version: '${version}' })\n`], [`functions/${name}/package.json`, `{\n  "name": "${name}",\n  "main": "index.js"\n}\n`]])),
    'module/subscribe-messages.js': `exports.version = '${version}'\n`,
    'module/subscribe-messages.d.ts': 'export const version: string\n',
    'environment.json': JSON.stringify({
      collectionPrefix: { variable: 'COLLECTION_PREFIX', default: 'sm_' },
      collections: { templates: { acl: 'ADMINONLY', indexes: [{ name: 'templateId', keys: [['templateId', 1]] }] }, messages: { acl: 'ADMINONLY' } },
      functionRules: { '*': { invoke: 'auth != null' }, dispatch: { invoke: false }, events: { invoke: false } },
      messagePush: [{ msgType: 'event', event: 'subscribe_msg_popup_event', function: 'events' }, { msgType: 'event', event: 'subscribe_msg_sent_event', function: 'events' }],
    }),
    'templates.json': JSON.stringify([{ key: 'order-shipped', templateId: '{{env.TEMPLATE_ID_ORDER_SHIPPED}}', title: '发货提醒', type: 'one-time', content: '商品:{{thing1.DATA}}', page: 'subscribe-message/pages/message/message?id={{id}}' }]),
    ...more,
  }
  const filesOf = (...beginnings: string[]): string[] => Object.keys(files).filter((path) => beginnings.some((each) => path.startsWith(`miniprogram/${each}`)))
  const parts = {
    button: { title: '按钮', files: filesOf('components/', 'services/') },
    subscribe: { title: '提醒页', needs: ['button'], pages: ['pages/subscribe/subscribe'], files: filesOf('pages/subscribe') },
    message: { title: '消息页', needs: ['button'], pages: ['pages/message/message'], files: filesOf('pages/message') },
    admin: { title: '推送管理', needs: ['button'], pages: ['admin/overview/overview'], files: filesOf('admin/overview') },
    audit: { title: '操作记录', needs: ['admin'], pages: ['admin/audit/audit'], files: filesOf('admin/audit') },
  }
  const functions = Object.fromEntries(FUNCTIONS.map((name) => [name, Object.keys(files).filter((path) => path.startsWith(`functions/${name}/`))]))
  return { ...files, 'payload.json': JSON.stringify({ version, folder: 'subscribe-message', parts, darkmode: 'darkmode/dark.wxss', functions }) }
}

const APP = { pages: ['pages/index/index', 'pages/order/order'], window: { navigationBarTitleText: '小店' } }
const text = (value: unknown, indent: string | number = 2): string => `${JSON.stringify(value, null, indent)}\n`
const CONFIG = { miniprogramRoot: 'miniprogram/', cloudfunctionRoot: 'cloudfunctions/', appid: 'wx0123456789abcdef', setting: { es6: true } }
const PLAIN: Files = {
  'project.config.json': text(CONFIG),
  'miniprogram/app.json': text(APP),
  'miniprogram/app.js': "App({ onLaunch() { wx.cloud.init({ env: 'shop' }) } })\n",
  'cloudfunctions/order/index.js': 'exports.main = async () => 1\n',
  'cloudfunctions/order/package.json': text({ name: 'order' }),
}

/** Their projects, by what is special about each. */
export const SHAPES: Record<string, Files> = {
  'plain JavaScript': PLAIN,
  TypeScript: {
    'project.config.json': text({ ...CONFIG, miniprogramRoot: './miniprogram', setting: { useCompilerPlugins: ['typescript'] } }),
    'tsconfig.json': text({ compilerOptions: { strict: true } }),
    'package.json': text({ name: 'shop', type: 'module', scripts: { lint: 'eslint .' }, devDependencies: {} }, 4),
    'miniprogram/app.json': text(APP, 4),
    'miniprogram/app.ts': "App({ onLaunch() { wx.cloud.init() } })\n",
    'cloudfunctions/order/index.js': 'exports.main = async () => 1\n',
    'cloudfunctions/order/config.json': text({ permissions: { openapi: ['wxacode.get'] } }),
    'cloudbaserc.json': text({ envId: 'shop-1', functions: [{ name: 'order', timeout: 5 }] }),
    '.gitignore': 'node_modules\n.env.local',
    'README.md': '# 小店\n',
    '.env.example': 'TCB_ENV_ID=\nWECHAT_PAY_KEY=',
  },
  'packages in miniprogram_npm, dark': {
    'project.config.json': text({ ...CONFIG, setting: { packNpmManually: true, packNpmRelationList: [{ packageJsonPath: './package.json', miniprogramNpmDistDir: './miniprogram/' }] } }),
    'package.json': text({ dependencies: { '@vant/weapp': '1.11.7' } }),
    'miniprogram/app.json': text({ ...APP, darkmode: true, lazyCodeLoading: 'requiredComponents', usingComponents: { 'van-button': '@vant/weapp/button/index' } }),
    'miniprogram/miniprogram_npm/@vant/weapp/button/index.js': 'Component({})\n',
    'cloudfunctions/order/index.js': 'exports.main = async () => 1\n',
  },
  'a custom tab bar, subpackages in the other spelling, an independent one': {
    ...PLAIN,
    'miniprogram/app.json': `{"pages":["pages/index/index"],"tabBar":{"custom":true,"list":[]},"subpackages":[{"root":"goods","pages":["list/list"]},{ "root": "promo/", "pages": ["a/a"], "independent": true }]}`,
    'miniprogram/custom-tab-bar/index.js': 'Component({})\n',
  },
  'no functions yet, and the mini-program is the whole folder': {
    'project.config.json': '{\n    "appid": "touristappid",\n    "packOptions": { "ignore": [] }\n}',
    'app.json': '{ "pages": ["pages/index/index"] }',
    'app.js': 'App({})\n',
  },
  'CRLF, tabs, a BOM, no end of line': {
    'project.config.json': `\uFEFF${JSON.stringify(CONFIG, null, '\t').replaceAll('\n', '\r\n')}`,
    'miniprogram/app.json': `\uFEFF${JSON.stringify({ ...APP, subPackages: [{ root: 'goods', pages: ['list/list'] }] }, null, '\t').replaceAll('\n', '\r\n')}`,
    'package.json': `${JSON.stringify({ name: 'shop', emulator: { generate: [] } }, null, '\t').replaceAll('\n', '\r\n')}`,
    '.gitignore': 'node_modules\r\ndist',
    'README.md': '# 小店\r\n\r\n说明',
    'cloudfunctions/order/index.js': 'exports.main = async () => 1\r\n',
  },
  'an environment and a seed of their own for the local cloud': {
    ...PLAIN,
    'package.json': text({ emulator: { environment: 'cloud/environment.json', seed: 'cloud/seed.js', generate: ['PAY_KEY'] } }),
    'cloud/seed.js': 'module.exports = async () => ({})\n',
    'cloud/environment.json': text({ collections: { orders: { acl: 'PRIVATE' } }, functionRules: { '*': { invoke: false } }, messagePush: [{ msgType: 'event', event: 'subscribe_msg_sent_event', function: 'order' }] }),
  },
}

export interface Shop {
  dir: string
  /** Runs the command there. */
  add(...args: string[]): Promise<Said>
  remove(...args: string[]): Promise<Said>
  /** With nothing but what is said. */
  bare(...args: string[]): Promise<Said>
  write(path: string, content: string): void
  read(path: string): string
  json<T = Record<string, unknown>>(path: string): T
  /** All files with their contents, folders with a slash. */
  snapshot(): Files
}

export interface Said {
  code: number
  said: string
  complained: string
}

const made: string[] = []
afterAll(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })))

export function folderOf(files: Files): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'add-')))
  made.push(dir)
  for (const [path, content] of Object.entries(files)) put(dir, path, content)
  return dir
}

function put(dir: string, path: string, content: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), content)
}

/** A project of theirs in a folder of its own, and the command, run with that payload. @param files  of it, or a folder to copy */
export function shopOf(files: Files | string, payload = folderOf(payloadFiles('1.0.0')), world: Partial<Pick<World, 'ask' | 'disk'>> = {}): Shop {
  const dir = folderOf(typeof files === 'string' ? {} : files)
  if (typeof files === 'string') cpSync(files, dir, { recursive: true })
  const act = async (...args: string[]): Promise<Said> => {
    const [said, complained]: [string[], string[]] = [[], []]
    const code = await run(args, { payload, cwd: dir, say: (line) => said.push(line), complain: (line) => complained.push(line), ...world })
    return { code, said: said.join('\n'), complained: complained.join('\n') }
  }
  const read = (path: string): string => readFileSync(join(dir, path), 'utf8')
  return {
    dir,
    add: (...args) => act('add', '.', '--yes', ...args),
    remove: (...args) => act('remove', '.', '--yes', ...args),
    bare: act,
    write: (path, content) => put(dir, path, content),
    read,
    json: <T>(path: string) => JSON.parse(read(path).replace(/^\uFEFF/, '')) as T,
    snapshot: () => snapshotOf(dir),
  }
}

export function snapshotOf(dir: string): Files {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry): [string, string] => {
    const path = join(entry.parentPath, entry.name)
    return entry.isDirectory() ? [`${path.slice(dir.length + 1)}/`, ''] : [path.slice(dir.length + 1), readFileSync(path, 'latin1')]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A disk that dies at its n-th act: nothing of that act happens, and nothing after it. */
export function dyingDisk(disk: Disk, acts: number): Disk {
  let left = acts
  const dying = <A extends unknown[]>(act: (...args: A) => void) => (...args: A): void => {
    left -= 1
    if (left < 0) throw new Error('the machine went down')
    act(...args)
  }
  return { write: dying(disk.write), rename: dying(disk.rename), remove: dying(disk.remove), makeFolder: dying(disk.makeFolder), removeFolder: dying(disk.removeFolder), clear: dying(disk.clear) }
}
