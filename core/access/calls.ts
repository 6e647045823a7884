import { AppError } from '../error/app-error'
import { type Call, type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { callRound } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { append } from './audit'
import { actorOf, factsFrom, type Actor, type Draft, type Fact, type Link } from './audit-entry'
import { type Caller } from './identify'

/**
 * How a call that succeeds stands in the audit: as an entry of its own; as one entry an hour with how often, where a page asks again
 * and again; or, where nothing changes, only if what it did says so itself (`note`). `own` is an entry of its own as well, of work that
 * writes down by itself that it was begun (`Call.record`): as a part of its first row that costs no call.
 */
export type Trace = 'each' | 'own' | 'counted' | 'noted'

/** What is not yet, or not wholly, in the audit: a row of `calls`. */
interface OpenCall extends Begun {
  _id: string
  /** How often, of what is counted. */
  count?: number
}

/** In a row of `calls`, or in the row that was made. */
export interface Begun {
  /** What is to stand in the audit, unless its own call writes something better before `dueAt`. */
  entry: Draft
  dueAt: Date
}

/** Longer than any function runs. */
const UNANSWERED_AFTER_MS = 180_000
const HOUR_MS = 3_600_000
/** Whoever began within the time has been counted by then. */
const COUNTED_AFTER_MS = 60_000
/** Written down in one round. */
const BATCH = 50

/**
 * Does what was asked, and leaves an entry. That it was begun is written down first: whatever dies afterwards, the audit will say that
 * somebody asked for it, and nothing is done that could not be written down.
 */
export async function traced<T extends object>(ports: Ports, caller: Caller, action: string, trace: Trace, work: () => Promise<T>): Promise<T> {
  const call = ports.call
  if (!call) return work()
  call.action = action
  call.changes = trace !== 'noted'
  const draft = (result: string): Draft => draftOf(ports, call, caller, result)
  if (trace === 'own') return recordedByItself(ports, call, draft, work)
  if (trace !== 'each') {
    const answer = await work()
    if (trace === 'counted') await count(ports, draft('ok'), HOUR_MS).catch((error: unknown) => lost(ports, error))
    else if (call.deeds.length > 0) await settle(ports, newId(ports.random), draft('ok'), { hasRow: false })
    return answer
  }
  const _id = newId(ports.random)
  await callsOf(ports).add({ data: { _id, entry: { ...draft('unanswered'), call: _id }, dueAt: new Date(ports.clock.now() + UNANSWERED_AFTER_MS) } })
  try {
    const answer = await work()
    await settle(ports, _id, draft('ok'))
    return answer
  } catch (error) {
    // What the caller has to mend was not done, and is counted with what is refused.
    if (error instanceof AppError && error.isUserError && call.deeds.length === 0) await callsOf(ports).doc(_id).remove().catch((reason: unknown) => lost(ports, reason))
    else await settle(ports, _id, draft(error instanceof AppError ? error.code : 'internal'))
    throw error
  }
}

async function recordedByItself<T extends object>(ports: Ports, call: Call, draft: (result: string) => Draft, work: () => Promise<T>): Promise<T> {
  const _id = newId(ports.random)
  const begun = (): OpenCall => ({ _id, entry: { ...draft('unanswered'), call: _id }, dueAt: new Date(ports.clock.now() + UNANSWERED_AFTER_MS) })
  let isBegun = false
  let isClosed = false
  const close = async (result: string, end?: readonly unknown[]): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await settle(ports, _id, draft(result), { end: end as readonly Link[] | undefined, hasRow: isBegun })
  }
  call.record = {
    async begin() {
      await callsOf(ports).add({ data: begun() })
      isBegun = true
    },
    inRow() {
      const { entry, dueAt } = begun()
      return { entry, dueAt }
    },
    close: (end) => close('ok', end),
  }
  try {
    const answer = await work()
    await close('ok')
    return answer
  } catch (error) {
    const isRefused = error instanceof AppError && error.isUserError && call.deeds.length === 0
    if (!isRefused) await close(error instanceof AppError ? error.code : 'internal')
    else if (isBegun) await callsOf(ports).doc(_id).remove().catch((reason: unknown) => lost(ports, reason))
    throw error
  }
}

