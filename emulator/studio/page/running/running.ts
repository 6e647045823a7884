import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'

/** The mini-programs that run in the phones, by the phone's id. Each start is another one. */
export class Running {
  readonly #workbenches = new Map<number, Workbench>()
  readonly #watchers = new Set<() => void>()

  of(phoneId: number): Workbench | undefined {
    return this.#workbenches.get(phoneId)
  }

  /** A frame has been loaded; undefined when it has nothing that can be looked into, or is gone. */
  set(phoneId: number, workbench: Workbench | undefined): void {
    if (workbench) this.#workbenches.set(phoneId, workbench)
    else this.#workbenches.delete(phoneId)
    for (const watcher of [...this.#watchers]) watcher()
  }

  /** Returns how to stop. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }
}

export const running = new Running()

/** What can be looked into of the page in a frame. */
export function workbenchIn(frame: HTMLIFrameElement | null): Workbench | undefined {
  return (frame?.contentWindow as { __localCloud?: { workbench?: Workbench } } | null | undefined)?.__localCloud?.workbench
}
