import { note } from '../access/audit'
import { noteRefusal } from '../access/calls'
import { giveBackOfDay, takeOfDay } from '../access/caller-limits'
import { type BusinessCaller } from '../api/actions'
import { type Refusal, refusalOf } from '../api/envelope'
import { deliver } from '../delivery/deliver'
import { requireMoving } from '../delivery/standstill'
import { AppError } from '../error/app-error'
import { type Message } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { isSame } from '../push/idempotency'
import { finishSingles } from '../push/singles'
import { isForOne, sendOne } from '../push/send-one'
import { callRound, callSend } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { bytesOf, LIST_BYTES } from '../records/page'
import { askedFor, readNotices, type Asked } from './asked'
import { groundOf, type Ground } from './ground'
import { messagesFor, OUTCOMES, viewNotice, type NoticeView, type Outcome } from './notice'
import { type NotifyRequest } from './request'
import { addMessages, addPushes, obstaclesNow } from './write-down'

/** What became of one of many. */
export type Result = { dedupe?: string } & (({ ok: true } & NoticeView) | Refusal)

export interface Notified {
  counts: Record<Outcome | 'refused', number>
  /** In the order in which they were asked for. */
  results: Result[]
}

/** What this call may do beside writing down. */
export interface Way {
  /** It may have a call token, and time: what can go out now is sent at once. */
  sends: boolean
  /** Why it does not, where its caller can mend that. */
  hint?: string
}

const QUEUES: Way = { sends: false }

/** Characters of a fault told in short. */
const SHORT = 80

type Told = AppError | NoticeView

/**
 * Notices of a business function, each a push to one person of its own, found again by the name of the key and `dedupe`: the same again is
 * the same notice, however often and however late. Whoever cannot receive is no error.
 * @throws AppError of one notice why it is refused; of many `stopped`, and `busy` when it is not certain what was written down: the same
 * request again is safe
 */
export async function notify(ports: Ports, caller: BusinessCaller, request: NotifyRequest, way: Way = QUEUES): Promise<NoticeView | Notified> {
  const read = readNotices(request)
  const ground = await groundOf(ports, [...new Set(read.flatMap((each) => (each instanceof AppError ? [] : [each.template])))])
  const batchFor = batches(newId(ports.random))
  const asked = read.map((each) => (each instanceof AppError ? each : askedFor(ports, caller, ground, each, batchFor(each.to))))
  const told = await settled(ports, caller, ground, asked, way).catch(async (error: unknown) => {
    await callRound(ports)
    throw error
  })
  const [only] = told
  if (!request.items) {
    if (!only || only instanceof AppError) throw only ?? new Error('nothing was told')
    return only
  }
  return viewMany(ports, caller, request.items, told)
}

/** One name for all, and a name of its own for the second and each further one to the same person. */
function batches(call: string): (openid: string) => string {
  const times = new Map<string, number>()
  return (openid) => {
    const before = times.get(openid) ?? 0
    times.set(openid, before + 1)
    return before === 0 ? call : `${call}-${before + 1}`
  }
}

async function settled(ports: Ports, caller: BusinessCaller, ground: Ground, asked: readonly (Asked | AppError)[], way: Way): Promise<Told[]> {
  const told = new Map<Asked, Told>()
  const firsts = new Map<string, Asked>()
  for (const each of asked) if (!(each instanceof AppError) && !firsts.has(each.request.key)) firsts.set(each.request.key, each)
  const distinct = [...firsts.values()]
  const known = new Map<string, Push>()
  const look = async (keys: readonly string[]): Promise<void> => {
    for (const push of await findByIds<Push>(ports.db, COLLECTIONS.pushes, keys)) known.set(push._id, push)
  }
  // Of one it is seen when it is written down.
  if (distinct.length > 1 || distinct.some(({ draft }) => draft instanceof AppError) || ground.standstill) await look([...firsts.keys()])
  const fresh = distinct.filter(({ request, draft }) => !known.has(request.key) && !(draft instanceof AppError))
  if (fresh.length > 0) await requireMoving(ports, ground.standstill)
  const room = await takeOfDay(ports, caller.key, caller.may.perDay, fresh.length)
  if (room < fresh.length && fresh.length === 1) await look([...firsts.keys()])
  for (const each of fresh.slice(room)) told.set(each, overLimit(caller, fresh.length - room))
  const views = await carryOut(ports, ground, fresh.slice(0, room).flatMap(({ draft }) => (draft instanceof AppError ? [] : [draft])), way)
  const others = fresh.slice(0, room).filter(({ request }) => !views.has(request.key)).map(({ request }) => request.key)
  await giveBackOfDay(ports, caller.key, others.length)
  if (others.length > 0) await look(others)
  const rows = await messagesFor(ports, [...known.values()])
  return asked.map((each): Told => {
    if (each instanceof AppError) return each
    const { key } = each.request
    const first = firsts.get(key)
    const push = known.get(key)
    const view = views.get(key)
    if (push) return isSame(push, each.request) ? viewNotice(ports, push, rows.get(key), true) : conflict()
    if (!first || each.draft instanceof AppError) return each.draft instanceof AppError ? each.draft : conflict()
    if (each !== first && (first.draft instanceof AppError || first.draft.bodyHash !== each.draft.bodyHash)) return conflict()
    return view ? { ...view, ...(each !== first && { replayed: true }) } : (told.get(first) ?? conflict())
  })
}

