import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { type Problems } from './problem'

const NPM_FOLDER = 'miniprogram_npm'

/** Below which folder of an npm package the mini-program part lies, unless its package.json says otherwise. */
const DEFAULT_PACKAGE_FOLDER = 'miniprogram_dist'

/**
 * The files of a mini-program by code path: slashes, no leading one, as WeChat's own tools name them.
 * Below `miniprogram_npm/` also stand packages of `node_modules` that nobody has built («构建 npm») yet.
 */
export class SourceTree {
  readonly #packages = new Map<string, string | undefined>()

  /** @param root  absolute path of miniprogramRoot */
  constructor(readonly root: string) {}

  has(path: string): boolean {
    return this.file(path) !== undefined
  }

  /** Absolute path of an existing file. */
  file(path: string): string | undefined {
    const inRoot = join(this.root, path)
    if (isFile(inRoot)) return inRoot
    if (!path.startsWith(`${NPM_FOLDER}/`)) return undefined
    const inPackage = this.#inPackage(path.slice(NPM_FOLDER.length + 1))
    return inPackage !== undefined && isFile(inPackage) ? inPackage : undefined
  }

  /** @throws Error when there is no such file; ask `has` first */
  read(path: string): string {
    const file = this.file(path)
    if (file === undefined) throw new Error(`${path} does not exist below ${this.root}.`)
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  }

  /** The first of these code paths that is a file. */
  first(...paths: string[]): string | undefined {
    return paths.find((path) => this.has(path))
  }

  /** The JSON object in a file; {} where there is none, and where it cannot be read, which becomes a problem. */
  json<T extends object>(path: string, problems: Problems): Partial<T> {
    if (!this.has(path)) return {}
    const text = this.read(path)
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Partial<T>
      problems.error(path, 'must hold a JSON object, {…}')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const position = /position (\d+)/.exec(message)?.[1]
      const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length
      problems.error(path, `is not valid JSON: ${message}`, line)
    }
    return {}
  }

  /** Code paths to try for an npm name used by the file at `from`: every miniprogram_npm going up. */
  npmCandidates(name: string, from: string): string[] {
    const candidates: string[] = []
    for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
      candidates.push(posix.join(folder, NPM_FOLDER, name))
      if (folder === '.') return candidates
    }
  }

  #inPackage(path: string): string | undefined {
    const parts = path.split('/')
    const nameLength = path.startsWith('@') ? 2 : 1
    const folder = this.#packageFolder(parts.slice(0, nameLength).join('/'))
    return folder === undefined ? undefined : join(folder, ...parts.slice(nameLength))
  }

  #packageFolder(name: string): string | undefined {
    if (!this.#packages.has(name)) this.#packages.set(name, findPackageFolder(name, this.root))
    return this.#packages.get(name)
  }
}

/** Looks through node_modules from the root of the mini-program upwards, as Node does. */
function findPackageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(manifest)) {
      const { miniprogram } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string }
      return join(dirname(manifest), miniprogram ?? DEFAULT_PACKAGE_FOLDER)
    }
    if (folder === dirname(folder)) return undefined
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
