import { release, type Hold } from '../ledger/holds'
import { flagWaiting } from '../ledger/waits'
import { messagesOf, NOBODY, type Message, type MessageReason } from '../outbox/message'
import { settlementsOf, type Push } from '../outbox/push'
import { transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { callRound } from '../records/agenda'
import { DAY_MS } from '../records/beijing'
import { groupBy } from '../records/group-by'
import { WAIT_DAYS } from '../templates/terms'

/**
 * Messages for which the ledger holds nothing do not go out: they are over, or wait, as their push says. What waits is looked at again
 * when its reader agrees (`core/waiting`), when what keeps it back is over by itself, and at last when it expires.
 */

/** How often that is looked at again of which nobody hears when it could go out. */
const LOOK_AGAIN_MS = DAY_MS

interface Wait {
  reason: MessageReason
  /** When it could go out though nobody agrees. */
  until?: Date
  /** Credits that it needs. */
  needs?: number
}

/** Ends the messages that were refused, or has them wait, without asking WeChat. */
export async function refuse(ports: Ports, owner: string, push: Push, rows: readonly Message[], refused: readonly Hold[]): Promise<void> {
  if (refused.length === 0) return
  const reasons = new Map(refused.map((each) => [each.openid, reasonOf(each)]))
  const rowsFor = (reason: MessageReason): Message[] => rows.filter(({ openid }) => reasons.get(openid) === reason)
  const stopped = rowsFor('stopped')
  // Told us between two attempts: the credit that was held for the next one comes back.
  for (const settlement of settlementsOf(push, stopped)) await release(ports, settlement)
  await skip(ports, owner, stopped, 'stopped')
  const others = refused.filter((each) => each.standing !== 'stopped')
  for (const [key, alike] of groupBy(others, (each) => `${reasonOf(each)} ${each.until?.getTime() ?? ''}`)) {
    const names = new Set(alike.map(({ openid }) => openid))
    const [reason = 'no-credit'] = key.split(' ') as [MessageReason]
    const some = rows.filter(({ openid }) => names.has(openid))
    if (push.terms?.ifNone !== 'wait') await skip(ports, owner, some, reason)
    else await wait(ports, owner, push, some, waitFor(push, reason, alike[0]?.until))
  }
}

function reasonOf({ standing, isTooSoon, isCapped, doubtful, reserved }: Hold): MessageReason {
  if (standing === 'stopped') return 'stopped'
  if (isTooSoon) return 'too-soon'
  if (isCapped) return 'capped'
  if (doubtful) return 'doubtful'
  return reserved ? 'reserved' : 'no-credit'
}

function waitFor({ terms }: Push, reason: MessageReason, until: Date | undefined): Wait {
  return { reason, ...(until && { until }), ...(reason === 'reserved' && { needs: (terms?.reserve ?? 0) + 1 }) }
}

async function skip(ports: Ports, owner: string, rows: readonly Message[], reason: MessageReason): Promise<void> {
  await update(ports, owner, rows, transition(ports, { state: 'skipped', reason }))
}

/**
 * Has them wait. Flagged in the ledger first: whoever grants a send from then on looks for them, and what was granted just before is found
 * by the next round.
 */
export async function wait(ports: Ports, owner: string, push: Push, rows: readonly Message[], { reason, until, needs }: Wait, more: { handedAt?: Date; changes?: Changes } = {}): Promise<void> {
  const now = ports.clock.now()
  const ends = now + (push.terms?.waitDays ?? WAIT_DAYS) * DAY_MS
  const left = rows.filter(({ expiresAt }) => expiresAt === undefined || expiresAt.getTime() > now)
  await skip(ports, owner, rows.filter((row) => !left.includes(row)), 'expired')
  if (left.length === 0) return
  const templateId = (row: Message): string => row.templateId ?? push.templateId
  if (!until) for (const [id, ofId] of groupBy(left, templateId)) await flagWaiting(ports, id, ofId.map(({ openid }) => openid), needs)
  for (const [expires, alike] of groupBy(left, ({ expiresAt }) => expiresAt?.getTime() ?? ends)) {
    const next = until?.getTime() ?? (needs === undefined ? expires : now + LOOK_AGAIN_MS)
    const dueAt = new Date(Math.min(next, expires))
    const changes = {
      ...more.changes,
      owner: NOBODY,
      dueAt,
      expiresAt: new Date(expires),
      waitsSince: new Date(now),
      called: ports.db.command.remove(),
      needs: needs ?? ports.db.command.remove(),
    }
    await update(ports, owner, alike, { ...transition(ports, { state: 'waiting', reason, ...(more.handedAt && { handedAt: more.handedAt }) }), ...changes })
    if (until) await callRound(ports, dueAt.getTime())
  }
}

/** What others may still join waits for them, once. @returns those that are to go on */
export async function gatherFirst(ports: Ports, owner: string, push: Push, rows: readonly Message[]): Promise<Message[]> {
  const { digest } = push.terms ?? {}
  if (!digest || digest.minutes === 0 || push.urgent) return [...rows]
  const fresh = rows.filter(({ gathered }) => gathered !== true)
  if (fresh.length > 0) await wait(ports, owner, push, fresh, { reason: 'gathering', until: new Date(ports.clock.now() + digest.minutes * 60_000) })
  return rows.filter((row) => !fresh.includes(row))
}

/** Only from where this worker left them. */
async function update(ports: Ports, owner: string, rows: readonly Message[], changes: Changes): Promise<void> {
  if (rows.length === 0) return
  const { command } = ports.db
  await messagesOf(ports.db)
    .where({ _id: command.in(rows.map(({ _id }) => _id)), owner, state: command.in(['sending', 'unknown']) })
    .update({ data: changes })
}
