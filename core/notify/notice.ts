import { createHash } from 'node:crypto'
import { messageId, messagesOf, OVER_STATES, type Message, type MessageState } from '../outbox/message'
import { type Push } from '../outbox/push'
import { wordsFor } from '../outbox/words'
import { type Ports } from '../ports'
import { waitsUntil } from '../delivery/times'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { inBeijing } from '../push/send-at'

/**
 * What a business function is told of a notice: it waits for the timer, WeChat took it, nothing was sent and why, WeChat refused it, or
 * nobody knows.
 */
export type Outcome = 'queued' | 'sent' | 'skipped' | 'failed' | 'unknown'
export const OUTCOMES: readonly Outcome[] = ['queued', 'sent', 'skipped', 'failed', 'unknown']

export interface NoticeView {
  outcome: Outcome
  pushId: string
  /** Why it is so, for programs. */
  reason?: string
  /** The same for people, with the next step. */
  message?: string
  /** It was asked for before, and is told again: nothing was sent a second time. */
  replayed: boolean
}

/** Under which id a notice is written down. What tells it from others may name a person, and so is not kept itself. */
export function noticeId(name: string, dedupe: string): string {
  return `n-${createHash('sha256').update(JSON.stringify([name, dedupe])).digest('hex').slice(0, 40)}`
}

/** Whom a notice is for; empty once she erased her data. */
export function readerOf({ audience }: Pick<Push, 'audience'>): string {
  return audience.kind === 'openids' ? (audience.openids[0] ?? '') : ''
}

/** The messages of these notices, by the ids of the pushes, as far as they are written out. */
export async function messagesFor(ports: Ports, pushes: readonly Push[]): Promise<Map<string, Message>> {
  const ids = pushes.map((push) => messageId(push._id, readerOf(push)))
  const [only] = ids
  const rows = ids.length === 1 ? (await messagesOf(ports.db).where({ _id: only }).limit(1).get()).data : await findByIds<Message>(ports.db, COLLECTIONS.messages, ids)
  const carriers = new Map((await carriersOf(ports, rows)).map((carrier) => [carrier._id, carrier]))
  return new Map(rows.map((row) => [row.pushId, carriers.get(row.digest ?? '') ?? row]))
}

/** What became of a notice that went out with others is what became of their message. */
async function carriersOf({ db }: Ports, rows: readonly Message[]): Promise<Message[]> {
  const ids = rows.flatMap(({ state, digest }) => (state === 'merged' && digest !== undefined ? [digest] : []))
  return ids.length === 0 ? [] : findByIds<Message>(db, COLLECTIONS.messages, [...new Set(ids)])
}

type Row = Pick<Message, 'state' | 'reason' | 'errcode' | 'raw' | 'expiresAt'>

const OUTCOME_OF: Readonly<Record<MessageState, Outcome>> = {
  queued: 'queued', sending: 'queued', sent: 'sent', delivered: 'sent', undelivered: 'failed', failed: 'failed', unknown: 'unknown', skipped: 'skipped', waiting: 'queued', merged: 'queued', cancelling: 'skipped', cancelled: 'skipped',
}

const CANCELLED = { outcome: 'skipped', reason: 'cancelled', message: '已取消，没有发出。' } as const

/**
 * @param row  its message; undefined where it is not written out yet
 * @param waits  why it waits, where this call knows better than the records
 */
export function viewNotice(ports: Ports, push: Push, row: Row | undefined, replayed: boolean, waits?: string): NoticeView {
  const { _id: pushId, fields = [] } = push
  const outcome = row ? OUTCOME_OF[row.state] : 'queued'
  if (row?.state === 'cancelled' || row?.state === 'cancelling' || (push.state === 'cancelled' && !(row && OVER_STATES.includes(row.state)))) return { ...CANCELLED, pushId, replayed }
  if (outcome === 'queued') return { outcome, pushId, ...waitingFor(ports, push, row, waits), replayed }
  const message = row && wordsFor(row, fields)
  return { outcome, pushId, ...(row?.reason !== undefined && { reason: row.reason }), ...(message !== undefined && { message }), replayed }
}

function waitingFor({ clock, settings }: Ports, push: Push, row: Row | undefined, waits: string | undefined): { reason: string; message: string } {
  const now = clock.now()
  if (push.halt) return { reason: push.halt.reason, message: push.halt.message }
  if (row?.state === 'waiting') return { reason: row.reason ?? '', message: `${wordsFor(row) ?? ''}${row.expiresAt ? `最晚等到 ${inBeijing(row.expiresAt)}。` : ''}` }
  if (push.state === 'paused') return { reason: 'paused', message: '管理员暂停了它，还没有发出。' }
  if (push.state === 'scheduled' && push.sendAt) return { reason: 'scheduled', message: `已排好，${inBeijing(push.sendAt)}由定时器发出。` }
  const until = waitsUntil(settings.quietHours, push, now)
  if (until > now) return { reason: push.notBefore ? 'daily-limit' : 'quiet-hours', message: `已排队，${inBeijing(new Date(until))}以后由定时器发出（${push.notBefore ? '微信今天的额度用完了' : '现在是免打扰时段'}）。` }
  const words = row?.reason !== undefined && row.reason !== 'no-call-token' ? wordsFor(row, push.fields) : undefined
  if (words !== undefined) return { reason: row?.reason ?? '', message: words }
  return { reason: 'no-call-token', message: `已排队，定时器会在一分钟内发出。${waits ?? ''}` }
}
