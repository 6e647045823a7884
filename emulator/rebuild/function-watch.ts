import { existsSync, watch, type FSWatcher } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { handlerOf } from '../project/function-config'
import { type Project } from '../project/project'
import { BuildCommand } from './build-command'

/** Editors write a file in several steps. */
const SETTLE_MS = 80
/** Installed packages, and what editors put beside a file. */
const IGNORED = /(^|[/\\])(node_modules|\.[^/\\]*|[^/\\]*~)([/\\]|$)/

export interface FunctionWatchOptions {
  project: () => Project
  /** Told when functions run other code from now on, or with the reason why they could not be built. */
  onChange: (problem: string | undefined) => void
}

/**
 * Follows the files of the functions. A change of a source runs the build that the project names (`emulator.build`);
 * without one, and for what a build writes, the functions are taken as they are.
 */
export class FunctionWatch {
  readonly #watchers: FSWatcher[]
  readonly #build: BuildCommand | undefined
  #settling: NodeJS.Timeout | undefined
  #changed = new Set<string>()

  constructor(private readonly options: FunctionWatchOptions) {
    const { dir, build, functions } = options.project()
    this.#build = build && new BuildCommand(build.command, dir, options.onChange)
    const folders = new Set([...functions.map((config) => dirname(config.dir)), ...(build?.watch ?? [])])
    this.#watchers = [...folders].filter((folder) => existsSync(folder)).map((folder) => this.#follow(folder))
  }

  close(): void {
    clearTimeout(this.#settling)
    this.#build?.close()
    for (const watcher of this.#watchers) watcher.close()
  }

  #follow(folder: string): FSWatcher {
    const watcher = watch(folder, { recursive: true }, (_, file) => {
      if (file === null || IGNORED.test(file)) return
      this.#changed.add(join(folder, file))
      clearTimeout(this.#settling)
      this.#settling = setTimeout(() => this.#settle(), SETTLE_MS)
    })
    // A folder that disappears is no reason to end.
    return watcher.on('error', () => undefined)
  }

  #settle(): void {
    const changed = [...this.#changed]
    this.#changed = new Set()
    const { functions } = this.options.project()
    const built = new Set(functions.map((config) => handlerOf(config).file))
    const isSource = (file: string) => !built.has(file) && !functions.some(({ dir }) => dir === file || dir.startsWith(file + sep))
    if (this.#build && changed.some(isSource)) this.#build.run()
    else this.options.onChange(undefined)
  }
}
