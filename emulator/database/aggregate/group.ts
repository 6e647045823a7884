import { type Iterator, Lazy } from 'mingo/lazy'
import { $group } from 'mingo/operators/pipeline'
import { type Options } from 'mingo/types'
import { isPlainObject, type PlainObject } from '../document'
import { ownValue } from '../query/field-values'

/** Documents with one key. */
interface Part {
  key: unknown
  docs: PlainObject[]
}

/** By the value of one field, and under it by that of the next. */
type Tree = Map<unknown, Tree | Part>

/** A field at the top of a document, as an expression says it. */
const TOP_FIELD = /^\$[A-Za-z_]\w*$/

/**
 * `$group`. mingo hashes the key of each document as text, which takes most of the time over 100,000 of them. Where the key is made of
 * fields with simple values, documents are put together here, sums of fields are added up, and mingo reckons all else of each group.
 */
export function group(docs: Iterator, spec: PlainObject, options: Options): Iterator {
  const { _id: id, ...told } = spec
  if (!isSimple(id)) return $group(docs, spec as never, options)
  const summed = Object.entries(told).flatMap(([name, what]) => (isFieldSum(what) ? [[name, what.$sum.slice(1)] as const] : []))
  const rest = Object.fromEntries(Object.entries(told).filter(([, what]) => !isFieldSum(what)))
  return docs.transform((all: PlainObject[]) => {
    const parts = partition(all, id)
    if (!parts) return $group(Lazy(all), spec as never, options)
    return Lazy(parts.flatMap(({ key, docs: of }) => {
      const sums = Object.fromEntries(summed.map(([name, field]) => [name, sumOf(of, field)]))
      return $group(Lazy(of), { _id: null, ...rest } as never, options).collect<PlainObject>().map((row) => ({ _id: key, ...inOrderOf(told, { ...row, ...sums }) }))
    }))
  })
}

function isFieldSum(what: unknown): what is { $sum: string } {
  return isPlainObject(what) && Object.keys(what).length === 1 && typeof what.$sum === 'string' && TOP_FIELD.test(what.$sum)
}

function sumOf(docs: readonly PlainObject[], field: string): number {
  let sum = 0
  for (const doc of docs) {
    const value = ownValue(doc, field)
    if (typeof value === 'number' && !Number.isNaN(value)) sum += value
  }
  return sum
}

function inOrderOf(told: PlainObject, row: PlainObject): PlainObject {
  return Object.fromEntries(Object.keys(told).map((name) => [name, row[name]]))
}

/** `$field`, or an object of some. */
function isSimple(id: unknown): id is string | Record<string, string> {
  if (!isPlainObject(id)) return typeof id === 'string' && TOP_FIELD.test(id)
  const fields = Object.entries(id)
  return fields.length > 0 && fields.every(([name, field]) => !/[$.]/.test(name) && typeof field === 'string' && TOP_FIELD.test(field))
}

/** In the order of their first documents; undefined where a value is not simple: to a Map two equal dates are different, and -0 is 0. */
function partition(docs: readonly PlainObject[], id: string | Record<string, string>): Part[] | undefined {
  const names = (typeof id === 'string' ? [id] : Object.values(id)).map((field) => field.slice(1))
  // By itself a field that is missing is null; in an object it is left out.
  const valueOf = (doc: PlainObject, name: string): unknown => (typeof id === 'string' ? (ownValue(doc, name) ?? null) : ownValue(doc, name))
  const keyOf = (doc: PlainObject): unknown => (typeof id === 'string' ? valueOf(doc, id.slice(1)) : Object.fromEntries(Object.keys(id).map((name, at) => [name, valueOf(doc, names[at] ?? '')])))
  const found: Part[] = []
  const root: Tree = new Map()
  for (const doc of docs) {
    let tree = root
    for (const [depth, name] of names.entries()) {
      const value = valueOf(doc, name)
      if ((typeof value === 'object' && value !== null) || Object.is(value, -0)) return undefined
      let next = tree.get(value)
      if (!next) {
        next = depth < names.length - 1 ? new Map() : { key: keyOf(doc), docs: [] }
        tree.set(value, next)
        if (!(next instanceof Map)) found.push(next)
      }
      if (next instanceof Map) tree = next
      else next.docs.push(doc)
    }
  }
  return found
}
