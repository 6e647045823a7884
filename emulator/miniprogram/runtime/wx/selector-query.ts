import { elementOf, type ComponentNode, type Instance, type ShadowRoot, type TreeNode } from '../engine/types'
import { viewOrigin } from '../view-origin'

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: string[]
  computedStyle?: string[]
  context?: boolean
  node?: boolean
}

type Result = Record<string, unknown>
type Callback = (result: Result | Result[] | null) => void
interface Request {
  component: Instance
  /** null: the viewport. */
  selector: string | null
  single: boolean
  fields: Fields
  callback?: Callback
}

/** wx.createSelectorQuery, and createSelectorQuery of pages and components. */
export class SelectorQuery {
  readonly #requests: Request[] = []

  /** @param component  where to look; the page on top unless `in` says otherwise */
  constructor(private component: Instance | undefined) {}

  in(component: Instance): this {
    this.component = component
    return this
  }

  select(selector: string): NodesRef {
    return this.#ref(selector, true)
  }

  selectAll(selector: string): NodesRef {
    return this.#ref(selector, false)
  }

  selectViewport(): NodesRef {
    return this.#ref(null, true)
  }

  /** Answers on a later turn, when what setData changed has been laid out. */
  exec(callback?: (results: (Result | Result[] | null)[]) => void): this {
    const requests = this.#requests.splice(0)
    setTimeout(() => {
      const results = requests.map(answer)
      requests.forEach(({ callback: own }, index) => own?.(results[index] ?? null))
      callback?.(results)
    })
    return this
  }

  #ref(selector: string | null, single: boolean): NodesRef {
    const { component } = this
    return new NodesRef((fields, callback) => {
      if (component) this.#requests.push({ component, selector, single, fields, callback })
      return this
    })
  }
}

class NodesRef {
  constructor(private readonly ask: (fields: Fields, callback?: Callback) => SelectorQuery) {}

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    return this.ask(fields, callback)
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.ask({ id: true, dataset: true, rect: true, size: true }, callback)
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.ask({ id: true, dataset: true, scrollOffset: true }, callback)
  }

  context(callback?: Callback): SelectorQuery {
    return this.ask({ context: true }, callback)
  }

  node(callback?: Callback): SelectorQuery {
    return this.ask({ node: true }, callback)
  }
}

function answer({ component, selector, single, fields }: Request): Result | Result[] | null {
  if (selector === null) return viewport(component, fields)
  const root = (component._$ as ComponentNode).getShadowRoot()
  const nodes = single ? [root?.querySelector(selector)].flatMap((node) => node ?? []) : (root?.querySelectorAll(selector) ?? [])
  const results = nodes.flatMap((node) => (isDrawn(node) ? [describe(node, fields)] : []))
  return single ? (results[0] ?? null) : results
}

function describe(node: TreeNode, fields: Fields): Result {
  const dom = elementOf(node)
  const result: Result = {}
  if (fields.id) result.id = node.id
  if (fields.dataset) result.dataset = node.dataset ?? {}
  if (fields.mark) result.mark = node.collectMarks()
  if (fields.rect || fields.size) Object.assign(result, rectangle(dom, fields))
  if (fields.scrollOffset) Object.assign(result, scrollOf(dom))
  for (const name of fields.properties ?? []) result[name] = ((node as ComponentNode).data as Result | undefined)?.[name]
  if (fields.computedStyle) {
    const computed = getComputedStyle(dom)
    for (const name of fields.computedStyle) result[name] = computed[name as keyof CSSStyleDeclaration]
  }
  if (fields.node) result.node = dom.querySelector('canvas') ?? dom
  if (fields.context) result.context = null
  return result
}

function rectangle(dom: HTMLElement, { rect, size }: Fields): Result {
  const { left, top, right, bottom, width, height } = dom.getBoundingClientRect()
  const { x, y } = viewOrigin(dom)
  return { ...(rect && { left: left - x, top: top - y, right: right - x, bottom: bottom - y }), ...(size && { width, height }) }
}

function viewport(component: Instance, fields: Fields): Result {
  const scroll = drawnAround(component._$ as ComponentNode).closest<HTMLElement>('.mp-scroll')
  const [width, height] = [scroll?.clientWidth ?? 0, scroll?.clientHeight ?? 0]
  return {
    ...(fields.id && { id: '' }),
    ...(fields.dataset && { dataset: {} }),
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && scroll && scrollOf(scroll)),
  }
}

/** A component with a virtual host has no element of its own. */
function isDrawn(node: TreeNode): boolean {
  return (node.getBackendElement() as unknown) instanceof HTMLElement
}

function drawnAround(node: ComponentNode): HTMLElement {
  let drawn = node
  while (!isDrawn(drawn) && drawn.ownerShadowRoot) drawn = (drawn.ownerShadowRoot as ShadowRoot).getHostNode()
  return elementOf(drawn)
}

function scrollOf({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: HTMLElement): Result {
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight }
}
