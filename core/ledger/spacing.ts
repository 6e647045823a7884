import { type Ports } from '../ports'
import { type Condition, type Operator, type Query } from '../ports/database'
import { beginOf, DAY_MS, dayOf } from '../records/beijing'
import { type Terms } from '../templates/terms'
import { authorizationId, authorizationsOf, type Authorization, type Place } from './authorization'

/**
 * How often one person gets a message of a kind. `HOURS_BETWEEN`, where that is set: one within so many hours. `perDay` and `perWeek` of a
 * template: so many on a Beijing day, and from Monday to Sunday. The ledger's row says which pushes hold the last places (`latest`,
 * `recent`): a place is taken in the same step in which a send is held, so that of two pushes at once one gets it; kept when the message
 * went out, or when nobody knows; given up when it certainly did not.
 */

interface Pushed {
  pushId: string
  templateId: string
  openids: readonly string[]
  terms?: Terms
}

type Row = Pick<Authorization, 'latest' | 'recent'>

function hoursBetween({ settings }: Ports): number {
  return settings.hoursBetween ?? 0
}

/** The earliest moment that is still too near for another message of the same kind. */
function tooNear(ports: Ports): Date {
  return new Date(ports.clock.now() - hoursBetween(ports) * 3_600_000)
}

interface Cap {
  most: number
  /** What was sent from then on counts. */
  from: Date
  /** From then on the next may go out. */
  until: Date
}

function capsOf({ clock }: Ports, { perDay = 0, perWeek = 0 }: Terms = {}): Cap[] {
  const today = beginOf(dayOf(clock.now()))
  const monday = beginOfWeek(today)
  const caps = [
    { most: perDay, from: new Date(today), until: new Date(today + DAY_MS) },
    { most: perWeek, from: new Date(monday), until: new Date(monday + 7 * DAY_MS) },
  ]
  return caps.filter(({ most }) => most > 0)
}

/** The first of January 1970 was a Thursday. @param day  the beginning of a Beijing day */
function beginOfWeek(day: number): number {
  const days = Math.round((day - beginOf('1970-01-01')) / DAY_MS)
  return day - ((days + 3) % 7) * DAY_MS
}

/** The same rows, as far as their readers may have another message of this kind by now. */
export function apart(ports: Ports, { pushId, terms }: Pick<Pushed, 'pushId' | 'terms'>, rows: Condition): Condition | Operator {
  const { command } = ports.db
  const lately = hoursBetween(ports) > 0 ? [command.or([{ latest: command.exists(false) }, { 'latest.at': command.lte(tooNear(ports)) }, { 'latest.pushId': pushId }])] : []
  // The newest stand first: where the n-th is older, there are fewer than n.
  const within = capsOf(ports, terms).map(({ most, from }) => {
    const nth = `recent.${most - 1}`
    return command.or([{ [nth]: command.exists(false) }, { [`${nth}.at`]: command.lt(from) }, { 'recent.pushId': pushId }])
  })
  const rules = [...lately, ...within]
  return rules.length === 0 ? rows : command.and([rows, ...rules])
}

/** What it takes the place of lies far enough back; so nothing is lost when it is taken away again. */
export function mark(ports: Ports, { pushId, terms }: Pick<Pushed, 'pushId' | 'terms'>, standing?: true): { latest?: unknown; recent?: unknown } {
  const at = new Date(ports.clock.now())
  const { command } = ports.db
  const caps = capsOf(ports, terms).map(({ most }) => most)
  const place: Place = { pushId, at, ...(standing && { standing }) }
  return {
    ...(hoursBetween(ports) > 0 && { latest: command.set({ pushId, at }) }),
    ...(caps.length > 0 && { recent: command.push({ each: [place], position: 0, slice: Math.max(...caps) }) }),
  }
}

/** Where anything limits how often: whether this push has its place. */
export function isMarked(ports: Ports, { latest, recent = [] }: Row, { pushId, terms }: Pick<Pushed, 'pushId' | 'terms'>): boolean {
  if (hoursBetween(ports) > 0 && latest?.pushId !== pushId) return false
  return capsOf(ports, terms).length === 0 || recent.some((place) => place.pushId === pushId)
}

export function isTooSoon(ports: Ports, { latest }: Pick<Row, 'latest'>, pushId = ''): boolean {
  return hoursBetween(ports) > 0 && latest !== undefined && latest.pushId !== pushId && latest.at > tooNear(ports)
}

/** Until when nothing more of the kind may go out to her, because of `HOURS_BETWEEN`. */
export function apartFrom(ports: Ports, { latest }: Pick<Row, 'latest'>): Date {
  return new Date((latest?.at.getTime() ?? 0) + hoursBetween(ports) * 3_600_000)
}

/** Until when she has had as many of the kind as one person gets; undefined when she has not. */
export function cappedUntil(ports: Ports, { recent = [] }: Pick<Row, 'recent'>, { pushId = '', terms }: { pushId?: string; terms?: Terms }): Date | undefined {
  if (recent.some((place) => place.pushId === pushId)) return undefined
  const full = capsOf(ports, terms).filter(({ most, from }) => (recent[most - 1]?.at ?? new Date(0)) >= from)
  return full.length === 0 ? undefined : new Date(Math.max(...full.map(({ until }) => until.getTime())))
}

/** They went out. */
export async function markSent(ports: Ports, pushed: Pushed): Promise<void> {
  if (hoursBetween(ports) > 0) await ofLatest(ports, pushed).update({ data: { 'latest.sent': true } })
}

/** They did not go out. What was held with a credit is given up with it (`givenUp`), because only then it is certain that it was held. */
export async function unmark(ports: Ports, pushed: Pushed): Promise<void> {
  const { command } = ports.db
  if (hoursBetween(ports) > 0) await ofLatest(ports, pushed).update({ data: { latest: command.remove() } })
  if (capsOf(ports, pushed.terms).length === 0) return
  const { pushId } = pushed
  await rowsOf(ports, pushed, { 'recent.pushId': pushId }).update({ data: { recent: command.pull({ pushId, standing: true }) } })
}

/** What is to be written where a credit, or the try without one, comes back. */
export function givenUp(ports: Ports, { pushId, terms }: Pick<Pushed, 'pushId' | 'terms'>): { recent?: unknown } {
  return capsOf(ports, terms).length === 0 ? {} : { recent: ports.db.command.pull({ pushId }) }
}

function ofLatest(ports: Ports, pushed: Pushed): Query<Authorization> {
  return rowsOf(ports, pushed, { 'latest.pushId': pushed.pushId, 'latest.sent': ports.db.command.neq(true) })
}

function rowsOf({ db }: Ports, { templateId, openids }: Pushed, only: Condition): Query<Authorization> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  return authorizationsOf(db).where({ _id: db.command.in(ids), ...only })
}
