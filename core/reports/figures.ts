import { type Answer } from '../ledger/answer'
import { messagesOf } from '../outbox/message'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { addDays, dayOf } from '../records/beijing'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { isDuplicate, type Fields } from '../records/find'
import { joined, readParts, type Part } from '../records/joined'
import { MARKER_ID, markersOf } from '../records/schema'
import { allTemplates } from '../templates/registry'
import { type Template } from '../templates/template'
import { countedOf, partsOf, type Counted, type Which } from './facts'

/**
 * What happened on a Beijing day that is over: a row of `figures`, `_id` is the day. It is written once, by one insert, and never again:
 * so a death leaves nothing or all of it, of two that write it one does, and whatever is erased, removed for its age or tried again
 * afterwards changes no day of the past. Days are closed one after the other: where one is closed, all before it are.
 */
export interface DayFigures extends Counted {
  _id: string
  closedAt: Date
}

export function figuresOf(db: Database): Collection<DayFigures> {
  return db.collection<DayFigures>(COLLECTIONS.figures)
}

/** A write that was begun before midnight has arrived by then, whatever function it is of. */
const CLOSED_AFTER_MS = 10 * 60_000
/** Days that one round closes. */
const MOST_CLOSED = 31
/** Some calls and the answer. */
const LEAST_MS = 8_000
/** Days that a report counts itself where the timer did not come to it. */
const MOST_LIVE = 7

/** What the timer does of it in a whole round: one read as a rule, and none where this instance knows. Never throws. */
export async function closeDays(ports: Ports): Promise<void> {
  try {
    await close(ports)
  } catch (error) {
    ports.log('warn', 'days not closed', { error: String(error) })
  }
}

async function close(ports: Ports): Promise<void> {
  const { db, clock, remembered } = ports
  const last = dayOf(clock.now() - CLOSED_AFTER_MS)
  const until = addDays(last, -1)
  if ((remembered?.closedThrough ?? '') >= until) return
  let day = await firstOpen(ports, until)
  if (day <= until) {
    const templates = await allTemplates(db)
    for (let closed = 0; day <= until && closed < MOST_CLOSED && ports.remainingMs() > LEAST_MS; closed += 1) {
      await closeDay(ports, day, templates)
      day = addDays(day, 1)
    }
  }
  if (remembered) remembered.closedThrough = addDays(day, -1)
}

/** The first day that is not closed; where none ever was, the day of the oldest fact, `until` at the latest. */
async function firstOpen(ports: Ports, until: string): Promise<string> {
  const closed = await closedThrough(ports.db)
  if (closed !== undefined) return addDays(closed, 1)
  const [messages, answers] = await Promise.all([
    messagesOf(ports.db).where({}).orderBy('createdAt', 'asc').limit(1).field({ createdAt: true }).get(),
    ports.db.collection<Answer>(COLLECTIONS.answers).where({}).orderBy('heardAt', 'asc').limit(1).field({ heardAt: true }).get(),
  ])
  const days = [messages.data[0]?.createdAt, answers.data[0]?.heardAt].flatMap((at) => (at ? [dayOf(new Date(at).getTime())] : []))
  return [until, ...days].sort()[0] ?? until
}

export async function closedThrough(db: Database): Promise<string | undefined> {
  const { data } = await figuresOf(db).where({}).orderBy('_id', 'desc').limit(1).field({ _id: true }).get()
  return data[0]?._id
}

async function closeDay(ports: Ports, day: string, templates: readonly Template[]): Promise<void> {
  const counted = countedOf(day, await readBeside(ports, partsOf(day)), templates)
  await figuresOf(ports.db)
    .add({ data: { _id: day, closedAt: new Date(ports.clock.now()), ...counted } })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}

/** All of them in one call, where the environment was set up. */
export async function readBeside(ports: Pick<Ports, 'db'>, parts: Readonly<Record<string, Part>>): Promise<Record<string, unknown[]>> {
  return (await joined(markersOf(ports.db), MARKER_ID, parts)) ?? (await readParts(ports.db, parts))
}

/** A day with what happened on it, as far as was asked for. */
export type Day = { day: string; uncounted?: true } & Partial<Counted>

export interface Asked {
  days: number
  which: readonly Which[]
  /** Fields of the rows; all of them when not given. */
  fields?: Fields
  /** What else the same call is to read. */
  beside?: Readonly<Record<string, Part>>
}

export interface Read {
  /** Without a gap, the oldest first, today last; a day before there was anything has nothing. */
  days: Day[]
  templates: Template[]
  beside: Record<string, unknown[]>
}

/**
 * The last days: those that are closed as they were written down, today and what the timer did not come to as it is now. Two calls.
 * Where no timer comes for longer, the oldest of the days that are open are missing: then nothing is told of them, rather than nothing found.
 */
export async function readDays(ports: Ports, { days: count, which, fields, beside = {} }: Asked): Promise<Read> {
  const today = dayOf(ports.clock.now())
  const from = addDays(today, 1 - count)
  const asked = figuresOf(ports.db).where({ _id: ports.db.command.gte(from) }).orderBy('_id', 'asc').limit(MAX_ROWS)
  const { data: closed } = await (fields ? asked.field(fields) : asked).get()
  const names = Array.from({ length: count }, (_, at) => addDays(from, at))
  const last = closed.at(-1)?._id ?? ''
  const open = names.filter((day) => day > last).slice(-MOST_LIVE)
  const templates: Part = { from: COLLECTIONS.templates, match: {}, sort: { _id: 1 }, limit: MAX_ROWS }
  const found = await readBeside(ports, { templates, ...beside, ...Object.assign({}, ...open.map((day) => partsOf(day, which))) })
  const all = found['templates'] as Template[]
  const live = new Map(open.map((day) => [day, countedOf(day, found, all)]))
  const rows = new Map(closed.map(({ _id, ...row }) => [_id, row]))
  const unknown = (day: string): Pick<Day, 'uncounted'> => (day > last ? { uncounted: true } : {})
  return { days: names.map((day) => ({ day, ...(live.get(day) ?? rows.get(day) ?? unknown(day)) })), templates: all, beside: found }
}
