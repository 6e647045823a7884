// What their project is to hold afterwards. Whether something of theirs stands in the way is for plan.ts to say.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installedTable } from '../payload/installed-table'
import { type Edit } from './edits'
import { type Manifest } from './manifest'
import { cloudbasercEdits, environmentEdits, functionNames, miniProgramEdits, type Named, packageEdits, type Place } from './merges'
import { type Choices } from './options'
import { chosenParts, filesOf, type Payload } from './payload'
import { type TheirProject } from './read-project'
import { seedModule } from './seed'
import { envExample, gitIgnore, readmePointer } from './texts'
import { Refusal } from './words'

export interface Wanted {
  version: string
  choices: Choices
  parts: string[]
  /** `once`: written once, and from then on theirs to change. `orElse`: the option that gives it another name. */
  files: Map<string, { content: Buffer; once?: true; orElse: string }>
  merged: Map<string, Named[]>
  blocks: Map<string, string[]>
  /** Folders that are to be ours alone, with the option that gives them another name. */
  folders: Map<string, string>
  notes: string[]
}

const RENAMED_TEXTS = /\.(js|json|wxml|wxss|wxs|ts)$/
/** Has another content in an app that turns dark. */
const DARK = 'miniprogram/dark.wxss'
const IN_FOLDER = '--folder 另一个名字'
const OF_FUNCTION = '--function-prefix sm-'

/** @throws Refusal for parts or functions that there are not */
export function wantedIn(project: TheirProject, payload: Payload, choices: Choices, manifest: Manifest | undefined): Wanted {
  const parts = chosenParts(payload, choices)
  const pages = parts.flatMap((name) => payload.parts[name]?.pages ?? [])
  const functions = functionNames(payload, choices)
  const place: Place = { project, payload, choices, manifest, functions, pages }
  const wanted: Wanted = { version: payload.version, choices, parts, files: new Map(), merged: new Map(), blocks: new Map(), folders: new Map(), notes: [] }

  addMiniProgram(wanted, place)
  addFunctions(wanted, place)
  addModule(wanted, place)
  addLocalCloud(wanted, place)
  for (const edits of [miniProgramEdits(place), packageEdits(place), environmentEdits(place), cloudbasercEdits(place)]) {
    for (const [path, named] of edits.merged) merge(wanted, path, named)
    wanted.notes.push(...edits.notes)
  }
  for (const [path, lines] of [envExample(place), gitIgnore(place), readmePointer(place)]) if (lines.length > 0) wanted.blocks.set(path, lines)
  return wanted
}

function merge({ merged }: Wanted, path: string, named: readonly Named[]): void {
  if (named.length > 0) merged.set(path, [...(merged.get(path) ?? []), ...named])
}

function addMiniProgram({ files, folders, parts }: Wanted, { project, payload, choices, functions, pages }: Place): void {
  const { folder } = choices
  const root = `${project.miniProgramRoot}${folder}/`
  folders.set(root, IN_FOLDER)
  for (const path of filesOf(payload, parts)) {
    const content = readFileSync(join(payload.dir, project.darkmode && path === DARK ? (payload.darkmode ?? path) : path))
    const moved = folder !== 'subscribe-message' && RENAMED_TEXTS.test(path)
    const target = root + path.slice('miniprogram/'.length)
    files.set(target, { content: moved ? Buffer.from(content.toString('utf8').replaceAll('/subscribe-message/', `/${folder}/`)) : content, orElse: IN_FOLDER })
  }
  files.set(`${root}services/installed.js`, { content: Buffer.from(installedTable({ folder, functions: calledByPages(functions), pages, home: project.home, name: project.name })), orElse: IN_FOLDER })
}

function addFunctions({ files, folders }: Wanted, { project, payload, functions }: Place): void {
  for (const [ours, name] of Object.entries(functions)) {
    const root = `${project.functionRoot}${name}/`
    folders.set(root, OF_FUNCTION)
    for (const path of payload.functions[ours] ?? []) {
      const content = readFileSync(join(payload.dir, path))
      const file = path.slice(`functions/${ours}/`.length)
      const renamed = file === 'package.json' && ours !== name
      files.set(root + file, { content: renamed ? Buffer.from(content.toString('utf8').replace(`"name": "${ours}"`, `"name": "${name}"`)) : content, orElse: OF_FUNCTION })
    }
  }
}

/** The module by which a function of theirs sends at once, and the permission that it needs for that. */
function addModule(wanted: Wanted, { project, payload, choices, functions }: Place): void {
  const [ours, strangers] = [Object.values(functions), choices.notifyIn.filter((name) => !project.functions.includes(name))]
  const wrong = [...strangers, ...choices.notifyIn.filter((name) => ours.includes(name))]
  if (wrong.length > 0) throw new Refusal([`--notify-in 要写你们自己的云函数，没有：${wrong.join('、')}。${project.functionRoot} 里有：${project.functions.filter((name) => !ours.includes(name)).join('、') || '还一个都没有'}`])
  if (choices.notifyIn.length > 0 && payload.module.length === 0) throw new Refusal(['这个版本还没有给云函数用的 subscribe-messages.js：不写 --notify-in 再装。'])
  const permission: Edit = { in: ['permissions', 'openapi'], value: 'subscribeMessage.send' }
  for (const name of choices.notifyIn) {
    const root = `${project.functionRoot}${name}/`
    for (const file of payload.module) {
      if (file.endsWith('.d.ts') && !project.typescript) continue
      wanted.files.set(root + file, { content: readFileSync(join(payload.dir, 'module', file)), orElse: `先把云函数 ${name} 里的同名文件改个名字` })
    }
    merge(wanted, `${root}config.json`, [{ edit: permission }])
  }
}

/** What the local cloud is filled with, and the templates that people fill in. */
function addLocalCloud({ files }: Wanted, { project, payload, choices, functions, pages }: Place): void {
  const { folder } = choices
  const card = 'pages/message/message'
  const templates = payload.templates.map((template) => ({ ...template, page: pages.includes(card) ? `${folder}/${card}?id={{id}}` : project.home }))
  const [name, orElse] = [`${folder}.templates.json`, IN_FOLDER]
  files.set(name, { content: Buffer.from(`${JSON.stringify(templates, null, 2)}\n`), once: true, orElse })
  const seed = seedModule(calledByPages(functions), name)
  files.set(`${folder}.seed.cjs`, { content: Buffer.from(seed), orElse })
}

function calledByPages(functions: Place['functions']): { subscribe: string; push: string } {
  return { subscribe: functions['subscribe'] ?? 'subscribe', push: functions['push'] ?? 'push' }
}
