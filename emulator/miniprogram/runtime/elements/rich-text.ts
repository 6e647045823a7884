import { h } from '../dom'
import { define, type ElementServices } from './element'

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
  setup(element, services) {
    const make = maker(services)
    const content = h('div')
    element.dom.append(content)
    element.on(['nodes'], () => {
      const { nodes } = element.properties
      const parsed = typeof nodes === 'string' ? parse(nodes).map((node) => trusted(node, make)) : (nodes ?? []).map((node) => toDom(node, make))
      content.replaceChildren(...parsed.flatMap((node) => node ?? []))
    })
  },
})

type Make = (name: string, attributes: Record<string, unknown>, children: (Node | undefined)[]) => Node | undefined

function parse(html: string): Node[] {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes]
}

function trusted(node: Node, make: Make): Node | undefined {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.textContent ?? '')
  if (!(node instanceof Element)) return undefined
  const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]))
  return make(node.localName, attrs, [...node.childNodes].map((child) => trusted(child, make)))
}

function toDom(node: RichNode, make: Make): Node | undefined {
  if (node.type === 'text') return document.createTextNode(node.text ?? '')
  return make(node.name ?? '', node.attrs ?? {}, (node.children ?? []).map((child) => toDom(child, make)))
}

/** What a source or a style names is loaded from where `<image>` would load it. */
function maker({ assetUrl, inStyle }: ElementServices): Make {
  const loaded: Record<string, (value: string) => string> = { src: assetUrl, style: inStyle }
  return (name, attributes, children) => {
    if (!TRUSTED_TAGS.has(name)) return undefined
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) {
      if (TRUSTED_ATTRIBUTES.has(key)) element.setAttribute(key, loaded[key]?.(String(value)) ?? String(value))
    }
    element.append(...children.flatMap((child) => child ?? []))
    return element
  }
}
