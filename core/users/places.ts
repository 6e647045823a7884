import { type AuditEntry } from '../access/audit'
import { type Member } from '../access/member'
import { type Answer } from '../ledger/answer'
import { type Authorization } from '../ledger/authorization'
import { type Drift } from '../ledger/drift'
import { type Arrival, type Heard } from '../outbox/arrival'
import { type Dedupe } from '../outbox/dedupe'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Recurrence } from '../outbox/recurrence'
import { type Receipt } from '../outbox/receipt'
import { type Refusal } from '../outbox/refusal'
import { type COLLECTIONS } from '../records/collections'
import { type Template } from '../templates/template'
import { type User } from './user'

/**
 * Every place where something is kept, and what becomes of it when a user erases her data. A new field or collection without a
 * decision does not compile, or is found by `places.test.ts` in a filled database. docs/privacy.md says the same to people.
 *
 * - hers: goes with its row, which is about her alone
 * - blank: names her in a row of others, and is emptied
 * - pull: a list in a row of others that she leaves
 * - move: a place in a list, which is put to the place before hers
 * - nobody: names no person
 * - stays: see beside it
 */
export type Fate = 'hers' | 'blank' | 'pull' | 'move' | 'nobody' | 'stays'

type Fates<Row> = { readonly [Field in keyof Required<Row>]: Fate | Readonly<Record<string, Fate>> }

interface Rows {
  templates: Template
  authorizations: Authorization
  answers: Answer
  drifts: Drift
  pushes: Push
  recurrences: Recurrence
  messages: Message
  receipts: Receipt
  arrivals: Arrival & Heard
  refusals: Refusal
  dedupes: Dedupe
  users: User
  members: Member
  audit: AuditEntry
}

