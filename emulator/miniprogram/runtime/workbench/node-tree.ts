import { nodeAt, type TreeNode } from '../engine/types'

/** A node of the page as WXML has it. Texts are nodes with a `text` and nothing else. */
export interface ShownNode {
  /** Names it as long as the phone runs. */
  key: number
  tag: string
  /** Path of the custom component that it is. */
  component?: string
  id?: string
  /** As the WXML says, without the prefixes of style isolation. */
  className?: string
  dataset?: Record<string, unknown>
  text?: string
  children: ShownNode[]
}

const MOST_NODES = 5000
const PREFIX = /^wx-/

/** The nodes of one phone, each with a number that it keeps. */
export class NodeTree {
  readonly #keys = new WeakMap<Node, number>()
  readonly #nodes = new Map<number, WeakRef<Node>>()
  #lastKey = 0

  /** @param pages  the DOM element that holds the pages */
  constructor(private readonly pages: HTMLElement) {}

  /** What the page on top consists of; a tab bar of its own stands beside it. */
  read(): ShownNode[] {
    const page = [...this.pages.querySelectorAll(':scope > .mp-page:not([hidden])')].at(-1)
    let left = MOST_NODES
    const nodesOf = (node: Node, within: boolean): ShownNode[] => {
      if (left <= 0) return []
      if (node instanceof Text) {
        const text = node.data.trim()
        // Beside the tree there are words of the phone, such as the title.
        return text === '' || !within ? [] : [{ key: this.#keyOf(node), tag: '', text, children: [] }]
      }
      if (!(node instanceof HTMLElement)) return []
      const isNode = isOfTree(node)
      const children = (): ShownNode[] => [...node.childNodes].flatMap((child) => nodesOf(child, within || isNode))
      if (!isNode) return children()
      left -= 1
      return [{ ...described(node), key: this.#keyOf(node), children: children() }]
    }
    return page ? nodesOf(page, false) : []
  }

  /** The element of a node; that around a text. Undefined when it is gone. */
  elementOf(key: number): HTMLElement | undefined {
    const node = this.#nodes.get(key)?.deref()
    const element = node instanceof Text ? node.parentElement : (node as HTMLElement | undefined)
    const isThere = element?.isConnected === true && element.ownerDocument.defaultView !== null
    return isThere ? element : undefined
  }

  /** The node that a DOM element belongs to. */
  keyAt(element: Element | null): number | undefined {
    for (let at = element; at && this.pages.contains(at); at = at.parentElement) if (isOfTree(at)) return this.#keyOf(at)
    return undefined
  }

  #keyOf(node: Node): number {
    const known = this.#keys.get(node)
    if (known !== undefined) return known
    this.#lastKey += 1
    this.#keys.set(node, this.#lastKey)
    this.#nodes.set(this.#lastKey, new WeakRef(node))
    return this.#lastKey
  }
}

/** Built-in components draw themselves with elements that no WXML names. */
function isOfTree(element: Element): boolean {
  return '__wxElement' in element && Boolean(element.__wxElement)
}

function described(element: HTMLElement): Omit<ShownNode, 'key' | 'children'> {
  const node = nodeAt(element) as (TreeNode & { is?: string; class?: string; dataset?: Record<string, unknown> }) | undefined
  const tag = element.localName.replace(PREFIX, '')
  const isBuiltIn = PREFIX.test(element.localName)
  const dataset = node?.dataset ?? {}
  return {
    tag,
    ...(!isBuiltIn && node?.is ? { component: node.is } : {}),
    ...(element.id ? { id: node?.id ?? element.id } : {}),
    ...(node?.class ? { className: node.class } : {}),
    ...(Object.keys(dataset).length > 0 ? { dataset } : {}),
  }
}
