import { h } from '../dom'
import { define } from './element'

interface RichNode {
  type?: 'node' | 'text'
  name?: string
  text?: string
  attrs?: Record<string, unknown>
  children?: RichNode[]
}

/** What rich-text trusts (受信任的 HTML 节点及属性); anything else is left out with its children. */
const TRUSTED_TAGS = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset font footer
   h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table tbody td
   tfoot th thead tr tt u ul`.split(/\s+/),
)
const TRUSTED_ATTRIBUTES = new Set(
  ['class', 'style', 'src', 'alt', 'width', 'height', 'colspan', 'rowspan', 'align', 'dir', 'start', 'type'],
)

export const richText = define({
  tag: 'rich-text',
  properties: { nodes: null as string | RichNode[] | null, space: '', userSelect: false },
  setup(element) {
    const content = h('div')
    element.dom.append(content)
    element.on(['nodes'], () => {
      const { nodes } = element.properties
      const parsed = typeof nodes === 'string' ? [...parse(nodes)] : (nodes ?? []).map(toDom)
      content.replaceChildren(...parsed.flatMap((node) => node ?? []))
    })
  },
})

function parse(html: string): (Node | undefined)[] {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(trusted)
}

function trusted(node: Node): Node | undefined {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.textContent ?? '')
  if (!(node instanceof Element)) return undefined
  const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]))
  return made(node.localName, attrs, [...node.childNodes].map(trusted))
}

function toDom(node: RichNode): Node | undefined {
  if (node.type === 'text') return document.createTextNode(node.text ?? '')
  return made(node.name ?? '', node.attrs ?? {}, (node.children ?? []).map(toDom))
}

function made(name: string, attributes: Record<string, unknown>, children: (Node | undefined)[]): Node | undefined {
  if (!TRUSTED_TAGS.has(name)) return undefined
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (TRUSTED_ATTRIBUTES.has(key)) element.setAttribute(key, String(value))
  element.append(...children.flatMap((child) => child ?? []))
  return element
}
