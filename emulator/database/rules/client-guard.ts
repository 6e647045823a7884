import { type CollectionConfig } from '../../project/project'
import { WireError } from '../../wire-error'
import { isPlainObject, type PlainObject } from '../document'
import { invalidParam, permissionDenied } from '../errors'
import { indexableConditions } from '../indexes/conditions'
import { fieldPath, valuesAt } from '../query/field-values'
import { ANYTHING, holds, type RuleScope } from './evaluate'
import { type Guard } from './guard'
import { type Expression, parseExpression } from './parse'

export interface ClientGuardOptions {
  /** Of the collection. */
  name: string
  config: CollectionConfig
  openid: string
  now: number
  /** A document of any collection, for get() in rules. */
  read(collection: string, key: string): PlainObject | undefined
}

type Operation = 'read' | 'create' | 'update' | 'delete'
type Right = 'all' | 'own' | 'none'

/** Official page «数据库 / 权限控制». */
const MODES: Record<'READONLY' | 'PRIVATE' | 'ADMINWRITE' | 'ADMINONLY', { read: Right; write: Right }> = {
  // 所有用户可读，仅创建者可写
  READONLY: { read: 'all', write: 'own' },
  // 仅创建者可读写
  PRIVATE: { read: 'own', write: 'own' },
  // 所有用户可读，仅管理端可写
  ADMINWRITE: { read: 'all', write: 'none' },
  // 仅管理端可读写
  ADMINONLY: { read: 'none', write: 'none' },
}

/** What the console gives to a new collection. */
const DEFAULT_MODE = 'PRIVATE'
/** In a query, stands for the caller's openid. */
const OPENID_PLACEHOLDER = '{openid}'

/**
 * The rights of a mini-program user. Permission modes narrow a query to what the user may see; custom rules do not filter:
 * the query itself must make sure that the rule holds for everything it can match.
 * @throws WireError INVALID_PARAM when the collection's rule is malformed
 */
export function clientGuard(options: ClientGuardOptions): Guard {
  const { name, config, openid } = options
  const acl = config.acl ?? DEFAULT_MODE
  const denied = (operation: Operation): WireError => {
    return permissionDenied(`a client may not ${operation} documents of ${name} like this (${acl})`)
  }
  const rules = acl === 'CUSTOM' ? parseRules(name, config.rule ?? {}) : undefined

  const assertRule = (operation: Operation, docField: RuleScope['docField'], data?: PlainObject): void => {
    const rule = rules?.(operation)
    if (rule === undefined || rule === false) throw denied(operation)
    if (rule === true) return
    if (!holds(rule, { ...options, docField, data })) throw denied(operation)
  }
  const right = (operation: Operation): Right => {
    return acl === 'CUSTOM' ? 'all' : MODES[acl][operation === 'read' ? 'read' : 'write']
  }

  return {
    caller: 'client',
    restrict(operation, given, data) {
      if (data) assertOwnerUntouched(data)
      const query = withOpenid(given, openid) as PlainObject
      if (right(operation) === 'none') throw denied(operation)
      if (rules) assertRule(operation, fieldOfQuery(query), data && writtenFields(data))
      if (right(operation) === 'all') return query
      return Object.keys(query).length > 0 ? { $and: [query, { _openid: openid }] } : { _openid: openid }
    },
    admit(given) {
      if (right('create') === 'none') throw denied('create')
      if (given._openid !== undefined && given._openid !== openid) throw permissionDenied('_openid is set by the cloud')
      const doc = { ...given, _openid: openid }
      if (rules) assertRule('create', (field) => valuesAt(doc, fieldPath(field)), doc)
      return doc
    },
  }
}

type Rules = (operation: Operation) => Expression | boolean | undefined

/** @throws WireError INVALID_PARAM when a rule of the collection is malformed */
export function assertRules(name: string, config: CollectionConfig): void {
  parseRules(name, config.rule ?? {})
}

function parseRules(name: string, rule: Record<string, boolean | string>): Rules {
  const parsed = new Map<string, Expression | boolean>()
  for (const [operation, text] of Object.entries(rule)) {
    try {
      parsed.set(operation, typeof text === 'string' ? parseExpression(text) : text)
    } catch (error) {
      throw error instanceof WireError ? invalidParam(`rule "${operation}" of collection ${name}: ${error.message}`) : error
    }
  }
  return (operation) => parsed.get(operation) ?? (operation === 'read' ? undefined : parsed.get('write'))
}

/** What the equality terms and $in lists of a query leave as possible values. */
function fieldOfQuery(query: PlainObject): RuleScope['docField'] {
  const conditions = indexableConditions(query)
  return (field) => {
    const [values] = (conditions.get(field) ?? []).flatMap((condition) => ('values' in condition ? [condition.values] : []))
    return values
  }
}

/** request.data of an update: what it sets, or the whole new document. */
function writtenFields(data: PlainObject): PlainObject {
  const { $set = {}, ...others } = data
  if (!Object.keys(data).some((key) => key.startsWith('$'))) return data
  const opaque = touchedFields(others).map((field) => [field.split('.')[0], ANYTHING])
  return { ...(isPlainObject($set) ? $set : {}), ...Object.fromEntries(opaque) }
}

function assertOwnerUntouched(data: PlainObject): void {
  if (touchedFields(data).some((field) => field.split('.')[0] === '_openid')) {
    throw permissionDenied('_openid cannot be changed by a client')
  }
}

/** Names of the fields that an update of operators, or a whole document, writes. */
function touchedFields(data: PlainObject): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    if (!key.startsWith('$') || !isPlainObject(value)) return [key]
    return key === '$rename' ? [...Object.keys(value), ...Object.values(value).map(String)] : Object.keys(value)
  })
}

function withOpenid(value: unknown, openid: string): unknown {
  if (value === OPENID_PLACEHOLDER) return openid
  if (Array.isArray(value)) return value.map((item) => withOpenid(item, openid))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOpenid(item, openid)]))
}
