import { type Ports } from '../ports'
import { type Changes, type Condition, type Operator } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { authorizationId, authorizationsOf, USABLE, type Authorization } from './authorization'
import { isDoubtful, MISSES_OF_DOUBT } from './claims'
import { ledgerOf, noteDrifts, type Drift } from './drift'
import { grantedAfter } from './facts'
import { addMissing } from './missing'
import { type Terms } from '../templates/terms'
import { apart, apartFrom, cappedUntil, givenUp, isMarked, isTooSoon, mark, markSent, unmark } from './spacing'

/**
 * Holding and settling sends of the ledger. Every change is one conditional update per row that names the push:
 * made twice it does nothing the second time, so a retry after a crash neither takes nor gives back a credit twice.
 */

export interface Hold {
  openid: string
  /** What the row said when nothing could be held; `undefined` when there is no row. */
  standing?: Authorization['standing']
  /** Another message of this kind went out, or is on its way, within the hours that are to lie between two. */
  isTooSoon?: boolean
  /** She has had as many of this kind as one person gets. */
  isCapped?: boolean
  /** Until when it is one of the two. */
  until?: Date
  /** What is left is kept for what is more important. */
  reserved?: true
  /** A page told of accepts that WeChat did not know. */
  doubtful?: true
}

export interface HoldResult {
  held: Set<string>
  refused: Hold[]
}

export interface HoldRequest {
  pushId: string
  templateId: string
  openids: readonly string[]
  /** Of the push. */
  terms?: Terms
}

/** Takes one credit for each of these users, for this push: the ledger's decrement. */
export async function reserveCredits(ports: Ports, request: HoldRequest): Promise<HoldResult> {
  const { command } = ports.db
  const { pushId, templateId, openids, terms = {} } = request
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const { stats } = await authorizationsOf(ports.db)
    .where(apart(ports, request, { _id: command.in(ids), credits: command.gte(1 + (terms.reserve ?? 0)), standing: command.in(USABLE), reservations: command.neq(pushId) }))
    .update({
      data: { credits: command.inc(-1), reservations: command.addToSet(pushId), lapsed: command.pull(pushId), ...mark(ports, request), updatedAt: now(ports) },
      repeatable: true,
    })
  if (stats.updated === ids.length) return { held: new Set(openids), refused: [] }
  const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)
  return split(ports, request, rows, (row) => row.reservations.includes(pushId) && USABLE.includes(row.standing))
}

/** Long-term templates need no credit, only a consent that still stands. */
export async function checkStanding(ports: Ports, request: HoldRequest): Promise<HoldResult> {
  const { command } = ports.db
  const { pushId, templateId, openids } = request
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const marks = mark(ports, request, true)
  // Once: what a retry adds would be a second place.
  const unmarked = marks.recent ? { 'recent.pushId': command.neq(pushId) } : {}
  if (marks.latest || marks.recent) await authorizationsOf(ports.db).where(apart(ports, request, { _id: command.in(ids), standing: 'accept', ...unmarked })).update({ data: marks })
  const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)
  return split(ports, request, rows, (row) => row.standing === 'accept' && isMarked(ports, row, request))
}

/** Notes that this push tries although the ledger has nothing left. Never for users who told us to stop. */
export async function overdraw(ports: Ports, request: HoldRequest): Promise<HoldResult> {
  const { command } = ports.db
  const { pushId, templateId, openids } = request
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  await addMissing(ports, templateId, openids)
  await authorizationsOf(ports.db)
    .where(apart(ports, request, { _id: command.in(ids), standing: command.in(USABLE), overdrafts: command.neq(pushId) }))
    .update({ data: { overdrafts: command.addToSet(pushId), ...mark(ports, request), updatedAt: now(ports) } })
  const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)
  return split(ports, request, rows, (row) => row.overdrafts.includes(pushId) && USABLE.includes(row.standing))
}

export interface Settlement extends HoldRequest {
  /** Whether the push was told to try without credits, so that overdrafts are settled too. */
  anyway: boolean
  /** Our key of the template, for whoever reads of a drift. */
  template?: string
  /** When WeChat answered; now, when not given. A settlement may come late, and what was granted since stands. */
  answeredAt?: Date
}

