import { type CloudCall } from '../../../miniprogram/runtime/workbench/watched-cloud'
import { type Permissions } from '../live/contract'
import { parseJson } from '../parts/json'
import { ACL_WORDS } from '../parts/words'

type Fields = Record<string, unknown>

export const CALL_KINDS = ['云函数', '数据库', '云存储', '云托管', '请求', '微信'] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** One request of the phone, in the words of a mini-program. */
export interface ShownCall {
  id: number
  at: number
  kind: CallKind
  name: string
  outcome: { text: string; tone: 'good' | 'refused' | 'bad' | 'hint' }
  ms?: number
  sent: unknown
  /** The answer, or why there is none. */
  answer: unknown
  /** Of the run of a function. */
  requestId?: string
  /** What the user pressed before, in words. */
  cause?: string
  /** Which rule let it in or did not. */
  rule?: string
}

/** Actions of the database by the function that asks for them. */
const DATABASE_ACTIONS: Record<string, string> = {
  'database.getDocument': 'get',
  'database.calculateDocument': 'count',
  'database.insertDocument': 'add',
  'database.modifyDocument': 'update',
  'database.removeDocument': 'remove',
  'database.aggregateDocuments': 'aggregate',
}
/** What a rule calls the same. */
const OPERATIONS: Record<string, string> = { get: 'read', count: 'read', aggregate: 'read', add: 'create', update: 'update', remove: 'delete' }

export function shownCall(call: CloudCall, permissions: Permissions | undefined): ShownCall {
  const { id, at, ms, path, error } = call
  const sent = fieldsOf(call.sent)
  const answer = fieldsOf(call.answer)
  const cause = call.tap && `点了「${call.tap.text}」之后 ${call.tap.ms} ms`
  const shared = { id, at, ms, cause, outcome: outcomeOf(call), answer: error ?? call.answer }
  if (path === 'invoke') {
    const name = String(sent['function'])
    const { result, error: failed, requestId } = answer
    return { ...shared, kind: '云函数', name, sent: sent['data'], answer: error ?? failed ?? result, requestId: textOr(requestId), rule: functionRule(name, permissions) }
  }
  if (path === 'client-database') {
    const body = fieldsOf(sent['body'])
    const action = String(sent['action'])
    const word = DATABASE_ACTIONS[action] ?? action
    const collection = String(body['collectionName'])
    return { ...shared, kind: '数据库', name: `${collection}.${word}`, sent: unfolded(body), answer: error ?? unfolded(answer), rule: collectionRule(collection, word, permissions) }
  }
  // What goes to another server goes by way of the local cloud.
  if (path === 'network/container') return { ...shared, kind: '云托管', name: `${String(sent['method'] ?? 'GET')} ${String(sent['path'])}`, sent: call.sent }
  if (path === 'network/request') return { ...shared, kind: '请求', name: `${String(sent['method'] ?? 'GET')} ${String(sent['url'])}`, sent: call.sent }
  return { ...shared, kind: /^\/|^files/.test(path) ? '云存储' : '微信', name: path, sent: call.sent }
}

function outcomeOf({ ms, error, answer }: CloudCall): ShownCall['outcome'] {
  if (error) return { text: error.code, tone: 'bad' }
  if (ms === undefined) return { text: '进行中', tone: 'hint' }
  const { ok, error: failed, result } = fieldsOf(answer)
  if (ok === false) return { text: String(fieldsOf(failed)['code'] ?? '失败'), tone: 'bad' }
  if (fieldsOf(result)['ok'] === false) return { text: String(fieldsOf(fieldsOf(result)['error'])['code'] ?? 'ok: false'), tone: 'refused' }
  return { text: '成功', tone: 'good' }
}

function functionRule(name: string, permissions: Permissions | undefined): string | undefined {
  if (!permissions) return undefined
  const own = permissions.functionRules[name] ?? permissions.functionRules['*']
  if (!own) return '没有云函数规则：登录的用户都能调用'
  return `${permissions.functionRules[name] ? name : '*'}: { invoke: ${JSON.stringify(own.invoke)} }`
}

function collectionRule(collection: string, action: string, permissions: Permissions | undefined): string | undefined {
  const found = permissions?.collections.find(({ name }) => name === collection)
  if (!found) return undefined
  const { acl = 'PRIVATE', rule = {} } = found
  if (acl !== 'CUSTOM') return ACL_WORDS[acl] ?? acl
  const operation = OPERATIONS[action] ?? action
  const key = operation in rule || operation === 'read' ? operation : 'write'
  return key in rule ? `${key}: ${JSON.stringify(rule[key])}` : `规则里没有 ${operation}，所以不允许`
}

/** The wire carries documents and queries as texts of JSON. */
function unfolded(body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? value.map(read) : read(value)]))
}

function read(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  const parsed = parseJson(value)
  return parsed.ok ? parsed.value : value
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
