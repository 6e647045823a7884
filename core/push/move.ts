import { deliver } from '../delivery/deliver'
import { HAND_OVER_MS } from '../delivery/limits'
import { messagesOf } from '../outbox/message'
import { type Ports } from '../ports'

/** Such a call sends for so long at most. */
const MOST_MS = 5_000

/**
 * A call from an open page of anybody lends its call token: a few messages that are due go out, of pushes that members set going and that
 * run anyhow. It begins nothing and decides nothing, so it widens nobody's rights; who calls does not learn whose messages they were.
 * @returns how many went out; none where the setting is off
 */
export async function moveQueue(ports: Ports): Promise<{ moved: number }> {
  const { movePerCall = 0, maxPerRun } = ports.settings
  if (movePerCall === 0 || !(await isAnythingDue(ports))) return { moved: 0 }
  const most = maxPerRun > 0 ? Math.min(movePerCall, maxPerRun) : movePerCall
  const until = ports.clock.now() + MOST_MS
  // The pool stops when less is left than a hand-over may need.
  const remainingMs = (): number => Math.min(ports.remainingMs(), until - ports.clock.now() + HAND_OVER_MS)
  const { sent } = await deliver({ ...ports, settings: { ...ports.settings, maxPerRun: most }, remainingMs })
  return { moved: sent }
}

/** As a rule nothing is: then this is all. */
async function isAnythingDue({ db, clock }: Ports): Promise<boolean> {
  const { data } = await messagesOf(db).where({ state: 'queued', dueAt: db.command.lte(new Date(clock.now())) }).limit(1).field({ _id: true }).get()
  return data.length > 0
}
