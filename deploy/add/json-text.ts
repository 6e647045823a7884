// Changes a JSON text where it has to, and nowhere else: what people wrote keeps its indent, line ends, order and final newline.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A value in a text, by its offsets: `text.slice(start, end)` is all of it. */
export interface Node {
  start: number
  end: number
  value: Json
  /** What a list or an object holds, in order. `from` is where a property's name begins; for an item it is `start`. */
  children?: { key?: string; from: number; node: Node }[]
}

const SPACE = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\]|\\.)*"/y
const SCALAR = /[^\s,\]}]+/y

/** @throws SyntaxError where the text is not JSON (comments are none of it) */
export function readNode(text: string): Node {
  const bom = text.startsWith('\uFEFF') ? 1 : 0
  JSON.parse(text.slice(bom))
  return nodeAt(text, skip(text, bom))
}

/** The text is known to be JSON. */
function nodeAt(text: string, start: number): Node {
  const open = text[start]
  if (open !== '{' && open !== '[') {
    const end = match(open === '"' ? STRING : SCALAR, text, start)
    return { start, end, value: JSON.parse(text.slice(start, end)) as Json }
  }
  const children: NonNullable<Node['children']> = []
  let at = skip(text, start + 1)
  while (text[at] !== '}' && text[at] !== ']') {
    const from = at
    let key: string | undefined
    if (open === '{') {
      const end = match(STRING, text, at)
      key = JSON.parse(text.slice(at, end)) as string
      at = skip(text, skip(text, end) + 1)
    }
    const node = nodeAt(text, at)
    children.push({ ...(key !== undefined && { key }), from, node })
    at = skip(text, node.end)
    if (text[at] === ',') at = skip(text, at + 1)
  }
  return { start, end: at + 1, value: JSON.parse(text.slice(start, at + 1)) as Json, children }
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.test(text)
  return pattern.lastIndex
}

function skip(text: string, at: number): number {
  return match(SPACE, text, at)
}

/** The value at that path; of a name that stands twice, the last one, as JSON.parse has it. */
export function nodeIn(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (const key of path) node = node?.children?.findLast((child) => child.key === key)?.node
  return node
}

export interface Inserted {
  text: string
  /** What stood between the brackets of a container that held nothing: it goes back there with the last child. */
  inner?: string
}

/** Puts a child at the end of the container, laid out as its neighbours are. @param key  of a property; none for an item */
export function insertInto(text: string, container: Node, key: string | undefined, value: Json): Inserted {
  const { eol, unit } = layoutOf(text)
  const children = container.children ?? []
  const last = children.at(-1)
  const name = key === undefined ? '' : `${JSON.stringify(key)}: `
  if (!last) {
    const inner = text.slice(container.start + 1, container.end - 1)
    const outer = indentAt(text, container.start)
    const body = eol === '' ? name + inline(value) : `${eol}${outer}${unit}${name}${spread(value, unit, outer + unit, eol)}${eol}${outer}`
    return { text: text.slice(0, container.start + 1) + body + text.slice(container.end - 1), inner }
  }
  const before = children.at(-2)?.node.end ?? container.start + 1
  const gap = text.slice(before, last.from)
  const indent = indentAt(text, last.from)
  const added = gap.includes('\n') ? `,${eol}${indent}${name}${spread(value, unit, indent, eol)}` : `, ${name}${inline(value)}`
  return { text: text.slice(0, last.node.end) + added + text.slice(last.node.end) }
}

/** Takes a child out again, together with the comma that came with it. @param inner  see `Inserted` */
export function takeOut(text: string, container: Node, index: number, inner = ''): string {
  const children = container.children ?? []
  const [before, child, after] = [children[index - 1], children[index], children[index + 1]]
  if (!child) return text
  if (before) return text.slice(0, before.node.end) + text.slice(child.node.end)
  if (after) return text.slice(0, child.from) + text.slice(after.from)
  return text.slice(0, container.start + 1) + inner + text.slice(container.end - 1)
}

/** Puts another value where one stands. */
export function replaceNode(text: string, node: Node, value: Json): string {
  const { eol, unit } = layoutOf(text)
  const old = text.slice(node.start, node.end)
  const flat = eol === '' || (node.children?.length && !old.includes('\n'))
  return text.slice(0, node.start) + (flat ? inline(value) : spread(value, unit, indentAt(text, node.start), eol)) + text.slice(node.end)
}

/** Line end (empty where all stands on one line) and one step of indent, as most of the text has them. */
function layoutOf(text: string): { eol: string; unit: string } {
  const body = text.trimEnd()
  const eol = body.includes('\r\n') ? '\r\n' : body.includes('\n') ? '\n' : ''
  const unit = /\n([ \t]+)\S/.exec(body)?.[1] ?? '  '
  return { eol, unit }
}

/** What the line of that offset begins with. */
function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf('\n', at - 1) + 1
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? ''
}

function spread(value: Json, unit: string, indent: string, eol: string): string {
  return JSON.stringify(value, null, unit.slice(0, 10)).split('\n').join(eol + indent)
}

/** `{ "a": [1, 2] }` */
function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inline(each)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
