import { type Ports } from '../ports'
import { type Condition, type Operator, type Query } from '../ports/database'
import { authorizationId, authorizationsOf, type Authorization } from './authorization'

/**
 * One message of a kind for each person within `HOURS_BETWEEN`, where that is set. The ledger's row says which push holds the last
 * place: it is taken in the same step in which a send is held, so that of two pushes at once one gets it; kept when the message went
 * out, or when nobody knows; given up when it certainly did not.
 */

interface Pushed {
  pushId: string
  templateId: string
  openids: readonly string[]
}

function hoursBetween({ settings }: Ports): number {
  return settings.hoursBetween ?? 0
}

/** The earliest moment that is still too near for another message of the same kind. */
function tooNear(ports: Ports): Date {
  return new Date(ports.clock.now() - hoursBetween(ports) * 3_600_000)
}

/** The same rows, as far as no other push has brought them a message of this kind lately, or is about to. */
export function apart(ports: Ports, pushId: string, rows: Condition): Condition | Operator {
  if (hoursBetween(ports) === 0) return rows
  const { command } = ports.db
  return command.and([rows, command.or([{ latest: command.exists(false) }, { 'latest.at': command.lte(tooNear(ports)) }, { 'latest.pushId': pushId }])])
}

/** What it takes the place of lies far enough back; so nothing is lost when it is taken away again. */
export function mark(ports: Ports, pushId: string): { latest?: unknown } {
  return hoursBetween(ports) === 0 ? {} : { latest: ports.db.command.set({ pushId, at: new Date(ports.clock.now()) }) }
}

export function isMarked(ports: Ports, { latest }: Authorization, pushId: string): boolean {
  return hoursBetween(ports) === 0 || latest?.pushId === pushId
}

export function isTooSoon(ports: Ports, { latest }: Pick<Authorization, 'latest'>, pushId = ''): boolean {
  return hoursBetween(ports) > 0 && latest !== undefined && latest.pushId !== pushId && latest.at > tooNear(ports)
}

/** They went out. */
export async function markSent(ports: Ports, pushed: Pushed): Promise<void> {
  if (hoursBetween(ports) > 0) await ofLatest(ports, pushed).update({ data: { 'latest.sent': true } })
}

/** They did not go out. */
export async function unmark(ports: Ports, pushed: Pushed): Promise<void> {
  if (hoursBetween(ports) > 0) await ofLatest(ports, pushed).update({ data: { latest: ports.db.command.remove() } })
}

function ofLatest({ db }: Ports, { pushId, templateId, openids }: Pushed): Query<Authorization> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  return authorizationsOf(db).where({ _id: db.command.in(ids), 'latest.pushId': pushId, 'latest.sent': db.command.neq(true) })
}
