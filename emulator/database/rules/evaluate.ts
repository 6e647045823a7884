import { isPlainObject, type PlainObject } from '../document'
import { compareValues, equalValues, typeRank } from '../query/compare'
import { type BinaryOperator, type Expression } from './parse'

/**
 * What is known of a value while a rule is weighed against a query instead of against one document:
 * all it can be, or undefined when it can be anything.
 */
export type Possible = readonly unknown[] | undefined

/** In the fields written: a value that only the database knows, such as that of an $inc. */
export const ANYTHING = Symbol('anything')

/** What the variables of a rule stand for. */
export interface RuleScope {
  openid: string
  /** Milliseconds since 1970. */
  now: number
  /** The fields written; undefined for a read or a removal. */
  data: PlainObject | undefined
  /** What `doc.<field>` can be; `field` is dotted. */
  docField(field: string): Possible
  /** The document that get('database.collection.id') names. */
  read(collection: string, key: string): PlainObject | undefined
}

/** Whether the rule holds for certain, for every document that the query can match. */
export function holds(rule: Expression, scope: RuleScope): boolean {
  const possible = evaluate(rule, scope)
  return possible !== undefined && possible.length > 0 && possible.every(isTrue)
}

function evaluate(node: Expression, scope: RuleScope): Possible {
  switch (node.kind) {
    case 'literal':
      return [node.value]
    case 'list':
      return combine(node.items.map((item) => evaluate(item, scope)))
    case 'variable':
      return variable(node.name, scope)
    case 'member':
      return member(node, scope)
    case 'not':
      return evaluate(node.of, scope)?.map((value) => !isTrue(value))
    case 'get':
      return get(node.parts, scope)
    case 'binary':
      return binary(node.operator, evaluate(node.left, scope), evaluate(node.right, scope))
  }
}

function isTrue(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && value !== '' && value !== 0
}

function variable(name: 'auth' | 'doc' | 'request' | 'now', scope: RuleScope): Possible {
  if (name === 'auth') return [{ openid: scope.openid }]
  if (name === 'now') return [scope.now]
  return name === 'request' ? [{ data: scope.data ?? null }] : undefined
}

function member(node: Extract<Expression, { kind: 'member' }>, scope: RuleScope): Possible {
  const field = docPath(node)
  if (field !== undefined) return scope.docField(field)
  const values = evaluate(node.of, scope)?.map((value) => property(value, node.name))
  return values?.includes(ANYTHING) ? undefined : values
}

function property(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)] ?? null
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : null
}

/** `a.b` for doc.a.b */
function docPath(node: Expression): string | undefined {
  if (node.kind !== 'member') return undefined
  if (node.of.kind === 'variable') return node.of.name === 'doc' ? node.name : undefined
  const parent = docPath(node.of)
  return parent === undefined ? undefined : `${parent}.${node.name}`
}

function get(parts: Expression[], scope: RuleScope): Possible {
  const texts = combine(parts.map((part) => evaluate(part, scope)))
  return texts?.map((pieces) => {
    const [database, collection, ...id] = pieces.map(String).join('').split('.')
    if (database !== 'database' || collection === undefined) return null
    return scope.read(collection, id.join('.')) ?? null
  })
}

/** Every way to take one value from each. */
function combine(lists: Possible[]): unknown[][] | undefined {
  let ways: unknown[][] = [[]]
  for (const list of lists) {
    if (!list) return undefined
    ways = ways.flatMap((way) => list.map((value) => [...way, value]))
  }
  return ways
}

function binary(operator: BinaryOperator, left: Possible, right: Possible): Possible {
  if (operator === '&&' || operator === '||') return logical(operator === '||', left, right)
  return combine([left, right])?.map(([a, b]) => compare(operator, a, b))
}

/** One side can be enough to know: `deciding` is true for ||, false for &&. */
function logical(deciding: boolean, left: Possible, right: Possible): Possible {
  for (const side of [left, right]) if (side?.every((value) => isTrue(value) === deciding)) return [deciding]
  return combine([left, right])?.map(([a, b]) => (deciding ? isTrue(a) || isTrue(b) : isTrue(a) && isTrue(b)))
}

function compare(operator: BinaryOperator, a: unknown, b: unknown): boolean {
  if (operator === '==') return equalValues(a, b)
  if (operator === '!=') return !equalValues(a, b)
  if (operator === 'in') return Array.isArray(b) ? b.some((item) => equalValues(item, a)) : equalValues(a, b)
  const [left, right] = [comparable(a), comparable(b)]
  if (typeRank(left) !== typeRank(right)) return false
  const order = compareValues(left, right)
  if (operator === '>') return order > 0
  if (operator === '>=') return order >= 0
  return operator === '<' ? order < 0 : order <= 0
}

/** `now` is a number of milliseconds, and is compared with dates. */
function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value
}
