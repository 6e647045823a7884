import { type glassEasel, type component } from 'glass-easel-miniprogram-adapter'

/** A node of the component tree. */
export type TreeNode = glassEasel.Element
export type ComponentNode = glassEasel.GeneralComponent
export type ShadowRoot = glassEasel.ShadowRoot
/** What `this` is in a page or component of the mini-program. */
export type Instance = component.GeneralComponent
export type TreeEvent = glassEasel.ShadowedEvent<unknown>

/** What a mini-program passes to Page(), Component() or Behavior(). */
export type Definition = Record<string, unknown>

/** The DOM element that a node of the tree is drawn as. */
export function elementOf(node: TreeNode): HTMLElement {
  return node.getBackendElement() as unknown as HTMLElement
}

/** The node that a DOM element, or the nearest one around it, belongs to. */
export function nodeAt(element: EventTarget | null): TreeNode | undefined {
  let current = element as (Node & { __wxElement?: TreeNode }) | null
  while (current && !current.__wxElement) current = current.parentNode
  return current?.__wxElement
}
