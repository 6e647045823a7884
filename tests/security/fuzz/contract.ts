import { openidOf } from '../rights/callers'
import { gatewayRequest } from './gateway'
import { junk, junkName, junkText, written, type Json } from './junk'
import { OPENIDS, type FuzzedCloud } from './local-cloud'
import { mutated } from './mutate'
import { type Chance } from './random'
import { stackIn, type Target } from './target'

type Example = (chance: Chance, cloud: FuzzedCloud) => Record<string, Json>

const openid = (chance: Chance): string => chance.of(OPENIDS)
const id = (chance: Chance, { templateIds }: FuzzedCloud): string => chance.of(templateIds)

/** What each address takes; of a GET, its query. One that is not here fails. */
export const EXAMPLES: Record<string, Example> = {
  'POST /emulator/invoke': (chance) => ({ function: chance.of(['none', 'push ', '__proto__', '../push']), data: junk(chance), caller: chance.of(INVOKERS) }),
  'GET /emulator/logs': (chance) => ({ function: 'push', openid: openid(chance), text: 'a' }),
  'GET /emulator/logs/:requestId': () => ({ requestId: '000000000000' }),
  'POST /emulator/consent': (chance, cloud) => ({ openid: openid(chance), templateIds: [id(chance, cloud)], choices: { [id(chance, cloud)]: chance.of(['accept', 'reject']) }, always: chance.hits(0.2), tap: true }),
  'POST /emulator/panel': (chance, cloud) => ({ openid: openid(chance), templateIds: [id(chance, cloud)] }),
  'POST /emulator/refuse': (chance, cloud) => ({ openid: openid(chance), templateId: id(chance, cloud) }),
  'GET /emulator/inbox': (chance) => ({ openid: openid(chance) }),
  'POST /emulator/inbox/opened': (chance) => ({ openid: openid(chance), id: '1' }),
  'POST /emulator/inbox/fail-next': (chance) => ({ openid: openid(chance), errorCode: 1, errorStatus: 'failed' }),
  'GET /emulator/privacy': (chance) => ({ openid: openid(chance) }),
  'POST /emulator/privacy': (chance) => ({ openid: openid(chance), agreed: chance.hits(0.5) }),
  'GET /emulator/settings': (chance) => ({ openid: openid(chance) }),
  'POST /emulator/settings': (chance, cloud) => ({ openid: openid(chance), mainSwitch: chance.hits(0.5), items: { [id(chance, cloud)]: 'accept' } }),
  'GET /emulator/subscription': (chance, cloud) => ({ openid: openid(chance), templateId: id(chance, cloud) }),
  'GET /emulator/subscriptions': (chance) => ({ openid: openid(chance) }),
  'GET /emulator/users': () => ({}),
  'POST /emulator/users': (chance) => ({ openid: openid(chance), nickname: '林夏' }),
  'GET /emulator/templates': () => ({}),
  'POST /emulator/templates': (chance) => ({ title: '提醒', content: '地点:{{thing1.DATA}}', type: chance.of([2, 3]), enums: { const1: ['a'] }, examples: { thing1: 'a' }, banned: false, device: false }),
  'POST /emulator/ban': (chance, cloud) => ({ templateId: id(chance, cloud), banned: chance.hits(0.5) }),
  'GET /emulator/db': () => ({}),
  'GET /emulator/collections': () => ({}),
  'GET /emulator/db/:collection': (chance) => ({ collection: collection(chance), query: JSON.stringify(query(chance)), limit: '3', skip: '1', newest: 'true', text: 'a' }),
  'GET /emulator/db/:collection/count': (chance) => ({ collection: collection(chance), query: JSON.stringify(query(chance)), text: 'a' }),
  'POST /emulator/collections': () => ({ name: 'fuzzed' }),
  'GET /emulator/collections/:collection': (chance) => ({ collection: collection(chance) }),
  'DELETE /emulator/collections/:collection': () => ({ collection: 'fuzzed' }),
  'POST /emulator/db/:collection': () => ({ collection: 'fuzzed', document: { n: 1, at: { $date: '2026-01-31T08:00:00Z' } } }),
  'DELETE /emulator/db/:collection': (chance) => ({ collection: 'fuzzed', query: JSON.stringify(query(chance)) }),
  'PUT /emulator/db/:collection/:id': (chance) => ({ collection: 'fuzzed', id: 'a', ...chance.of<Record<string, Json>>([{ document: { n: 2 } }, { update: { $inc: { n: 1 } } }]) }),
  'DELETE /emulator/db/:collection/:id': () => ({ collection: 'fuzzed', id: 'a' }),
  'POST /emulator/db/:collection/import': (chance) => ({ collection: 'fuzzed', text: chance.of(['[{"_id":"a"}]', '{"_id":"a"}\n{"n":1}', '[']), mode: chance.of(['insert', 'upsert']) }),
  'GET /emulator/db/:collection/export': (chance) => ({ collection: collection(chance), query: JSON.stringify(query(chance)), format: chance.of(['json', 'lines']) }),
  'POST /emulator/explain': (chance) => ({ collection: collection(chance), query: query(chance), sort: { n: -1 }, limit: 3 }),
  'POST /emulator/permission-check': (chance) => ({ openid: openid(chance), collection: collection(chance), operation: chance.of(['read', 'create', 'update', 'delete']), query: query(chance), data: { n: 1 } }),
  'POST /emulator/client-database': (chance) => {
    const { action, ...body } = gatewayRequest(chance)
    return { openid: openid(chance), action: action ?? null, body }
  },
  'GET /emulator/files': () => ({ text: 'a', limit: '3', skip: '0' }),
  'POST /emulator/files/acl': (chance) => ({ acl: chance.of(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY']) }),
  'POST /emulator/files/upload': (chance) => ({ openid: openid(chance), cloudPath: chance.of(['a.png', '../a', 'a/b/c.txt', '', '/a', junkText(chance)]) }),
  'POST /emulator/files/links': (chance) => ({ openid: openid(chance), files: [{ fileID: chance.of(['cloud://e/a', 'cloud://', '__proto__', junkText(chance)]), maxAge: 60 }] }),
  'POST /emulator/files/delete': (chance) => ({ openid: openid(chance), fileIDs: [chance.of(['cloud://e/a', 'cloud://', junkText(chance)])] }),
  'POST /emulator/network/container': (chance) => ({ service: chance.of(['', 'orders', junkText(chance)]), path: junkText(chance), openid: 'oFuzz', method: 'GET', header: { 'X-WX-OPENID': 'oEve' }, timeoutMs: 200 }),
  'POST /emulator/network/request': (chance) => ({ url: chance.of(['http://127.0.0.1:1/', 'http://127.0.0.1:9/a', 'https://evil.example/', 'file:///etc/passwd', junkText(chance)]), method: 'GET', header: { a: 'b' }, timeoutMs: 200 }),
  'GET /emulator/answers': (chance) => ({ openid: openid(chance) }),
  'POST /emulator/answers': (chance) => ({ openid: openid(chance), location: { latitude: 23.1, longitude: 113.3, name: 'a', address: 'b' }, scan: { result: 'a', scanType: 'QR_CODE' }, phoneNumber: '13800001234' }),
  'POST /emulator/open-data': (chance) => ({ openid: openid(chance), kind: chance.of(['phone', 'user', 'share']) }),
  'GET /emulator/missing-collections': () => ({}),
  'GET /emulator/permissions': () => ({}),
  'GET /emulator/clock': () => ({}),
  'POST /emulator/clock': (chance) => chance.of<Record<string, Json>>([{ advanceMs: 60_000 }, { advanceMs: 86_400_000 }, { now: 1_800_000_000_000 }, { now: '2026-12-31T00:00:00+08:00' }]),
  'GET /emulator/timers': () => ({}),
  'POST /emulator/timers': (chance) => ({ function: chance.of(['dispatch', 'none']), name: 'none' }),
  'GET /emulator/events': () => ({}),
  'GET /emulator/faults': () => ({}),
  'POST /emulator/faults': () => ({
    send: { latencyMs: 1, errors: [{ errcode: -1, times: 1, rate: 0.5 }], lostReplies: 0 },
    db: { latencyMs: 0, errors: [{ code: 'DATABASE_REQUEST_FAILED', times: 1 }], lostReplies: 0, conflicts: { operation: 0, commit: 0 } },
    http: { mode: 'reset', times: 0, on: 'database' },
    kill: { function: 'none', afterSends: 5 },
    events: { on: 'sent', delayMs: 1, order: 'reversed', lost: { times: 0 }, duplicated: { times: 1, afterMs: 1 }, failures: [{ errorCode: 1, errorStatus: 'failed', rate: 0.5 }] },
    seed: 7,
  }),
  'GET /emulator/switches': () => ({}),
  'POST /emulator/switches': () => ({ context: { sticky: false }, token: { functionToFunction: true }, timer: { maxPerFunction: 1 }, quota: { wipeOnReject: true }, events: {}, fields: {} }),
  'GET /emulator/config': () => ({}),
  'GET /emulator/stats': () => ({}),
  'POST /emulator/reset': () => ({ seed: 'kept' }),
  'POST /emulator/settle': () => ({}),
  'GET /emulator': () => ({}),
}

const INVOKERS: readonly Json[] = [{ kind: 'console' }, { kind: 'client', openid: openidOf('user') }, { kind: 'timer', devtools: true, name: 'x', message: 'y' }, { kind: 'event' }, { kind: 'http' }]
/** Tell what functions wrote to their logs, which may well be a trace. */
const LOGS = ['/emulator/logs', '/emulator/events', '/emulator/timers']
/** Starts the functions' processes again each time. */
const RESET = '/emulator/reset'

const PATHS = ['/', '//', '///', '/%', '/%00', '/emulator/', '/emulator//', '/emulator/../admin', '/emulator/db/%E0%A4', '/emulator/db/..%2f..%2f', '/emulator/db/__proto__', '/emulator/nope', '/admin/', '/Admin', '/?a=b', '/emulator/db/a/b', '/emulator/inbox?openid', '/emulator/inbox?openid=a&openid=b', '//evil.example/emulator', 'http://[', 'http://127.0.0.1:99999/', '*', '/emulator/settings?__proto__=1', '/emulator/changes', '/favicon.ico', '/emulator/db/users?query={"$where":"1"}', '/emulator/db/users?limit=99999999999999999999']

function collection(chance: Chance): string {
  return chance.of(['users', 'pushes', 'messages', 'templates', 'none', '__proto__'])
}

function query(chance: Chance): Json {
  return chance.of<Json>([{}, { n: { $gt: 1 } }, { _id: 'a' }, { $or: [{ a: 1 }, { b: { $exists: false } }] }, { a: { $in: [1, 'x', null] } }, junk(chance)])
}

/** The HTTP contract of the local cloud. */
export function contractTarget(cloud: FuzzedCloud, share: number): Target {
  return {
    name: 'HTTP contract',
    share,
    before: cloud.refresh,
    generate: (chance) => {
      if (chance.hits(0.06)) return { method: chance.of(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']), path: chance.hits(0.7) ? chance.of(PATHS) : `/emulator/${encoded(junkName(chance))}` }
      const route = chance.of(Object.keys(EXAMPLES).filter((each) => !each.endsWith(RESET) || chance.hits(0.02)))
      const [method = '', path = ''] = route.split(' ')
      const example = EXAMPLES[route]?.(chance, cloud) ?? {}
      const input = chance.hits(0.25) ? example : chance.hits(0.85) ? mutated(chance, example) : junk(chance)
      const headers = chance.hits(0.1) ? { headers: headersFrom(chance) } : {}
      if (method === 'POST' || method === 'PUT') return chance.hits(0.05) ? { method, path, raw: chance.of(['{', '', '[', 'null', '"', '{"a":1}{', '\u0000', junkText(chance)]), ...headers } : { method, ...bodyFor(path, input), ...headers }
      return { method, path, query: input, ...headers }
    },
    run: async (input) => {
      const { method, path, headers, body, raw, query: asked } = input as unknown as ContractInput
      const { status, type, text } = await cloud.ask({ method, path: asked === undefined ? path : addressOf(path, asked), headers, body: raw ?? (body === undefined ? undefined : written(body)) })
      if (status >= 500) return `answered ${status}: ${text.slice(0, 600)}`
      if (status === 200 && LOGS.includes(path)) return undefined
      const isJson = type.startsWith('application/json')
      if (isJson && method !== 'HEAD' && status !== 304) JSON.parse(text)
      return isJson ? stackIn(text) : undefined
    },
  }
}

interface ContractInput {
  method: string
  path: string
  headers?: Record<string, string>
  body?: Json
  raw?: string
  query?: Json
}

function headersFrom(chance: Chance): Record<string, string> {
  return chance.of<Record<string, string>>([
    { host: 'evil.example' }, { host: '' }, { host: 'localhost:1' }, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: 'http://localhost:3000' },
    { 'content-type': 'text/plain' }, { 'content-type': 'multipart/form-data' }, { 'content-type': 'application/json; charset=utf-16' }, { 'accept-encoding': 'br;q=nan, *' }, { 'if-none-match': '*, W/"' }, { 'x-tcb-source': 'wx_client,scf' },
  ])
}

/** The `:name` segments stand in the address alone. */
function bodyFor(path: string, input: Json): { path: string; body: Json } {
  if (!path.includes(':') || typeof input !== 'object' || input === null || Array.isArray(input)) return { path, body: input }
  const rest = Object.entries(input).filter(([key]) => !path.includes(`:${key}`))
  return { path: addressOf(path, Object.fromEntries(Object.entries(input).filter(([key]) => path.includes(`:${key}`)))), body: Object.fromEntries(rest) }
}

/** An address holds no half of a character. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}

/** `:name` segments and the query, from the fields of an object. */
function addressOf(path: string, asked: Json): string {
  const fields = typeof asked === 'object' && asked !== null && !Array.isArray(asked) ? Object.entries(asked) : [['junk', asked] as const]
  const text = (value: Json): string => encoded((typeof value === 'string' ? value : written(value)).slice(0, 3000))
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => text(fields.find(([key]) => key === name)?.[1] ?? 'users'))
  const rest = fields.filter(([key]) => !path.includes(`:${key}`)).map(([key, value]) => `${text(key)}=${text(value)}`)
  return rest.length === 0 ? filled : `${filled}?${rest.join('&')}`
}

