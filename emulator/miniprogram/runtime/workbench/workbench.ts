import { type LocalCloud } from '../local-cloud'
import { type Session } from '../session'
import { entryOf, tapConsole, type ConsoleEntry } from './console-tap'
import { evaluate } from './evaluate'
import { Journal } from './journal'
import { LastTap } from './last-tap'
import { Marker } from './marker'
import { detailsOf, type NodeDetails } from './node-styles'
import { NodeTree, type ShownNode } from './node-tree'
import { changeData, dataHolders, type DataHolder, type DataPath } from './page-data'
import { pickElement } from './pick'
import { WatchedCloud, type CloudCall } from './watched-cloud'

const MOST_ENTRIES = 1000
const MOST_CALLS = 300

/** Whether this phone stands in a page of this very place, which may want to look into it. */
export function isWatched(): boolean {
  // Of a page from elsewhere nothing can be seen.
  return window.frameElement !== null
}

/** The phone, and the session once the mini-program has been prepared. */
interface Watched {
  phone: { pages: HTMLElement }
  prepared: Session | undefined
}

/**
 * What the studio sees of a mini-program: `window.__localCloud.workbench`. There is none on a phone in a tab of its own, and what
 * costs something is only done when it is asked for.
 */
export class Workbench {
  readonly console = new Journal<ConsoleEntry>(MOST_ENTRIES)
  readonly calls = new Journal<CloudCall>(MOST_CALLS)
  readonly #taps = new LastTap()
  readonly #marker = new Marker()
  #runtime: Watched | undefined
  #tree: NodeTree | undefined

  /** From here on everything is noted. */
  constructor() {
    tapConsole(this.console)
  }

  watch(cloud: LocalCloud): LocalCloud {
    return new WatchedCloud(cloud, this.calls, this.#taps)
  }

  begin(runtime: Watched): void {
    this.#runtime = runtime
    this.#tree = new NodeTree(runtime.phone.pages)
  }

  /** Runs what somebody typed into the console of the studio; what it comes to is noted there. */
  async ask(text: string): Promise<void> {
    this.console.add(entryOf('asked', [text]))
    try {
      this.console.add(entryOf('answer', [await evaluate(text)]))
    } catch (error) {
      this.console.add(entryOf('error', [error]))
    }
  }

  data(): DataHolder[] {
    const session = this.#runtime?.prepared
    return session ? dataHolders(session) : []
  }

  setData(index: number, path: DataPath, value: unknown): void {
    const session = this.#runtime?.prepared
    if (session) changeData(session, index, path, value)
  }

  nodes(): ShownNode[] {
    return this.#tree?.read() ?? []
  }

  details(key: number): NodeDetails | undefined {
    const element = this.#tree?.elementOf(key)
    return element && detailsOf(element)
  }

  /** Marks a node on the phone; undefined takes the mark away. */
  mark(key: number | undefined, label = ''): void {
    this.#marker.show(key === undefined ? undefined : this.#tree?.elementOf(key), label)
  }

  /** Calls back when something in the pages is drawn anew. Returns how to stop. */
  watchNodes(changed: () => void): () => void {
    const pages = this.#runtime?.phone.pages
    if (!pages) return () => undefined
    const observer = new MutationObserver(changed)
    observer.observe(pages, { subtree: true, childList: true, attributes: true, characterData: true })
    return () => observer.disconnect()
  }

  /** The next tap on the phone chooses a node. Returns how to give up. */
  pick(chosen: (key: number | undefined) => void): () => void {
    const keyAt = (element: Element | null): number | undefined => this.#tree?.keyAt(element)
    const done = (element: Element | null): void => {
      this.mark(undefined)
      chosen(keyAt(element))
    }
    return pickElement((element) => this.mark(keyAt(element)), done)
  }
}