/** Writes them down, and sends what this call can. @returns what became of those that were not there before */
async function carryOut(ports: Ports, { at }: Ground, drafts: readonly Push[], way: Way): Promise<Map<string, NoticeView>> {
  const [only] = drafts
  if (only && drafts.length === 1 && isForOne(ports, only) && (await obstaclesNow(ports, drafts)).size === 0) {
    const view = await carryOutOne(ports, only, at, way)
    return new Map(view ? [[only._id, view]] : [])
  }
  const made = await addPushes(ports, drafts)
  const pushes = drafts.filter(({ _id }) => made.has(_id))
  const rows = await addMessages(ports, pushes)
  const moments = pushes.flatMap(({ _id, state, sendAt }) => (state === 'scheduled' && sendAt ? [sendAt.getTime()] : rows.get(_id)?.state === 'queued' ? [ports.clock.now()] : []))
  if (moments.length > 0) await callRound(ports, Math.min(...moments))
  const waiting = pushes.filter(({ _id }) => rows.get(_id)?.state === 'queued')
  if (!way.sends || waiting.length === 0) return views(ports, pushes, rows, way)
  await sendNow(ports, waiting)
  const later = await messagesFor(ports, waiting)
  const now = new Map((await findByIds<Push>(ports.db, COLLECTIONS.pushes, waiting.map(({ _id }) => _id))).map((push) => [push._id, push]))
  return views(ports, pushes.map((push) => now.get(push._id) ?? push), new Map([...rows, ...later]), way)
}

function views(ports: Ports, pushes: readonly Push[], rows: ReadonlyMap<string, Message>, { hint }: Way): Map<string, NoticeView> {
  return new Map(pushes.map((push) => [push._id, viewNotice(ports, push, rows.get(push._id), false, hint)]))
}

/** They are written down: whatever keeps this call from sending is no reason to say otherwise. */
async function sendNow(ports: Ports, pushes: readonly Push[]): Promise<void> {
  try {
    await deliver(ports, { pushIds: pushes.map(({ _id }) => _id) })
    await finishSingles(ports, pushes)
  } catch (error) {
    ports.log('error', 'notices interrupted', { error: String(error) })
  }
}

/** @returns undefined when it was there already */
async function carryOutOne(ports: Ports, draft: Push, at: number, way: Way): Promise<NoticeView | undefined> {
  const push: Push = way.sends ? draft : { ...draft, forTimer: true }
  try {
    await pushesOf(ports.db).add({ data: push })
  } catch (error) {
    if (isDuplicate(error)) return undefined
    throw error
  }
  if (!way.sends) {
    await callSend(ports, push._id)
    return viewNotice(ports, push, undefined, false, way.hint)
  }
  try {
    const done = await sendOne(ports, push, at, () => Promise.resolve(false))
    return viewNotice(ports, done.push, done.row ?? (await messagesFor(ports, [push])).get(push._id), false)
  } catch (error) {
    ports.log('error', 'notice interrupted', { pushId: push._id, error: String(error) })
    await callRound(ports)
    const current = (await findById(pushesOf(ports.db), push._id)) ?? push
    return viewNotice(ports, current, (await messagesFor(ports, [current])).get(push._id), false)
  }
}

async function viewMany(ports: Ports, caller: BusinessCaller, items: readonly unknown[], told: readonly Told[]): Promise<Notified> {
  const counts = Object.fromEntries([...OUTCOMES, 'refused'].map((name) => [name, 0])) as Notified['counts']
  const results = told.map((each, index): Result => {
    counts[each instanceof AppError ? 'refused' : each.outcome] += 1
    return { ...dedupeOf(items[index]), ...(each instanceof AppError ? refusalOf(each) : { ok: true as const, ...each }) }
  })
  // One of each kind, or a thousand would be a thousand writes.
  const kinds = new Map(told.flatMap((each) => (each instanceof AppError ? [[each.code, each] as const] : [])))
  for (const error of kinds.values()) await noteRefusal(ports, caller, error)
  const fresh = told.filter((each) => !(each instanceof AppError) && !each.replayed).length
  if (fresh > 0) await note(ports, { kind: 'caller', key: caller.key }, 'notify', { recipients: fresh, ...(counts.refused > 0 && { refused: counts.refused }) })
  return { counts, results: fitting(results) }
}

/** A thousand long faults are more than an answer carries: then they are told in short. */
function fitting(results: Result[]): Result[] {
  if (bytesOf(results) <= LIST_BYTES) return results
  return results.map((result) => (result.ok ? result : { ...result, error: { code: result.error.code, message: result.error.message.slice(0, SHORT), retryable: result.error.retryable } }))
}

function dedupeOf(item: unknown): { dedupe?: string } {
  const dedupe = typeof item === 'object' && item !== null && 'dedupe' in item ? item.dedupe : undefined
  return typeof dedupe === 'string' ? { dedupe: dedupe.slice(0, 128) } : {}
}

function overLimit({ key, may: { perDay } }: BusinessCaller, left: number): AppError {
  return new AppError('over-limit', `业务密钥「${key}」每天最多发 ${perDay} 条，今天（北京时间）的用完了，这${left > 1 ? ` ${left} 条` : '一条'}没有记下，也没有发。请明天再发，或让所有者另建一把上限更高的。`)
}

function conflict(): AppError {
  return new AppError('idempotency-conflict', '这个 dedupe 已经用在另一条内容不同的通知上，这次没有发。要再发一条，请换一个 dedupe；同一件事请每次写一样的内容。')
}
