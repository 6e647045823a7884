import { createHash } from 'node:crypto'
import { type Author } from '../../../core/access/identify'
import { invite, openInvitations } from '../../../core/access/invite'
import { grant, revoke } from '../../../core/access/manage-members'
import { notify } from '../../../core/notify/notify'
import { pauseOrphans } from '../../../core/push/orphans'
import { createPush, type Created } from '../../../core/push/create'
import { pauseRecurrence } from '../../../core/recurring/control'
import { saveRecurrence } from '../../../core/recurring/save'
import { type Settings } from '../../../core/ports/settings'
import { type Template } from '../../../core/templates/template'
import { seen } from '../../../core/users/user'
import { startLocalCloud, type LocalCloud } from '../../support/local-cloud'
import { addTemplate, agree } from '../../support/product'
import { CALLER_KEY, openidOf, OPERATOR_KEY, WITHDRAWN_KEY, type Kind } from './callers'

type Rows = Record<string, unknown>[]
export type Snapshot = ReadonlyMap<string, Rows>

const OPERATOR: Author = { kind: 'operator' }
const PEOPLE: readonly Kind[] = ['user', 'revoked', 'odd', 'viewer', 'sender', 'owner']

/** Everything there is to lay hands on, and everybody who may try. Each cell of the matrix begins with the same. */
export interface World {
  local: LocalCloud
  template: Template
  /** Over: a message to everybody. */
  finished: string
  /** Waits for its time. */
  scheduled: string
  paused: string
  /** Waits for a second member: what she would say to agree. */
  pending: { pushId: string; seen: string; recipients: number }
  /** What is sent every day: one that goes on, and one that rests. */
  plan: string
  restingPlan: string
  /** A message of which nobody knows what became. */
  unknownMessage: string
  /** Some user who is nobody's caller. */
  bystander: string
  /** Notices of the business function: one that waits for its time, and one that rests. */
  notice: string
  resting: string
  code: string
  invitationId: string
  before: Snapshot
}

export async function makeWorld(): Promise<World> {
  const local = await startLocalCloud()
  process.env['OPERATOR_KEY'] = OPERATOR_KEY
  // The functions take the machine's time.
  local.emulator.clock.set(Date.now())
  const ports = local.ports()
  const template = await addTemplate(local)
  const bystander = 'oRights_bystander'
  for (const openid of [...PEOPLE.map(openidOf), bystander]) {
    local.emulator.wechat.addUser({ openid })
    await seen(ports, openid)
    await agree(local, template, openid, 3)
  }
  for (const role of ['viewer', 'sender', 'owner'] as const) await grant(ports, OPERATOR, openidOf(role), role)
  await grant(ports, OPERATOR, 'oRights_other-owner', 'owner')
  await grant(ports, OPERATOR, openidOf('revoked'), 'owner')
  await revoke(ports, OPERATOR, openidOf('revoked'))
  local.emulator.database.insert('members', [{ _id: openidOf('odd'), role: 'Owner', grantedBy: 'operator', at: new Date(0) }])
  const pushWith = async (settings: Partial<Settings>, more: object = {}): Promise<Created> => {
    const request = { template: template._id, data: { thing1: '车库' }, anyway: false, dryRun: false, to: [...PEOPLE.map(openidOf)], ...more }
    return (await createPush({ ...ports, settings: { ...ports.settings, ...settings } }, request, OPERATOR)) as Created
  }
  const push = async (more: object = {}): Promise<string> => (await pushWith({}, more)).pushId
  const finished = await push()
  const scheduled = await push({ sendAt: new Date(Date.now() + 86_400_000).toISOString() })
  const paused = await push({ sendAt: new Date(Date.now() + 86_400_000).toISOString() })
  await local.db.collection('pushes').doc(paused).update({ data: { state: 'paused' } })
  const { pushId, asked } = await pushWith({ approvalAbove: 1 })
  const pending = { pushId, seen: asked?.seen ?? '', recipients: asked?.recipients ?? 0 }
  const unknownMessage = `${finished}:${openidOf('owner')}`
  await local.db.collection('messages').doc(unknownMessage).update({ data: { state: 'unknown', dueAt: new Date(0) } })
  const keyRow = (key: string, more: object): object => ({ _id: key.split('_')[1], name: 'orders', hash: createHash('sha256').update(key).digest('hex'), perDay: 1000, by: OPERATOR, at: new Date(), ...more })
  local.emulator.database.insert('callerKeys', [keyRow(CALLER_KEY, {}), keyRow(WITHDRAWN_KEY, { name: 'gone', withdrawnAt: new Date() })] as never[])
  const notice = async (key: string): Promise<string> => {
    const dedupe = `of ${key}`
    await notify(ports, { kind: 'caller', key, may: { perDay: 1000 } }, { template: template._id, data: { thing1: '车库' }, to: bystander, dedupe, sendAt: Date.now() + 86_400_000 })
    return dedupe
  }
  const [waiting] = [await notice('orders'), await notice('gone')]
  await pauseOrphans(ports)
  const planFor = async (): Promise<string> => (await saveRecurrence(ports, OPERATOR, { template: template._id, data: { thing1: '车库' }, to: [bystander], rule: { every: 'day', time: '09:00' } })).recurrence.id
  const [plan, restingPlan] = [await planFor(), await planFor()]
  await pauseRecurrence(ports, OPERATOR, restingPlan)
  const { code } = await invite(ports, OPERATOR, 'viewer')
  const invitationId = (await openInvitations(ports))[0]?.id ?? ''
  return { local, template, finished, scheduled, paused, pending, plan, restingPlan, unknownMessage, bystander, notice: waiting, resting: 'gone', code, invitationId, before: snapshotOf(local) }
}

export function snapshotOf({ emulator: { database }, prefix }: LocalCloud): Snapshot {
  return new Map(database.collections().map((name) => [name.slice(prefix.length), database.find(name, {})]))
}

/** Everything as it was before. */
export async function restore({ local: { emulator, prefix }, before }: World, names: Iterable<string>): Promise<void> {
  for (const name of names) {
    await emulator.database.execute('database.removeDocument', { collectionName: prefix + name, query: '{}', queryType: 'WHERE', multi: true })
    emulator.database.insert(name, before.get(name) ?? [])
  }
}

export interface Change {
  collection: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** Each document that is not what it was. */
export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((collection) => {
    const old = new Map((before.get(collection) ?? []).map((row) => [row['_id'], row]))
    const now = new Map((after.get(collection) ?? []).map((row) => [row['_id'], row]))
    return [...new Set([...old.keys(), ...now.keys()])]
      .map((id) => ({ collection, before: old.get(id), after: now.get(id) }))
      .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
  })
}
