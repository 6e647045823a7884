// Reads what their project is; changes nothing.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { type Json, readNode } from './json-text'
import { Refusal } from './words'

type JsonObject = { [key: string]: Json }

export interface TheirProject {
  /** Absolute. */
  dir: string
  /** Folder of app.json, from `dir`, with `/` at its end; empty where the two are one. */
  miniProgramRoot: string
  /** The same for the cloud functions. */
  functionRoot: string
  /** project.config.json names no folder of functions yet. */
  functionsAreNew: boolean
  /** Which of the two spellings their app.json has. */
  subPackages: 'subPackages' | 'subpackages'
  app: JsonObject
  /** The page that opens without an address; cards lead there where ours is left out. */
  home: string
  /** What their users know it by; empty where no file says it. */
  name: string
  /** Their app turns dark with the phone. */
  darkmode: boolean
  /** Folder names. */
  functions: string[]
  /** The file of the local cloud's environment that package.json names. */
  environment?: string
  emulator: JsonObject
  typescript: boolean
  initialisesCloud: boolean
  /** A cloudbaserc of a form that is no JSON file: it is told of, never written. */
  cloudbasercElsewhere?: string
  /** Texts of the JSON files that something may be merged into, where there are such, by path. */
  has: (path: string) => boolean
  /** @returns undefined where there is no such file */
  read: (path: string) => string | undefined
}

const OTHER_FORMS = ['cloudbaserc.js', 'cloudbaserc.yaml', 'cloudbaserc.yml', 'cloudbaserc', 'cloudbase.config.js']

/** @throws Refusal in words, when it is no mini-program or one of its files cannot be read */
export function readProject(given: string, cwd = process.cwd()): TheirProject {
  const dir = resolve(cwd, given)
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Refusal([`没有文件夹 ${given}。`])
  const read = (path: string): string | undefined => (existsSync(join(dir, path)) ? readFileSync(join(dir, path), 'utf8') : undefined)
  const object = (path: string): JsonObject | undefined => {
    const text = read(path)
    return text === undefined ? undefined : readObject(text, path)
  }
  const config = object('project.config.json')
  if (!config) throw new Refusal([`${given} 里没有 project.config.json：它不是小程序项目的根目录。请指到有这个文件的文件夹。`])
  if (config['compileType'] !== undefined && config['compileType'] !== 'miniprogram') throw new Refusal([`project.config.json 的 compileType 是 ${JSON.stringify(config['compileType'])}：只能装进小程序（miniprogram）。`])
  const miniProgramRoot = folderAt(config, 'miniprogramRoot') ?? ''
  const app = object(`${miniProgramRoot}app.json`)
  if (!app && miniProgramRoot === '' && existsSync(join(dir, 'miniprogram/app.json')))
    throw new Refusal(['app.json 在 miniprogram/ 里，project.config.json 却没有写 miniprogramRoot，开发者工具也找不到它。请写上 "miniprogramRoot": "miniprogram/"，再运行一次。'])
  if (!app) throw new Refusal([`没有 ${miniProgramRoot}app.json。miniprogramRoot 指着编译结果的（Taro、uni-app 等），先编译一次再装，或者装进源码里的原生小程序。`])
  const settings = object('package.json') ?? {}
  const emulator = asObject(settings['emulator'], 'package.json', 'emulator')
  const environment = emulator['environment']
  const functionRoot = folderAt(config, 'cloudfunctionRoot')
  const elsewhere = existsSync(join(dir, 'cloudbaserc.json')) ? undefined : OTHER_FORMS.find((name) => existsSync(join(dir, name)))
  object('cloudbaserc.json')
  return {
    dir,
    miniProgramRoot,
    functionRoot: functionRoot ?? 'cloudfunctions/',
    functionsAreNew: functionRoot === undefined,
    subPackages: app['subPackages'] === undefined && app['subpackages'] !== undefined ? 'subpackages' : 'subPackages',
    app,
    home: homeOf(app),
    name: nameOf(app, config),
    darkmode: app['darkmode'] === true,
    functions: foldersIn(join(dir, functionRoot ?? 'cloudfunctions/')),
    ...(typeof environment === 'string' && { environment: environment.replace(/^\.\//, '') }),
    emulator,
    typescript: existsSync(join(dir, 'tsconfig.json')) || existsSync(join(dir, `${miniProgramRoot}app.ts`)),
    initialisesCloud: /cloud\s*\.\s*init\s*\(/.test([read(`${miniProgramRoot}app.js`), read(`${miniProgramRoot}app.ts`)].join('\n')),
    ...(elsewhere !== undefined && { cloudbasercElsewhere: elsewhere }),
    has: (path) => existsSync(join(dir, path)),
    read,
  }
}

/** @throws Refusal naming the file */
export function readObject(text: string, path: string): JsonObject {
  let value: Json
  try {
    value = readNode(text).value
  } catch (error) {
    throw new Refusal([`${path} 不是 JSON（JSON 里不能有注释，也不能有多余的逗号）：${error instanceof Error ? error.message : String(error)}`, '请先改好这个文件，再运行一次。'])
  }
  return asObject(value, path)
}

function asObject(value: Json | undefined, path: string, key?: string): JsonObject {
  if (value === undefined) return {}
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value
  throw new Refusal([`${path} ${key === undefined ? '' : `的 ${key} `}应该是 {…}，不是 ${JSON.stringify(value).slice(0, 60)}。请先改好，再运行一次。`])
}

/** @returns the folder with `/` at its end, from the project's own; empty for that itself; undefined where it is not named */
function folderAt(config: JsonObject, key: string): string | undefined {
  const value = config[key]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw new Refusal([`project.config.json 的 ${key} 应该是一段文字，不是 ${JSON.stringify(value)}。`])
  const folder = relative('/', resolve('/', value)).replaceAll('\\', '/')
  if (relative('.', value).startsWith('..')) throw new Refusal([`project.config.json 的 ${key} 是「${value}」，在项目文件夹外面：装不进去。`])
  return folder === '' ? '' : `${folder}/`
}

function homeOf(app: JsonObject): string {
  const [first] = Array.isArray(app['pages']) ? app['pages'] : []
  const page = app['entryPagePath'] ?? first
  return typeof page === 'string' ? page.replace(/^\//, '') : ''
}

/** A name that begins with @ stands in theme.json. */
function nameOf(app: JsonObject, config: JsonObject): string {
  const title = asObject(app['window'], 'app.json', 'window')['navigationBarTitleText']
  const name = typeof title === 'string' && !title.startsWith('@') && title !== '' ? title : config['projectname']
  return typeof name === 'string' ? name : ''
}

function foldersIn(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => basename(name)).sort()
}
