// What is merged into each of their JSON files.
import CLOUDBASE from '../../cloudbaserc.json'
import { type Edit, presenceOf, valueIn } from './edits'
import { type Json } from './json-text'
import { type Manifest } from './manifest'
import { type Choices } from './options'
import { type Payload } from './payload'
import { readObject, type TheirProject } from './read-project'

export interface Place {
  project: TheirProject
  payload: Payload
  choices: Choices
  /** What an earlier run put in. */
  manifest: Manifest | undefined
  /** Our name → name in their project. */
  functions: Record<string, string>
  /** Below the folder. */
  pages: string[]
}

/** An edit, and the option that gives it another name where theirs stands in its place. */
export interface Named {
  edit: Edit
  orElse?: string
}

export interface Merges {
  merged: Map<string, Named[]>
  notes: string[]
}

const OF_FUNCTION = '--function-prefix sm-'

export function functionNames({ functions }: Payload, { functionPrefix }: Choices): Record<string, string> {
  return Object.fromEntries(Object.keys(functions).map((name) => [name, functionPrefix + name]))
}

/** The file of the local cloud's environment: theirs where they have one. */
export function environmentPath({ project, choices }: Pick<Place, 'project' | 'choices'>): string {
  return project.environment ?? `${choices.folder}.environment.json`
}

/** app.json and project.config.json. */
export function miniProgramEdits(place: Place): Merges {
  const { project, choices, pages } = place
  const { folder } = choices
  const roots = [...new Set(pages.map((page) => page.split('/')[0] ?? ''))]
  const packages = roots.map((root): Named => {
    const own = pages.filter((page) => page.startsWith(`${root}/`)).map((page) => page.slice(root.length + 1))
    return { edit: { in: [project.subPackages], by: 'root', value: { root: `${folder}/${root}`, pages: own } }, orElse: '--folder 另一个名字' }
  })
  const config = 'project.config.json'
  const functionRoot: Edit = { in: [], key: 'cloudfunctionRoot', value: project.functionRoot }
  const ignored: Edit = { in: ['packOptions', 'ignore'], value: { type: 'glob', value: `${folder}.*` } }
  const ignoredManifest: Edit = { in: ['packOptions', 'ignore'], value: { type: 'file', value: 'subscribe-message.json' } }
  // Where the mini-program is the whole folder, what stands beside it would go to the phones.
  const besides = project.miniProgramRoot !== '' ? [] : folder === 'subscribe-message' ? [ignored] : [ignored, ignoredManifest]
  return {
    merged: new Map([
      [`${project.miniProgramRoot}app.json`, packages],
      [config, [...unlessTheirs(place, config, functionRoot), ...besides.map((edit) => ({ edit }))]],
    ]),
    notes: notesOn(project),
  }
}

function notesOn({ app, subPackages, initialisesCloud }: TheirProject): string[] {
  const theirs = app[subPackages]
  const independent = (Array.isArray(theirs) ? theirs : []).flatMap((each) => (each !== null && typeof each === 'object' && !Array.isArray(each) && each['independent'] === true ? [String(each['root'])] : []))
  return [
    ...(initialisesCloud ? [] : ['app.js（或 app.ts）里没有找到 wx.cloud.init：在 onLaunch 里加一行 wx.cloud.init({ env: \'你的云环境 ID\' })，没有它我们的页面什么也读不到。']),
    ...(independent.length > 0 ? [`独立分包（${independent.join('、')}）用不了主包里的组件：提醒的按钮放在别的页面上。`] : []),
  ]
}

/** package.json is what tells the local cloud of environment and seed; it is made where there is none. */
export function packageEdits(place: Place): Merges {
  const { project, choices } = place
  const path = 'package.json'
  const seed = `${choices.folder}.seed.cjs`
  const theirSeed = project.emulator['seed'] !== undefined && project.emulator['seed'] !== seed
  return {
    merged: new Map([
      [path, [
        ...(project.has(path) && !place.manifest?.merged[path]?.created ? [] : [{ edit: { in: [], key: 'private', value: true } }]),
        { edit: { in: ['emulator'], key: 'environment', value: environmentPath(place) } },
        ...(theirSeed ? [] : [{ edit: { in: ['emulator'], key: 'seed', value: seed } }]),
        { edit: { in: ['emulator', 'generate'], value: 'OPERATOR_KEY' } },
      ]],
    ]),
    notes: theirSeed ? [`本地云用你们自己的 ${String(project.emulator['seed'])} 填数据：要有我们的模板和所有者，在里面加一行 await require('./${seed}')(cloud)。`] : [],
  }
}

