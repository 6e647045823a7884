// What is merged into a JSON file of theirs: single properties and items, each of which can be found again and taken out.
import { isDeepStrictEqual } from 'node:util'
import { insertInto, type Json, type Node, nodeIn, readNode, replaceNode, takeOut } from './json-text'

/** A property `key` of the object at that path, or an item of the list there, which is known by its property `by` or by all of it. */
export type Edit = { in: string[]; key: string; value: Json } | { in: string[]; by?: string; value: Json }

/** What is remembered of a merged file. */
export interface Merged {
  /** The file was not there before. */
  created?: true
  edits: Edit[]
  /** Containers that were not there before, outermost first. */
  made: string[][]
  /** What stood between the brackets of containers that held nothing, by their path: `emulator`, `permissions/openapi`. */
  inner: Record<string, string>
}

export const nothingMerged = (): Merged => ({ edits: [], made: [], inner: {} })
const pathOf = (path: readonly string[]): string => path.join('/')

/** absent: not there · same: as it was written · other: something else stands in its place */
export type Presence = 'absent' | 'same' | 'other'

/** Lines that changed, for people. */
export interface Change {
  sign: '+' | '-'
  words: string
}

export function presenceOf(text: string, edit: Edit): Presence {
  const place = placeOf(readNode(text), edit)
  if (!place) return 'absent'
  return isDeepStrictEqual(place.node.value, edit.value) ? 'same' : 'other'
}

/** What stands in that place now. */
export function valueIn(text: string, edit: Edit): Json | undefined {
  return placeOf(readNode(text), edit)?.node.value
}

function placeOf(root: Node, edit: Edit): { container: Node; index: number; node: Node } | undefined {
  const container = nodeIn(root, edit.in)
  const index = container?.children?.findLastIndex((child) => isThat(child, edit)) ?? -1
  const node = container?.children?.[index]?.node
  return container && node && { container, index, node }
}

function isThat({ key, node }: { key?: string; node: Node }, edit: Edit): boolean {
  if ('key' in edit) return key === edit.key
  if (edit.by === undefined) return isDeepStrictEqual(node.value, edit.value)
  return nameOf(node.value, edit.by) !== undefined && nameOf(node.value, edit.by) === nameOf(edit.value, edit.by)
}

/** `root` of a subpackage may end in a slash. */
function nameOf(value: Json, by: string): string | undefined {
  const name = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[by] : undefined
  return typeof name === 'string' ? name.replace(/^\/|\/$/g, '') : undefined
}

/** Where something that is no container stands on the way to it, so that it cannot be put there. */
export function blockedAt(text: string, edit: Edit): string | undefined {
  const root = readNode(text)
  for (let depth = 0; depth <= edit.in.length; depth += 1) {
    const node = nodeIn(root, edit.in.slice(0, depth))
    if (!node) return undefined
    const list = depth === edit.in.length && !('key' in edit)
    if (Array.isArray(node.value) !== list || !node.children) return edit.in.slice(0, depth).join('.') || '整个文件'
  }
  return undefined
}

/** Puts an edit in; the containers on the way are made. It is not there yet, and nothing is in its way. */
export function putIn(text: string, edit: Edit, merged: Merged): string {
  let now = text
  for (let depth = 1; depth <= edit.in.length; depth += 1) {
    const path = edit.in.slice(0, depth)
    if (nodeIn(readNode(now), path)) continue
    const empty = depth === edit.in.length && !('key' in edit) ? [] : {}
    now = insert(now, path.slice(0, -1), path.at(-1), empty, merged)
    merged.made.push(path)
  }
  merged.edits.push(edit)
  return insert(now, edit.in, 'key' in edit ? edit.key : undefined, edit.value, merged)
}

function insert(text: string, path: string[], key: string | undefined, value: Json, merged: Merged): string {
  const after = insertInto(text, containerAt(text, path), key, value)
  if (after.inner) merged.inner[pathOf(path)] ??= after.inner
  return after.text
}

/** Puts a value in the place of the one that is there. */
export function changeTo(text: string, edit: Edit): string {
  const place = placeOf(readNode(text), edit)
  return place ? replaceNode(text, place.node, edit.value) : text
}

/** Takes it out, whatever it holds now. */
export function takeEdit(text: string, edit: Edit, inner: Merged['inner']): string {
  const place = placeOf(readNode(text), edit)
  return place ? takeOut(text, place.container, place.index, inner[pathOf(edit.in)]) : text
}

/** Takes out the containers that were made for our edits, where nobody put anything else into them. */
export function takeMade(text: string, { made, inner }: Merged): { text: string; left: Merged['made'] } {
  let now = text
  const left: Merged['made'] = []
  for (const path of made.toReversed()) {
    const node = nodeIn(readNode(now), path)
    if (node?.children?.length) left.unshift(path)
    if (!node || node.children?.length !== 0) continue
    const outer = path.slice(0, -1)
    const parent = containerAt(now, outer)
    now = takeOut(now, parent, parent.children?.findLastIndex(({ key }) => key === path.at(-1)) ?? -1, inner[pathOf(outer)])
  }
  return { text: now, left }
}

function containerAt(text: string, path: readonly string[]): Node {
  const node = nodeIn(readNode(text), path)
  if (!node) throw new Error(`没有 ${path.join('.')}`)
  return node
}