/** The messages went out: what they held is spent. A success on an overdraft shows a credit that we did not know of. */
export async function consume(ports: Ports, settlement: Settlement): Promise<void> {
  const { command } = ports.db
  const spent = { used: command.inc(1), misses: command.remove(), updatedAt: now(ports) }
  await settle(ports, settlement, 'reservations', spent)
  if (settlement.anyway) await noteBetter(ports, settlement, 'sentWithout', { overdrafts: settlement.pushId })
  if (settlement.anyway) await settle(ports, settlement, 'overdrafts', { ...spent, granted: command.inc(1), drift: command.inc(1) })
  await markSent(ports, settlement)
}

/** The messages did not go out: what they held comes back, unless WeChat took it back meanwhile. */
export async function release(ports: Ports, settlement: Settlement): Promise<void> {
  const { inc, neq, pull } = ports.db.command
  const { pushId, openids } = settlement
  const place = givenUp(ports, settlement)
  const back = await settle(ports, settlement, 'reservations', { credits: inc(1), ...place, updatedAt: now(ports) }, { lapsed: neq(pushId) })
  const lost = { forfeited: inc(1), lapsed: pull(pushId), ...place, updatedAt: now(ports) }
  if (back < openids.length) await settle(ports, settlement, 'reservations', lost, { lapsed: pushId })
  if (settlement.anyway) await settle(ports, settlement, 'overdrafts', { ...place, updatedAt: now(ports) })
  await unmark(ports, settlement)
}

/** WeChat says 43101: nothing was left there, so nothing of what was granted up to then is left here either. */
export async function forfeit(ports: Ports, settlement: Settlement): Promise<void> {
  const { command } = ports.db
  const { answeredAt = now(ports) } = settlement
  const place = givenUp(ports, settlement)
  const drifted = { drift: command.inc(1), emptyAt: command.max(answeredAt), ...place, updatedAt: now(ports) }
  await noteBetter(ports, settlement, 'refusedWithCredit', { reservations: settlement.pushId })
  if (settlement.anyway) await settle(ports, settlement, 'overdrafts', { ...place, updatedAt: now(ports) })
  await noteMiss(ports, settlement, { reservations: settlement.pushId })
  await settle(ports, settlement, 'reservations', { ...drifted, forfeited: command.inc(1) }, { credits: 0 })
  await forfeitRest(ports, settlement, answeredAt, drifted)
  await unmark(ports, settlement)
}

/** WeChat says 43101 to a long-term template: a consent that was given before no longer stands. */
export async function standDown(ports: Ports, settlement: Settlement): Promise<void> {
  const { command } = ports.db
  const { templateId, openids, answeredAt = now(ports) } = settlement
  if (settlement.anyway) await settle(ports, settlement, 'overdrafts', { updatedAt: now(ports) })
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const notSince = (field: 'answeredAt' | 'reopenedAt'): Operator => command.or([{ [field]: command.exists(false) }, { [field]: command.lte(answeredAt) }])
  const stood = command.and([{ standing: 'accept' }, notSince('answeredAt'), notSince('reopenedAt')])
  await noteBetter(ports, settlement, 'refusedWithCredit', stood)
  await noteMiss(ports, settlement, stood)
  await authorizationsOf(ports.db)
    .where(command.and([{ _id: command.in(ids) }, stood]))
    .update({ data: { standing: 'none', emptyAt: command.max(answeredAt), drift: command.inc(1), updatedAt: now(ports) }, repeatable: true })
  await unmark(ports, settlement)
}

/** WeChat knew better than these rows: written down before they are put right, so that a death in between loses no evidence. */
async function noteBetter(ports: Ports, { pushId, templateId, template, openids, answeredAt = now(ports) }: Settlement, kind: Drift['kind'], wrong: Condition | Operator): Promise<void> {
  const { command } = ports.db
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const { data: rows } = await authorizationsOf(ports.db).where(command.and([{ _id: command.in(ids) }, wrong])).limit(MAX_ROWS).get()
  const said = kind === 'sentWithout' ? 'sent' : '43101'
  await noteDrifts(
    ports,
    // What WeChat was known to have taken back is no news.
    rows.filter((row) => !row.lapsed?.includes(pushId)).map((row): Drift => ({
      _id: `${pushId}:${row._id}:${kind}`, openid: row.openid, templateId, ...(template !== undefined && { template }), kind,
      ledger: ledgerOf(row, row.reservations.includes(pushId)), said, source: 'send', pushId, at: answeredAt, heardAt: now(ports),
    })),
  )
}

