import { messagesOf, OVER_STATES, type Message } from '../outbox/message'
import { changePush, pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Answer } from '../ledger/answer'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'

/**
 * What brings the records of version 0.1.0 to the shape of today. Each step is one batch of conditional writes on whatever still has
 * the old shape, so that it may be done twice, by two at once, and after a death anywhere; functions of that version may still be
 * writing beside it. All else of that version is read as it is: see `upgrade.test.ts`.
 *
 * @param since  when the upgrade began
 * @returns how many records it changed; fewer than a batch when none is left
 */
export type Step = (ports: Ports, since: Date) => Promise<number>

/** Records of one step: of two hundred, a call takes well below a second. */
export const BATCH = 200
/** Cancelled pushes that one round takes up: each is some calls more before the round is over. */
const CANCELLED_BATCH = 50

/** Due dates from here on meant «when a person says so». */
const NEVER = new Date('9000-01-01T00:00:00Z')

/** A message of a push that rested was put off for ever. Today the push alone says that it rests, and its messages are due. */
const dueAgain: Step = async (ports) => {
  const { command } = ports.db
  const putOff = { state: 'queued', dueAt: command.gte(NEVER) }
  const ids = await idsOf(ports, putOff)
  if (ids.length === 0) return 0
  const { stats } = await messagesOf(ports.db)
    .where({ _id: command.in(ids), ...putOff })
    .update({ data: { dueAt: new Date(ports.clock.now()) } })
  return stats.updated
}

/**
 * What was tried may hold a send under the id that its push had then, and did not say which. Written down before the push can get
 * another id, or nobody would give that send back.
 */
const idOfHold: Step = async (ports) => {
  const { command } = ports.db
  const mayHold = command.or([{ state: 'queued', attempts: command.gte(1) }, { state: command.in(['sending', 'unknown', 'cancelling']) }])
  const { data: rows } = await messagesOf(ports.db).where(command.and([mayHold, { templateId: command.exists(false) }])).limit(BATCH).field({ pushId: true }).get()
  const pushes = new Map((await findByIds<Push>(ports.db, COLLECTIONS.pushes, [...new Set(rows.map(({ pushId }) => pushId))], { templateId: true })).map((push) => [push._id, push]))
  let changed = 0
  for (const [pushId, ofPush] of groupBy(rows, (row) => row.pushId)) {
    // Of a push that is gone nothing can be held any more.
    const templateId = pushes.get(pushId)?.templateId ?? ''
    const { stats } = await messagesOf(ports.db)
      .where({ _id: command.in(ofPush.map(({ _id }) => _id)), templateId: command.exists(false) })
      .update({ data: { templateId } })
    changed += stats.updated
  }
  return changed
}

/** Who cancelled a push may have died before its messages were over, and nothing said so: a round looks at each once. */
const closeCancelled: Step = async (ports) => {
  const { command } = ports.db
  const unmarked = { state: 'cancelled', closing: command.exists(false), revision: command.exists(false) }
  const { data } = await pushesOf(ports.db).where(unmarked).limit(CANCELLED_BATCH).field({ _id: true }).get()
  if (data.length === 0) return 0
  const { stats } = await pushesOf(ports.db)
    .where({ ...unmarked, _id: command.in(data.map(({ _id }) => _id)) })
    .update({ data: { closing: true, revision: command.inc(1) }, repeatable: true })
  return stats.updated
}

/** How long an answer is kept counts from when it was heard of. That was the moment in which it was said, or a little later: to the day. */
const heardOf: Step = async (ports) => {
  const { command } = ports.db
  const answers = ports.db.collection<Answer>(COLLECTIONS.answers)
  const { data: rows } = await answers.where({ heardAt: command.exists(false) }).limit(BATCH).field({ at: true }).get()
  let changed = 0
  for (const ofDay of groupBy(rows, ({ at }) => new Date(at).toDateString()).values()) {
    const heardAt = new Date(Math.max(...ofDay.map(({ at }) => new Date(at).getTime())))
    const { stats } = await answers.where({ _id: command.in(ofDay.map(({ _id }) => _id)), heardAt: command.exists(false) }).update({ data: { heardAt } })
    changed += stats.updated
  }
  return changed
}

/** Since when a message is over stands only in its timeline: its last entry, to the hour. */
const overSince: Step = async (ports) => {
  const { command } = ports.db
  const unsaid = { state: command.in([...OVER_STATES]), overAt: command.exists(false) }
  const { data: rows } = await messagesOf(ports.db).where(unsaid).limit(BATCH).field({ timeline: true, createdAt: true }).get()
  const endOf = ({ timeline, createdAt }: Pick<Message, 'timeline' | 'createdAt'>): number => new Date(timeline.at(-1)?.at ?? createdAt).getTime()
  let changed = 0
  for (const ofHour of groupBy(rows, (row) => Math.floor(endOf(row) / 3_600_000)).values()) {
    const overAt = new Date(Math.max(...ofHour.map(endOf)))
    const { stats } = await messagesOf(ports.db).where({ _id: command.in(ofHour.map(({ _id }) => _id)), ...unsaid }).update({ data: { overAt } })
    changed += stats.updated
  }
  return changed
}

/** More names than a function of version 0.1.0 wrote out at once. */
const LONG_LIST = 'audience.openids.1000'

/**
 * A function of that version that goes on with a list which today's began takes the place in it for a number, and the rest of the list
 * for done. Whoever is missing is written out: those who are there stay as they are.
 */
const wholeLists: Step = async (ports, since) => {
  const { command } = ports.db
  const beside = { state: command.in(['running', 'finished']), [LONG_LIST]: command.exists(true), updatedAt: command.gte(since) }
  const { data } = await pushesOf(ports.db).where(beside).limit(CANCELLED_BATCH).field(WITHOUT_NAMES).get()
  let changed = 0
  for (const push of data) {
    const { total } = await messagesOf(ports.db).where({ pushId: push._id }).count()
    if (total < push.total && (await changePush(ports, push, { state: 'expanding', cursor: '' }))) changed += 1
  }
  return changed
}

/** In this order: what was put off is due only after what it holds is named. */
export const STEPS: readonly Step[] = [idOfHold, closeCancelled, dueAgain, wholeLists, heardOf, overSince]

async function idsOf(ports: Ports, condition: Record<string, unknown>): Promise<string[]> {
  const { data } = await messagesOf(ports.db).where(condition).limit(BATCH).field({ _id: true }).get()
  return data.map(({ _id }: Pick<Message, '_id'>) => _id)
}
