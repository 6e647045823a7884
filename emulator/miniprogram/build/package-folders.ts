import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Below which folder of an npm package the mini-program part lies, unless its package.json says otherwise. */
const DEFAULT_PART = 'miniprogram_dist'

/** The mini-program part of packages in `node_modules`, for which nobody has to run «构建 npm». */
export class PackageFolders {
  readonly #parts = new Map<string, string | undefined>()

  /** @param installed  a folder with a node_modules, asked last */
  constructor(
    private readonly root: string,
    readonly installed?: string,
  ) {}

  /** Absolute path of what `@scope/name/path` names in the mini-program part of that package; undefined when it is not there. */
  find(path: string): string | undefined {
    const parts = path.split('/')
    const nameLength = path.startsWith('@') ? 2 : 1
    const folder = this.#partOf(parts.slice(0, nameLength).join('/'))
    return folder === undefined ? undefined : join(folder, ...parts.slice(nameLength))
  }

  #partOf(name: string): string | undefined {
    if (!this.#parts.has(name)) {
      const folder = packageAbove(name, this.root) ?? (this.installed === undefined ? undefined : packageAbove(name, this.installed))
      this.#parts.set(name, folder && partOf(folder))
    }
    return this.#parts.get(name)
  }
}

function partOf(folder: string): string {
  const { miniprogram } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { miniprogram?: string }
  return join(folder, miniprogram ?? DEFAULT_PART)
}

/** Looks through node_modules from a folder upwards, as Node does. */
function packageAbove(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return found
    if (folder === dirname(folder)) return undefined
  }
}