const ABOUT_RIGHTS: readonly string[] = ['forbidden', 'unauthenticated', 'unknown-action', 'too-many-tries']

/** A call was refused: one entry for each person, action and reason, and how often within the hour. Nobody can flood the audit. */
export async function noteRefusal(ports: Ports, caller: Caller | undefined, error: unknown): Promise<void> {
  const { call } = ports
  if (!call || !(error instanceof AppError)) return
  if (caller && !ABOUT_RIGHTS.includes(error.code) && !(call.changes && error.isUserError)) return
  const draft = draftOf(ports, call, caller, error.code)
  // Why, where something said so.
  const [why] = call.deeds
  if (why) draft.facts['reason'] = why.action
  await count(ports, draft, HOUR_MS).catch((reason: unknown) => lost(ports, reason))
}

function draftOf(ports: Ports, { function: name, source, action = '', byMember, deeds }: Call, caller: Caller | undefined, result: string): Draft {
  const [first] = deeds
  const facts: Record<string, Fact> = Object.assign({}, ...deeds.map((deed) => factsFrom(deed.facts)))
  const by = first ? actorOf(first.by as Actor) : actorOf(caller?.kind === 'user' && byMember ? { ...caller, kind: 'member' } : (caller ?? { kind: 'nobody' }))
  return { at: new Date(ports.clock.now()), by, function: name, ...(source !== '' && { source }), action: action || (first?.action ?? ''), result, facts }
}

/** Its entry, at the latest in the timer's next round. */
async function settle(ports: Ports, call: string, draft: Draft, { end, hasRow = true }: { end?: readonly Link[]; hasRow?: boolean } = {}): Promise<void> {
  const entry = { ...draft, call }
  try {
    await append(ports, entry, false, end)
    if (hasRow) await callsOf(ports).doc(call).remove()
  } catch (error) {
    ports.log('warn', 'audit entry put off', { error: String(error) })
    await callsOf(ports).doc(call).set({ data: { entry, dueAt: entry.at } }).catch((reason: unknown) => lost(ports, reason))
    await callRound(ports)
  }
}

function lost(ports: Ports, error: unknown): void {
  ports.log('error', 'audit entry not written', { error: String(error) })
}

/** The first of its kind within the time is an entry at once, and all of them one more when the time is over. @returns its row's id */
export async function count(ports: Ports, draft: Draft, withinMs: number): Promise<string> {
  const since = Math.floor(draft.at.getTime() / withinMs) * withinMs
  const _id = [since, draft.function, draft.action, draft.result, ...Object.values(draft.by), draft.facts['pushId'] ?? ''].join(':')
  if (await countOneMore(ports, _id)) return _id
  const entry = { ...draft, call: _id }
  try {
    await callsOf(ports).add({ data: { _id, entry, count: 1, dueAt: new Date(since + withinMs + COUNTED_AFTER_MS) } })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await countOneMore(ports, _id)
    return _id
  }
  await append(ports, entry)
  return _id
}

async function countOneMore(ports: Ports, _id: string): Promise<boolean> {
  const { stats } = await callsOf(ports).where({ _id }).update({ data: { count: ports.db.command.inc(1) } })
  return stats.updated > 0
}

export async function countedSoFar(ports: Ports, _id: string): Promise<number> {
  return (await findById(callsOf(ports), _id))?.count ?? 0
}

/** Writes what is due into the audit: what died, what was put off, what was counted. May be done by several at once. */
export async function sealCalls(ports: Ports): Promise<void> {
  const { data } = await callsOf(ports).where({ dueAt: ports.db.command.lte(new Date(ports.clock.now())) }).orderBy('dueAt', 'asc').limit(BATCH).get()
  for (const { _id, entry, count: times = 1 } of data) {
    await append(ports, entry, true)
    if (times > 1) await append(ports, { ...entry, times, call: `${_id}:all` }, true)
    await callsOf(ports).doc(_id).remove()
  }
}

function callsOf({ db }: Pick<Ports, 'db'>): Collection<OpenCall> {
  return db.collection<OpenCall>(COLLECTIONS.calls)
}
