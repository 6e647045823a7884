import { type BuiltInTag } from '../../built-in-tags'
import { h } from '../dom'
import { elementOf, type ComponentNode, type TreeEvent } from '../engine/types'

/** What built-in components need of the rest of the phone. */
export interface ElementServices {
  /** `open-type` of navigator and button, and whatever else a component does in the name of `wx`. */
  wx(): WxCalls
  /** Over the pages. */
  overlays: HTMLElement
  /** Absolute address of a file of the mini-program, and of whatever else a source names. */
  assetUrl(path: string): string
  /** The same for the text of a style. */
  inStyle(css: string): string
  /** `open-type="agreePrivacyAuthorization"` was tapped; the id of the button, '' for none. */
  agreeToPrivacy(buttonId: string): void
  /** What a button of another `open-type` tells its page; undefined where it tells nothing. */
  openType(type: string): Promise<{ event: string; detail: object } | undefined>
  /** `open-type="share"` was tapped: what the page hears of the button. */
  share(target: object): void
}

export type WxCalls = Record<string, (options: Record<string, unknown>) => unknown>

export type Values = Record<string, unknown>

/** A built-in component: its properties with their defaults (null: of any type), and how it behaves in the DOM. */
export interface ElementDefinition<P extends Values = Values> {
  tag: BuiltInTag
  properties: P
  setup?(element: BuiltIn<P>, services: ElementServices): void
}

/** Keeps the types of the properties for `setup`. */
export function define<P extends Values>(definition: ElementDefinition<P>): ElementDefinition {
  return definition as unknown as ElementDefinition
}

/** Registers what is to be called when properties change, or the component enters the page. */
export interface BuilderHooks {
  observer(paths: string[], listener: () => void): void
  lifetime(name: 'created' | 'attached' | 'detached', listener: () => void): void
}

/** What other components may ask of a field: forms, labels, groups. */
export interface FieldRole {
  value?(): unknown
  reset?(): void
  /** What a tap on its label does. */
  activate?(): void
  submit?(type: 'submit' | 'reset'): void
  /** A choice of the group was tapped. */
  chosen?(choice: HTMLElement): void
}

const roles = new WeakMap<Element, FieldRole>()

export function roleOf(element: Element | null | undefined): FieldRole | undefined {
  return element ? roles.get(element) : undefined
}

/** One built-in component in the page. */
export class BuiltIn<P extends Values = Values> {
  readonly dom: HTMLElement
  readonly #atCreation: (() => void)[] = []

  constructor(
    readonly node: ComponentNode,
    private readonly hooks: BuilderHooks,
  ) {
    // One that is made inside a component that is gone already has none, and is drawn nowhere.
    this.dom = (elementOf(node) as HTMLElement | null) ?? h('div')
    // Properties cannot be read before.
    hooks.lifetime('created', () => this.#atCreation.forEach((listener) => listener()))
  }

  get properties(): P {
    return this.node.data as P
  }

  set(changes: Partial<P>): void {
    this.node.setData(changes as Values)
  }

  /** At the beginning, and whenever one of them changes. To be called in `setup`, as all that begins with `on`. */
  on(names: (keyof P & string)[], listener: () => void): void {
    this.hooks.observer(names, listener)
    this.#atCreation.push(listener)
  }

  onAttached(listener: () => void): void {
    this.hooks.lifetime('attached', listener)
  }

  onDetached(listener: () => void): void {
    this.hooks.lifetime('detached', listener)
  }

  onTap(listener: (event: TreeEvent) => void): void {
    this.node.addListener('tap', listener as never)
  }

  emit(name: string, detail: unknown = {}, options: { bubbles?: boolean } = {}): void {
    this.node.triggerEvent(name, detail, options)
  }

  plays(role: FieldRole): void {
    roles.set(this.dom, { ...roles.get(this.dom), ...role })
  }

  /** The nearest built-in component of a kind around this one. */
  around(tag: BuiltInTag): HTMLElement | undefined {
    return this.dom.parentElement?.closest<HTMLElement>(`wx-${tag}`) ?? undefined
  }

  /** The code path of the page or component in whose template it stands. */
  get owner(): string {
    return this.node.ownerShadowRoot?.getHostNode().is ?? ''
  }
}

/** Built-in components answer to the keyboard like the button they are. */
export function makeFocusable(dom: HTMLElement, role: string, isDisabled = false): void {
  if (!dom.hasAttribute('role')) dom.setAttribute('role', role)
  if (isDisabled) dom.removeAttribute('tabindex')
  else dom.tabIndex = 0
}