/** WeChat did not know what a page alone had told of. Once for an accept: what else is refused because of the same is no further miss. */
async function noteMiss(ports: Ports, { templateId, openids }: HoldRequest, refused: Condition | Operator): Promise<void> {
  const { command } = ports.db
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const among = (rows: Condition): Operator => command.and([{ _id: command.in(ids), unproven: true, ...rows }, refused])
  const missed = (misses: number): { data: Changes; repeatable: true } => ({ data: { misses, unproven: false }, repeatable: true })
  for (let misses = MISSES_OF_DOUBT; misses > 1; misses -= 1) await authorizationsOf(ports.db).where(among({ misses: misses - 1 })).update(missed(misses))
  await authorizationsOf(ports.db).where(among({ misses: command.neq(MISSES_OF_DOUBT) })).update(missed(1))
}

/** Rows with further credits lose those too that were granted before; compare-and-set, because a grant may come in between. */
async function forfeitRest(ports: Ports, { pushId, templateId, openids }: HoldRequest, answeredAt: Date, changes: Record<string, unknown>): Promise<void> {
  const { command } = ports.db
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  for (;;) {
    const { data: rows } = await authorizationsOf(ports.db).where({ _id: command.in(ids), reservations: pushId }).limit(MAX_ROWS).get()
    if (rows.length === 0) return
    for (const row of rows) {
      const { _id, credits } = row
      const left = grantedAfter(row, answeredAt)
      const forfeited = command.inc(credits - left + 1)
      await authorizationsOf(ports.db)
        .where({ _id, credits, reservations: pushId })
        .update({ data: { ...changes, credits: left, forfeited, reservations: command.pull(pushId) }, repeatable: true })
    }
  }
}

async function settle(
  ports: Ports,
  { pushId, templateId, openids }: HoldRequest,
  kind: 'reservations' | 'overdrafts',
  changes: Record<string, unknown>,
  only: Record<string, unknown> = {},
): Promise<number> {
  const { command } = ports.db
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const { stats } = await authorizationsOf(ports.db)
    .where({ _id: command.in(ids), [kind]: pushId, ...only })
    .update({ data: { ...changes, [kind]: command.pull(pushId) }, repeatable: true })
  return stats.updated
}

function split(ports: Ports, request: HoldRequest, rows: readonly Authorization[], isHeld: (row: Authorization) => boolean): HoldResult {
  const byOpenid = new Map(rows.map((row) => [row.openid, row]))
  const held = new Set<string>()
  const refused: Hold[] = []
  for (const openid of request.openids) {
    const row = byOpenid.get(openid)
    if (row && isHeld(row)) held.add(openid)
    else refused.push(row ? refusalOf(ports, request, row) : { openid })
  }
  return { held, refused }
}

/** Why nothing was held: what limits how often comes before what is missing, because it is over by itself. */
function refusalOf(ports: Ports, request: HoldRequest, row: Authorization): Hold {
  const { openid, standing, credits } = row
  const capped = cappedUntil(ports, row, request)
  if (isTooSoon(ports, row, request.pushId)) return { openid, standing, isTooSoon: true, until: apartFrom(ports, row) }
  if (capped) return { openid, standing, isCapped: true, until: capped }
  return { openid, standing, ...(isDoubtful(row) && { doubtful: true }), ...(isReserved(credits, request) && { reserved: true }) }
}

/** There is something left, and it is kept. */
function isReserved(credits: number, { terms: { reserve = 0 } = {} }: HoldRequest): boolean {
  return credits > 0 && credits <= reserve
}

function now(ports: Ports): Date {
  return new Date(ports.clock.now())
}
