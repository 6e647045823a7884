import { watch, type FSWatcher } from 'node:fs'
import { sep } from 'node:path'

/** Editors write a file in several steps. */
const SETTLE_MS = 80
/** Folders below a root in which nothing belongs to the mini-program. */
const IGNORED = /^(node_modules|cloudfunctions|\.[^.])/

/** Calls back a moment after files below a folder have changed. */
export class SourceWatcher {
  readonly #watcher: FSWatcher
  #settling: NodeJS.Timeout | undefined

  constructor(root: string, onChange: () => void) {
    this.#watcher = watch(root, { recursive: true }, (_, file) => {
      if (file !== null && IGNORED.test(file.split(sep)[0] ?? '')) return
      clearTimeout(this.#settling)
      this.#settling = setTimeout(onChange, SETTLE_MS)
    })
    // A folder that disappears is no reason to end; the next build says what is missing.
    this.#watcher.on('error', () => undefined)
  }

  close(): void {
    clearTimeout(this.#settling)
    this.#watcher.close()
  }
}
