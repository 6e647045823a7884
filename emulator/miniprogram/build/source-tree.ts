import { readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { PackageFolders } from './package-folders'
import { type Problems } from './problem'
import { sameButForCase } from './letter-case'

const NPM_FOLDER = 'miniprogram_npm'

/**
 * The files of a mini-program by code path: slashes, no leading one, as WeChat's own tools name them.
 * Below `miniprogram_npm/` also stand packages of `node_modules` that nobody has built («构建 npm») yet.
 */
export class SourceTree {
  readonly packages: PackageFolders

  /**
   * @param root  absolute path of miniprogramRoot
   * @param installed  a folder with a node_modules, for packages that the project does not hold itself
   */
  constructor(
    readonly root: string,
    installed?: string,
  ) {
    this.packages = new PackageFolders(root, installed)
  }

  has(path: string): boolean {
    return this.file(path) !== undefined
  }

  /** Absolute path of an existing file. */
  file(path: string): string | undefined {
    const inRoot = join(this.root, path)
    if (isFile(inRoot)) return inRoot
    if (!path.startsWith(`${NPM_FOLDER}/`)) return undefined
    const inPackage = this.packages.find(path.slice(NPM_FOLDER.length + 1))
    return inPackage !== undefined && isFile(inPackage) ? inPackage : undefined
  }

  /** The file that this path means on a Mac or on Windows, where letter case does not count; undefined when there is none, or it is the same. */
  misspelt(path: string): string | undefined {
    return this.has(path) ? undefined : sameButForCase(this.root, path)
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
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
