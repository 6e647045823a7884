import { type LocalCloud } from '../../support/local-cloud'
import { openidOf, type Kind } from './callers'
import { changesBetween, snapshotOf } from './world'

/** What a mini-program may do with a collection by itself, without a function. A new one gets its line here. */
export type ClientRight = 'nothing' | 'read her own'

export const CLIENT_RIGHTS: Record<string, ClientRight> = {
  templates: 'nothing',
  authorizations: 'read her own',
  answers: 'nothing',
  pushes: 'nothing',
  recurrences: 'nothing',
  messages: 'nothing',
  receipts: 'nothing',
  arrivals: 'nothing',
  users: 'nothing',
  members: 'nothing',
  invitations: 'nothing',
  askCards: 'nothing',
  callerKeys: 'nothing',
  tries: 'nothing',
  refusals: 'nothing',
  runs: 'nothing',
  quotas: 'nothing',
  standstill: 'nothing',
  erasures: 'nothing',
  audit: 'nothing',
  calls: 'nothing',
  marker: 'nothing',
  alarms: 'nothing',
  figures: 'nothing',
  drifts: 'nothing',
  digests: 'nothing',
  dedupes: 'nothing',
}

/** Which functions a mini-program may call at all. */
export const CLIENT_CALLS: Record<string, boolean> = { push: true, subscribe: true, dispatch: false, events: false }

/** Whoever holds a phone; the last one is not signed in. */
const PEOPLE: Record<string, string> = {
  ...Object.fromEntries((['user', 'revoked', 'odd', 'viewer', 'sender', 'owner'] satisfies Kind[]).map((kind) => [kind, openidOf(kind)])),
  'not signed in': '',
}
const OTHER = 'oRights_bystander'

type Operation = (openid: string) => { action: string; body: object }

const where = (query: object, more: object = {}): object => ({ query: JSON.stringify(query), queryType: 'WHERE', multi: true, ...more })
const set = (query: object, data: object = { $set: { role: 'owner', credits: 99 } }): object => where(query, { data: JSON.stringify(data), merge: true, upsert: false })

/** `watch` is not among them: neither the local cloud nor this mini-program has it. */
const OPERATIONS: Record<string, Operation> = {
  'query all': () => ({ action: 'getDocument', body: where({}, { limit: 20 }) }),
  'query her own': () => ({ action: 'getDocument', body: where({ _openid: '{openid}' }, { limit: 20 }) }),
  "query another's": () => ({ action: 'getDocument', body: where({ _openid: OTHER }, { limit: 20 }) }),
  'query by our own field': (openid) => ({ action: 'getDocument', body: where({ openid }, { limit: 20 }) }),
  'get her own': (openid) => ({ action: 'getDocument', body: { query: JSON.stringify({ _id: idOf(openid) }), queryType: 'DOC', limit: 1 } }),
  "get another's": () => ({ action: 'getDocument', body: { query: JSON.stringify({ _id: idOf(OTHER) }), queryType: 'DOC', limit: 1 } }),
  'query where any of both': () => ({ action: 'getDocument', body: where({ $or: [{ _openid: '{openid}' }, { _openid: OTHER }] }, { limit: 20 }) }),
  'count all': () => ({ action: 'calculateDocument', body: where({}) }),
  'count her own': () => ({ action: 'calculateDocument', body: where({ _openid: '{openid}' }) }),
  'aggregate all': () => ({ action: 'aggregateDocuments', body: { stages: [{ stageKey: '$match', stageValue: '{}' }] } }),
  add: () => ({ action: 'insertDocument', body: { data: [JSON.stringify({ role: 'owner' })] } }),
  'add as another': () => ({ action: 'insertDocument', body: { data: [JSON.stringify({ _openid: OTHER })] } }),
  'add under her openid': (openid) => ({ action: 'insertDocument', body: { data: [JSON.stringify({ _id: `new:${openid}`, role: 'owner' })] } }),
  'update her own': () => ({ action: 'modifyDocument', body: set({ _openid: '{openid}' }) }),
  "update another's": () => ({ action: 'modifyDocument', body: set({ _openid: OTHER }) }),
  'update all': () => ({ action: 'modifyDocument', body: set({}) }),
  'take over her own': () => ({ action: 'modifyDocument', body: set({ _openid: '{openid}' }, { $set: { _openid: OTHER } }) }),
  'set one that is missing': (openid) => ({ action: 'modifyDocument', body: { query: JSON.stringify({ _id: `new:${openid}` }), queryType: 'DOC', multi: false, merge: false, upsert: true, data: JSON.stringify({ role: 'owner' }) } }),
  'remove her own': () => ({ action: 'removeDocument', body: where({ _openid: '{openid}' }) }),
  "remove another's": () => ({ action: 'removeDocument', body: where({ _openid: OTHER }) }),
  'remove all': () => ({ action: 'removeDocument', body: where({}) }),
  'start a transaction': () => ({ action: 'startTransaction', body: {} }),
}

/** The only ones that «read her own» carries out: they cannot but match her own. */
const OWN_READS = ['query her own', 'count her own']

export const CLIENT_CELLS: readonly { who: string; how: string }[] = Object.keys(PEOPLE).flatMap((who) => Object.keys(OPERATIONS).map((how) => ({ who, how })))

const idOf = (openid: string): string => `client:${openid}`

/** Puts a row of everybody into the collection, and tries everything on it. @returns what does not hold, in words */
export async function tryCollection(local: LocalCloud, name: string): Promise<string[]> {
  const { database } = local.emulator
  const people = [...Object.values(PEOPLE).filter(Boolean), OTHER]
  const kept = database.find(name, {})
  database.insert(name, people.map((openid) => ({ _id: idOf(openid), _openid: openid, openid, secret: 1 })))
  const before = snapshotOf(local)
  const faults: string[] = []
  for (const cell of CLIENT_CELLS) faults.push(...(await tryClientCell(local, name, cell)))
  faults.push(...changesBetween(before, snapshotOf(local)).map(({ collection }) => `${name}: ${collection} is not what it was`))
  await database.execute('database.removeDocument', { collectionName: local.prefix + name, ...where({}) })
  database.insert(name, kept)
  return faults
}

async function tryClientCell(local: LocalCloud, name: string, { who, how }: { who: string; how: string }): Promise<string[]> {
  const openid = PEOPLE[who] ?? ''
  const operation = OPERATIONS[how]?.(openid)
  if (!operation) throw new Error(`no operation ${how}`)
  const isAllowed = CLIENT_RIGHTS[name] === 'read her own' && OWN_READS.includes(how)
  const old = JSON.stringify(local.emulator.database.find(name, {}))
  let told: string
  let answer: Record<string, unknown> = {}
  try {
    answer = await local.emulator.database.execute(`database.${operation.action}`, { collectionName: local.prefix + name, ...operation.body }, { openid })
    told = 'done'
  } catch (error) {
    told = String((error as { code?: unknown }).code)
  }
  const faults = told === (isAllowed ? 'done' : 'DATABASE_PERMISSION_DENIED') ? [] : [`is told ${told}`]
  const seen = JSON.stringify(answer)
  if (isAllowed && seen.includes(OTHER)) faults.push('sees what is not hers')
  if (isAllowed && how.startsWith('query') && openid !== '' && !seen.includes(idOf(openid))) faults.push('does not see what is hers')
  if (JSON.stringify(local.emulator.database.find(name, {})) !== old) faults.push('changes something')
  return faults.map((fault) => `${name}: ${how} by ${who}: ${fault}`)
}
