import { nextArrivalAt } from '../delivery/arrivals'
import { waitsUntil } from '../delivery/times'
import { messagesOf, OPEN_STATES } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'
import { nextWaitingAt } from '../waiting/wake'
import { nextRemoval } from '../users/retention'

/** When the timer has to come again, as far as is known now (milliseconds since 1970). Whatever comes up meanwhile calls it by itself. */
export async function nextRoundAt(ports: Ports): Promise<number> {
  const { db, clock } = ports
  const now = clock.now()
  const { data: pushes } = await pushesOf(db)
    .where({ state: db.command.in(['scheduled', 'expanding', 'running']) })
    .limit(MAX_ROWS)
    .field({ state: true, sendAt: true, notBefore: true, urgent: true })
    .get()
  const moments = pushes.filter(({ state }) => state !== 'running').map((push) => momentOf(ports, push))
  const running = pushes.filter(({ state }) => state === 'running')
  const resting = running.map((push) => momentOf(ports, push)).filter((moment) => moment > now)
  const moving = running.filter((push) => momentOf(ports, push) <= now)
  return Math.min(nextRemoval(now), await nextArrivalAt(ports), await nextWaitingAt(ports), ...moments, ...resting, ...(moving.length > 0 ? [await firstOf(ports, moving)] : []))
}

function momentOf({ clock, settings }: Ports, push: Push): number {
  if (push.state === 'scheduled') return push.sendAt?.getTime() ?? clock.now()
  return waitsUntil(settings.quietHours, push, clock.now())
}

/** What is queued has its time; what somebody has, or had when it died, is looked at in every round. */
async function firstOf({ db, clock }: Ports, pushes: readonly Push[]): Promise<number> {
  const open = { pushId: db.command.in(pushes.map(({ _id }) => _id)), state: db.command.in([...OPEN_STATES]) }
  const { data } = await messagesOf(db).where(open).orderBy('dueAt', 'asc').limit(1).field({ state: true, dueAt: true }).get()
  const [first] = data
  return first?.state === 'queued' ? first.dueAt.getTime() : clock.now()
}
