import { nodeAt } from '../engine/types'
import { shown } from './shown'

/** What one node looks like, and why. */
export interface NodeDetails {
  /** In CSS pixels, from the corner of the phone. */
  box: { x: number; y: number; width: number; height: number }
  /** Computed values that are not those of a bare element of its kind. */
  computed: Record<string, string>
  /** The rules of the mini-program that reach it, those that win last. */
  rules: { from: string; selector: string; text: string }[]
  /** `style` of the node itself. */
  inline: string
  /** Properties and data of a component. */
  properties: unknown
}

/** Names that repeat what others say. */
const REPEATED = /^(-webkit-|perspective-origin|transform-origin|inline-size|block-size|(min|max)-(inline|block)-size|(margin|padding|border|inset)-(block|inline)|border-(start|end)-|overflow-(block|inline))/

export function detailsOf(element: HTMLElement): NodeDetails {
  const { x, y, width, height } = element.getBoundingClientRect()
  const node = nodeAt(element) as { data?: unknown } | undefined
  return {
    box: { x, y, width, height },
    computed: ownStyles(element),
    rules: rulesOf(element),
    inline: element.getAttribute('style') ?? '',
    properties: node?.data === undefined ? {} : shown(node.data),
  }
}

/** Compared with an element of the same name that nobody has styled. */
function ownStyles(element: HTMLElement): Record<string, string> {
  const bare = document.createElement('span')
  bare.style.all = 'initial'
  document.documentElement.append(bare)
  const plain = getComputedStyle(bare)
  const styles = getComputedStyle(element)
  const names = [...styles].filter((name) => !REPEATED.test(name) && !name.startsWith('--'))
  const own = Object.fromEntries(names.filter((name) => styles.getPropertyValue(name) !== plain.getPropertyValue(name)).map((name) => [name, styles.getPropertyValue(name)]))
  bare.remove()
  return own
}

function rulesOf(element: HTMLElement): NodeDetails['rules'] {
  return [...document.styleSheets].flatMap((sheet) => {
    const owner = sheet.ownerNode
    // The look of the built-in components is no affair of the mini-program.
    if (!(owner instanceof HTMLStyleElement) || !matchMedia(owner.media || 'all').matches) return []
    return matching([...sheet.cssRules], element).map((rule) => ({ from: originOf(owner), selector: rule.selectorText, text: rule.style.cssText }))
  })
}

function matching(rules: CSSRule[], element: HTMLElement): CSSStyleRule[] {
  return rules.flatMap((rule) => {
    if (rule instanceof CSSStyleRule) return element.matches(rule.selectorText) ? [rule] : []
    if (rule instanceof CSSMediaRule) return matchMedia(rule.conditionText).matches ? matching([...rule.cssRules], element) : []
    return []
  })
}

function originOf({ dataset }: HTMLStyleElement): string {
  if (dataset['page'] !== undefined) return `${dataset['page']}.wxss`
  return dataset['app'] === undefined ? '组件' : 'app.wxss'
}
