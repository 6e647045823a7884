import { messagesOf, NOBODY, type Message } from '../outbox/message'
import { changePush, type Push } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Condition } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { takeMatters } from './matters'
import { obstaclesOf } from './obstacles'

/** What the rest of a round needs. */
const STOP_BUDGET_MS = 5_000

/**
 * Puts back into the queue what is to be tried again: the messages first, the mark in the push second. Where there are too many for
 * one call, the mark says how far this one came.
 */
export async function requeue(ports: Ports, push: Push): Promise<void> {
  const { command } = ports.db
  const cursor = push.requeue?.receiving || push.dedupes ? await requeueSome(ports, push) : await requeueAll(ports, push)
  await changePush(ports, push, { requeue: cursor === undefined ? command.remove() : command.set({ ...push.requeue, cursor }) })
}

function meant({ db: { command } }: Ports, { _id, requeue: { states = [], reasons = [] } = { states: [], reasons: [] } }: Push): Condition {
  return { pushId: _id, state: command.in(states), reason: command.in(reasons) }
}

function again(ports: Ports, condition: Condition): Promise<unknown> {
  const { command } = ports.db
  const changes = { attempts: 0, owner: NOBODY, dueAt: new Date(ports.clock.now()), expiresAt: command.remove(), waitsSince: command.remove() }
  return messagesOf(ports.db).where(condition).update({ data: transition(ports, { state: 'queued', changes }) })
}

async function requeueAll(ports: Ports, push: Push): Promise<undefined> {
  await again(ports, meant(ports, push))
}

/**
 * Only those whom the ledger lets receive now, where that was asked for, and whose matter no other message holds: the others stay as they
 * are, with the reason that they have. @returns how far it came, when not through
 */
async function requeueSome(ports: Ports, push: Push): Promise<string | undefined> {
  let from = push.requeue?.cursor ?? ''
  for (;;) {
    const rows = await nextRows(ports, meant(ports, push), from)
    const obstacles = push.requeue?.receiving ? await obstaclesOf(ports, push, rows.map(({ openid }) => openid)) : new Map()
    const receiving = rows.filter(({ openid }) => !obstacles.has(openid))
    const held = await takeMatters(ports, receiving, { again: true })
    const able = receiving.map(({ _id }) => _id).filter((id) => !held.has(id))
    if (able.length > 0) await again(ports, { ...meant(ports, push), _id: ports.db.command.in(able) })
    const last = rows.at(-1)
    if (rows.length < MAX_ROWS || last === undefined) return undefined
    from = last._id
    if (ports.remainingMs() < STOP_BUDGET_MS) return from
  }
}

/** In the order of their names. */
export async function nextRows({ db }: Ports, condition: Condition, from: string): Promise<Pick<Message, '_id' | 'openid' | 'state' | 'reason' | 'dedupe'>[]> {
  const { data } = await messagesOf(db)
    .where({ ...condition, _id: db.command.gt(from) })
    .orderBy('_id', 'asc')
    .limit(MAX_ROWS)
    .field({ openid: true, state: true, reason: true, dedupe: true })
    .get()
  return data
}
