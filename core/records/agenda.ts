import { type Ports } from '../ports'
import { type Changes, type Collection } from '../ports/database'
import { COLLECTIONS } from './collections'
import { isDuplicate } from './find'

/**
 * When the timer has something to do again: one row, so that a tick with nothing to do is one write. It lives beside the switch
 * 全部停止, the other fact that is about everything at once.
 *
 * It is a promise about the past only: whoever makes work calls a round (`callRound`) in or after the write that makes it, and
 * `dueAt` is never further away than `MOST_MS`. So a call that was lost, or that died before it, costs that much time and no message.
 * A round that ends moves `dueAt` away only if nobody called since it began (`called`).
 */
export interface Agenda {
  _id: typeof AGENDA
  /** A tick before it does nothing. */
  dueAt: Date
  /** A whole round is due; before it there are only single pushes to send, if anything. */
  roundAt: Date
  /** When the timer came last, whether or not there was anything to do. */
  tickAt: Date
  /** Counts the calls. */
  called: number
  /** Single pushes that wait for the timer, and whose making is in the audit. */
  sends: string[]
}

export const AGENDA = 'agenda'

/** What nobody called a round for is found after so long. */
export const MOST_MS = 5 * 60_000

/** So many single pushes a tick sends by themselves; with more a whole round is cheaper. */
export const MOST_SENDS = 5

export function agendaOf({ db }: Pick<Ports, 'db'>): Collection<Agenda> {
  return db.collection<Agenda>(COLLECTIONS.standstill)
}

/** Notes that the timer came. @returns whether that was all: nothing is due. One call. */
export async function isIdle(ports: Ports): Promise<boolean> {
  const { command } = ports.db
  const now = ports.clock.now()
  // Further away than it may be: the clock was put back.
  const later = command.gt(new Date(now)).and(command.lte(new Date(now + MOST_MS)))
  const { stats } = await agendaOf(ports).where({ _id: AGENDA, dueAt: later }).update({ data: { tickAt: new Date(now) } })
  return stats.updated > 0
}

/** There will be work at that moment, or is already. Where no timer ever came there is no row, and its first tick is a whole round. */
export async function callRound(ports: Ports, at = ports.clock.now()): Promise<void> {
  await call(ports, { roundAt: ports.db.command.min(new Date(at)) }, at)
}

/** The next tick is to send this push. */
export async function callSend(ports: Ports, pushId: string): Promise<void> {
  // With more than so many nobody reads who they are.
  await call(ports, { sends: ports.db.command.push({ each: [pushId], slice: MOST_SENDS + 1 }) }, ports.clock.now())
}

/** To call twice changes nothing; and to call is no part of the work: it is there, and is found without it. */
async function call(ports: Ports, changes: Changes, at: number): Promise<void> {
  const { command } = ports.db
  const data = { ...changes, dueAt: command.min(new Date(at)), called: command.inc(1) }
  await agendaOf(ports)
    .where({ _id: AGENDA })
    .update({ data, repeatable: true })
    .catch((error: unknown) => ports.log('warn', 'round not called', { error: String(error) }))
}

/** A whole round begins. */
export async function noteTick(ports: Ports): Promise<void> {
  await agendaOf(ports).where({ _id: AGENDA }).update({ data: { tickAt: new Date(ports.clock.now()) } })
}

/**
 * What was due when the agenda was read is done. Who called since is heard: then the row stays as it is, and the next tick comes here.
 * @param seen  as it was read; undefined where there was none
 * @param nextAt  when a whole round is due next
 */
export async function endRound(ports: Ports, seen: Agenda | undefined, nextAt: number): Promise<void> {
  const { command } = ports.db
  const now = ports.clock.now()
  const dueAt = new Date(Math.min(nextAt, now + MOST_MS))
  const data = { dueAt, roundAt: dueAt, tickAt: new Date(now), sends: command.set([]) }
  if (seen) return void (await agendaOf(ports).where({ _id: AGENDA, called: seen.called }).update({ data }))
  await agendaOf(ports)
    .add({ data: { _id: AGENDA, dueAt, roundAt: dueAt, tickAt: new Date(now), called: 0, sends: [] } })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}
