import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readJsonFile } from '../project/json-file'
import { type FunctionConfig, type Project } from '../project/project'

/** Packages by name, with the versions that were asked for. */
export type Wanted = Record<string, string>

/** They come with the local cloud. */
const AT_HAND = new Set(['wx-server-sdk'])
/** What `useExtendedLib` of app.json stands for: 扩展库, which WeChat has ready for every mini-program. */
const EXTENDED: Record<string, string> = { weui: 'weui-miniprogram' }

/** Packages that the mini-program asks for and the project does not hold. */
export function missingInMiniProgram({ miniProgramRoot, dir }: Project): Wanted {
  if (miniProgramRoot === undefined) return {}
  const asked = { ...dependenciesIn(dir), ...dependenciesIn(miniProgramRoot), ...extendedLibraries(miniProgramRoot) }
  return lacking(asked, (name) => existsSync(join(miniProgramRoot, 'miniprogram_npm', name)) || isAbove(name, miniProgramRoot))
}

/** Packages that a function asks for and that are not beside it. */
export function missingInFunction({ dir }: FunctionConfig): Wanted {
  return lacking(dependenciesIn(dir), (name) => isAbove(name, dir))
}

/** A project that others wrote may hold broken files: what cannot be read asks for nothing. */
function dependenciesIn(folder: string): Wanted {
  const { dependencies = {} } = readOrNothing(join(folder, 'package.json')) as { dependencies?: Record<string, unknown> }
  return Object.fromEntries(Object.entries(dependencies).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function extendedLibraries(root: string): Wanted {
  const { useExtendedLib = {} } = readOrNothing(join(root, 'app.json')) as { useExtendedLib?: Record<string, unknown> }
  const names = Object.keys(useExtendedLib).flatMap((name) => EXTENDED[name] ?? [])
  return Object.fromEntries(names.map((name) => [name, 'latest']))
}

function readOrNothing(file: string): object {
  try {
    return readJsonFile(file) ?? {}
  } catch {
    return {}
  }
}

function lacking(asked: Wanted, isThere: (name: string) => boolean): Wanted {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !AT_HAND.has(name) && !isThere(name)))
}

/** Whether a node_modules folder from there upwards holds it, as Node looks for it. */
function isAbove(name: string, from: string): boolean {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', name))) return true
    if (folder === dirname(folder)) return false
  }
}