export const PLACES: Readonly<{ [Name in keyof Rows]: Fates<Rows[Name]> } & Record<Exclude<keyof typeof COLLECTIONS, keyof Rows>, Readonly<Record<string, Fate>>>> = {
  templates: {
    _id: 'nobody', templateId: 'nobody', title: 'nobody', type: 'nobody', about: 'nobody', fields: 'nobody', page: 'nobody', sample: 'nobody', terms: 'nobody', enabled: 'nobody', target: 'nobody', updatedAt: 'nobody',
  },
  authorizations: {
    _id: 'hers', _openid: 'hers', openid: 'hers', templateId: 'hers', credits: 'hers', reservations: 'hers', overdrafts: 'hers', latest: 'hers', recent: 'hers', waits: 'hers', waitsForMore: 'hers', granted: 'hers', used: 'hers', forfeited: 'hers',
    drift: 'hers', claims: 'hers', counted: 'hers', unproven: 'hers', misses: 'hers', taps: 'hers', standing: 'hers', updatedAt: 'hers', answer: 'hers', answeredAt: 'hers', acceptedAt: 'hers', askedAt: 'hers', always: 'hers', stoppedAt: 'hers',
    emptyAt: 'hers', reopenedAt: 'hers', grants: 'hers', lapsed: 'hers',
  },
  answers: {
    _id: 'hers', openid: 'hers', templateId: 'hers', choice: 'hers', said: 'hers', source: 'hers', counted: 'hers', uncounted: 'hers', apart: 'hers', always: 'hers', evidence: 'hers', at: 'hers', heardAt: 'hers',
  },
  pushes: {
    _id: 'nobody', template: 'nobody', templateId: 'nobody', title: 'nobody', type: 'nobody', fields: 'nobody',
    // Of a push to her alone the text is hers as well; of one to several nobody can tell.
    data: 'blank', parameters: 'blank',
    // Of a list in which each has her own: until they are her messages.
    texts: 'pull', own: 'nobody', dedupes: 'nobody',
    page: 'nobody', miniprogramState: 'nobody', lang: 'nobody',
    audience: { kind: 'nobody', tags: 'nobody', all: 'nobody', none: 'nobody', openids: 'pull' },
    cursor: 'move',
    // An entry of the audit to be: a reference in place of a name.
    record: 'stays', forTimer: 'nobody', notice: 'nobody', batch: 'nobody', recurrence: 'nobody',
    expander: 'nobody', expandUntil: 'nobody', terms: 'nobody', waking: 'nobody', gathers: 'nobody', anyway: 'nobody', asIs: 'nobody',
    by: { kind: 'nobody', key: 'nobody', openid: 'blank' },
    goingBy: { kind: 'nobody', key: 'nobody', openid: 'blank' },
    approval: { by: 'blank', at: 'nobody', recipients: 'nobody', seen: 'nobody' },
    bodyHash: 'nobody', state: 'nobody', sendAt: 'nobody', urgent: 'nobody', revision: 'nobody', requeue: 'nobody', resolving: 'nobody', closing: 'nobody', notBefore: 'nobody', tokenless: 'nobody',
    halt: 'nobody', total: 'nobody', textsGoneAt: 'nobody', createdAt: 'nobody', updatedAt: 'nobody',
  },
  recurrences: {
    _id: 'nobody', template: 'nobody', title: 'nobody',
    // As of a push.
    data: 'blank',
    audience: { kind: 'nobody', tags: 'nobody', openids: 'pull' },
    options: 'nobody', rule: 'nobody',
    by: { kind: 'nobody', key: 'nobody', openid: 'blank' },
    goingBy: { kind: 'nobody', key: 'nobody', openid: 'blank' },
    state: 'nobody', halt: 'nobody', nextAt: 'nobody', runs: 'nobody', missed: 'nobody', lastRuns: 'nobody', lastMissed: 'nobody', missedAt: 'nobody', maker: 'nobody', makeUntil: 'nobody',
    bodyHash: 'nobody', createdAt: 'nobody', updatedAt: 'nobody', endedAt: 'nobody',
  },
  messages: {
    _id: 'hers', pushId: 'hers', openid: 'hers', template: 'hers', templateId: 'hers', data: 'hers', parameters: 'hers', dedupe: 'hers', state: 'hers', reason: 'hers', errcode: 'hers', raw: 'hers', attempts: 'hers',
    owner: 'hers', resolution: 'hers', dueAt: 'hers', timeline: 'hers', createdAt: 'hers', sentAt: 'hers', overAt: 'hers', receiptAt: 'hers', receiptHeardAt: 'hers', openedAt: 'hers', readAt: 'hers', waitsSince: 'hers', expiresAt: 'hers', gathered: 'hers', called: 'hers', needs: 'hers', digest: 'hers',
  },
  receipts: { _id: 'hers', pushId: 'hers', openid: 'hers', templateId: 'hers', msgid: 'hers', at: 'hers', failedAt: 'hers', earlier: 'hers' },
  // Beside them what is known of all receipts, which names nobody.
  arrivals: {
    _id: 'hers', openid: 'hers', templateId: 'hers', msgid: 'hers', isRounded: 'hers', delivered: 'hers', errcode: 'hers', raw: 'hers', at: 'hers', heardAt: 'hers', dueAt: 'hers', event: 'nobody', names: 'nobody', times: 'nobody',
  },
  refusals: { _id: 'hers', message: 'hers', openid: 'hers', errcode: 'hers', rid: 'hers', at: 'hers' },
  dedupes: { _id: 'hers', openid: 'hers', message: 'hers', at: 'hers', againAt: 'hers' },
  // The journal of a worker names messages, and so their readers.
  runs: { _id: 'nobody', open: 'pull', ended: 'pull', until: 'nobody', fenced: 'nobody', stopped: 'nobody', left: 'pull' },
  // Of a day: nobody's. Of a member and a day: hers.
  quotas: { _id: 'hers', taken: 'nobody', openid: 'hers', pushes: 'hers', recipients: 'hers', at: 'hers' },
  // And when the timer is due, which names pushes.
  standstill: { _id: 'nobody', by: 'blank', at: 'nobody', reason: 'nobody', dueAt: 'nobody', roundAt: 'nobody', tickAt: 'nobody', called: 'nobody', sends: 'nobody' },
  invitations: { _id: 'nobody', role: 'nobody', by: 'blank', at: 'nobody', expiresAt: 'nobody', withdrawnAt: 'nobody', usedBy: 'blank', usedAt: 'nobody' },
  // A card is nobody's but for who shared it; beside it who came by it.
  askCards: { _id: 'hers', templates: 'nobody', by: 'blank', card: 'hers', openid: 'hers', at: 'hers' },
  // Of business functions: only who made it was a person.
  callerKeys: { _id: 'nobody', name: 'nobody', hash: 'nobody', only: 'nobody', perDay: 'nobody', by: 'blank', at: 'nobody', withdrawnAt: 'nobody', lastUsedAt: 'nobody' },
  tries: { _id: 'hers', count: 'hers', since: 'hers' },
  users: { _id: 'hers', nickname: 'hers', remark: 'hers', tags: 'hers', firstSeen: 'hers', lastSeen: 'hers' },
  // A member cannot erase: an owner takes the role away first, and the row with it.
  members: { _id: 'stays', role: 'nobody', grantedBy: 'blank', at: 'nobody', heldAt: 'nobody' },
  // So long as erasing is under way, three minutes after it at most.
  erasures: { _id: 'stays', at: 'stays', pushIds: 'stays', done: 'stays' },
  // An entry has a reference in place of a name, from which nobody finds her; records of before have her openid.
  audit: {
    _id: 'nobody', n: 'nobody', at: 'nobody',
    by: { kind: 'nobody', key: 'nobody', person: 'stays', openid: 'blank' },
    function: 'nobody', source: 'nobody', action: 'nobody', result: 'nobody',
    facts: {
      openid: 'blank', message: 'blank', person: 'stays', role: 'nobody', pushId: 'nobody', template: 'nobody', templateId: 'nobody', recipients: 'nobody', records: 'nobody',
      outcome: 'nobody', needed: 'nobody', of: 'nobody', added: 'nobody', removed: 'nobody', updated: 'nobody', missing: 'nobody', hours: 'nobody', invitation: 'nobody', reason: 'nobody', key: 'nobody', name: 'nobody', perDay: 'nobody', templates: 'nobody', refused: 'nobody', recurrence: 'nobody', date: 'nobody',
    },
    times: 'nobody', call: 'nobody', prev: 'nobody', hash: 'nobody',
  },
  // What is not yet in the audit: the same references.
  calls: { _id: 'nobody', entry: 'stays', count: 'nobody', dueAt: 'nobody' },
  marker: { _id: 'nobody', schema: 'nobody', since: 'nobody', collections: 'nobody', functions: 'nobody', settings: 'nobody' },
  // Numbers of a day.
  figures: { _id: 'nobody', closedAt: 'nobody', total: 'nobody', figures: 'nobody', funnel: 'nobody', drift: 'nobody' },
  drifts: { _id: 'hers', openid: 'hers', templateId: 'hers', template: 'hers', kind: 'hers', ledger: 'hers', said: 'hers', source: 'hers', pushId: 'hers', at: 'hers', heardAt: 'hers' },
  // So long as notices are being made into one message.
  digests: { _id: 'hers', openid: 'hers', template: 'hers', pushId: 'hers', members: 'hers', at: 'hers' },
  alarms: { _id: 'nobody', firstAt: 'nobody', seenAt: 'nobody', told: 'nobody', toldAt: 'nobody' },
}

/** Of a field in a row, `audience.openids`; undefined where nobody has decided. */
export function fateOf(collection: keyof typeof COLLECTIONS, path: string): Fate | undefined {
  const [field = '', inner = ''] = path.split('.')
  const fate = (PLACES[collection] as Readonly<Record<string, Fate | Readonly<Record<string, Fate>>>>)[field]
  return typeof fate === 'object' ? fate[inner] : fate
}