/** Collections under their whole names, so that theirs beside them need no prefix. */
export function environmentEdits(place: Place): Merges {
  const { project, payload, choices, functions, manifest } = place
  const path = environmentPath(place)
  const { collections, functionRules, messagePush } = payload.environment
  const notes: string[] = []
  const merged: Named[] = [
    ...Object.entries(collections).map(([name, value]): Named => ({ edit: { in: ['collections'], key: choices.collectionPrefix + name, value }, orElse: '--collection-prefix 另一个前缀' })),
    ...unlessTheirs(place, path, { in: ['functionRules'], key: '*', value: functionRules['*'] ?? { invoke: 'auth != null' } }),
    // Their rule for the rest may be closed; what users call has to be open.
    ...Object.entries(functions).map(([ours, name]): Named => ({ edit: { in: ['functionRules'], key: name, value: functionRules[ours] ?? { invoke: 'auth != null' } }, orElse: OF_FUNCTION })),
  ]
  for (const route of messagePush) {
    const edit: Edit = { in: ['messagePush'], by: 'event', value: { ...route, function: functions[route.function] ?? route.function } }
    const free = unlessTheirs(place, path, edit)
    if (free.length === 0) notes.push(`事件 ${route.event} 在 ${path} 里已经推给你们自己的云函数，没有改：要让我们也知道，从那里再调用 ${functions[route.function]}。`)
    merged.push(...free)
  }
  const theirs = project.read(path)
  const prefix = theirs === undefined || manifest?.merged[path]?.created ? undefined : readObject(theirs, path)['collectionPrefix']
  if (prefix !== undefined) notes.push(`${path} 里有 collectionPrefix：本地云会把它加在我们的集合名字前面，请在 .env.local 里核对 COLLECTION_PREFIX。`)
  return { merged: new Map([[path, merged]]), notes }
}

/** Our functions with their variables; a file of another form is told of, and left alone. */
export function cloudbasercEdits(place: Place): Merges {
  const { project, functions } = place
  const path = 'cloudbaserc.json'
  const entries = CLOUDBASE.functions.filter(({ name }) => functions[name] !== undefined).map((entry) => functionEntry(entry, place))
  if (project.cloudbasercElsewhere !== undefined) {
    const names = entries.map(({ name }) => name).join('、')
    return { merged: new Map(), notes: [`${project.cloudbasercElsewhere} 不是 JSON 文件，没有动它：请照 docs/装进已有小程序.md 里的样子，把 ${names} 写进它的 functions。本地云只读 cloudbaserc.json，没有它云函数拿不到变量。`] }
  }
  const whole = project.has(path) ? [] : ([['envId', '{{env.TCB_ENV_ID}}'], ['functionRoot', `./${project.functionRoot.replace(/\/$/, '')}`]] as const)
  const created = place.manifest?.merged[path]?.edits.filter((edit) => 'key' in edit) ?? []
  return {
    merged: new Map([[path, [
      ...(created.length > 0 ? created.map((edit) => ({ edit })) : whole.map(([key, value]) => ({ edit: { in: [], key, value } }))),
      ...entries.map((value): Named => ({ edit: { in: ['functions'], by: 'name', value }, orElse: OF_FUNCTION })),
    ]]]),
    notes: [],
  }
}

function functionEntry({ name, ...own }: (typeof CLOUDBASE.functions)[number], { choices, functions }: Place): { [key: string]: Json } {
  const { envVariables, ignore: _, ...settings } = CLOUDBASE.functionDefaultConfig
  // The pages that our build knows are ours; nobody lists theirs anew with each page that they add.
  const fixed = { COLLECTION_PREFIX: choices.collectionPrefix, MINIPROGRAM_PAGES: '*' }
  const variables = { ...envVariables, ...fixed, ...own.envVariables }
  return { name: functions[name] ?? name, ...settings, ...('timeout' in own && own.timeout ? { timeout: own.timeout } : {}), envVariables: variables as { [key: string]: Json } }
}

/** Names of the variables that the functions get from .env files. */
export function variablesOf({ functions }: Pick<Place, 'functions'>): string[] {
  const text = JSON.stringify([CLOUDBASE.functionDefaultConfig, CLOUDBASE.functions.filter(({ name }) => functions[name] !== undefined)])
  const names = [...text.matchAll(/\{\{env\.(\w+)\}\}/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => !['COLLECTION_PREFIX', 'MINIPROGRAM_PAGES'].includes(name))
}

/** An edit that only fills a gap: where theirs stands, theirs stays. */
function unlessTheirs({ project, manifest }: Place, path: string, edit: Edit): Named[] {
  const text = project.read(path)
  if (text === undefined || presenceOf(text, edit) === 'absent') return [{ edit }]
  const recorded = manifest?.merged[path]?.edits.find((each) => placeName(each) === placeName(edit))
  // What was put in earlier keeps the value it has, such as a folder's name that was proposed once.
  return recorded ? [{ edit: 'key' in edit && edit.key === 'cloudfunctionRoot' ? { ...edit, value: valueIn(text, edit) ?? edit.value } : edit }] : []
}

/** The place that an edit is about, whatever its value. */
export function placeName(edit: Edit): string {
  if ('key' in edit) return JSON.stringify([edit.in, edit.key])
  const name = edit.by !== undefined && edit.value !== null && typeof edit.value === 'object' && !Array.isArray(edit.value) ? edit.value[edit.by] : edit.value
  return JSON.stringify([edit.in, edit.by ?? '', name ?? null])
}
