import { actorOf, factsFrom, linked, type AuditEntry, type Draft, type Link } from '../../core/access/audit-entry'
import { type Push } from '../../core/outbox/push'

/** Only the last of it: nobody scrolls through a year of pushes. */
const KEPT_DAYS = 30
const DAY_MS = 86_400_000
const NIGHT_MS = 30 * 60_000

interface World {
  /** Milliseconds since 1970. */
  now: number
  owner: string
  sender: string
}

/** Who did what in the last days: the pushes of members and keys, those that were stopped, and what an owner looks after now and then. */
export function auditOf(pushes: readonly Push[], world: World): AuditEntry[] {
  const since = world.now - KEPT_DAYS * DAY_MS
  const drafts = [...pushes.filter(({ createdAt }) => createdAt.getTime() >= since).flatMap(draftsOf), ...ownersDrafts(since, world)]
  drafts.sort((a, b) => a.at.getTime() - b.at.getTime())
  const entries: AuditEntry[] = []
  for (const draft of drafts) entries.push(linked(draft, entries.at(-1) as Link | undefined))
  return entries
}

function draftsOf({ _id: pushId, by, template, total, state, createdAt, updatedAt }: Push): Draft[] {
  const draft = (action: string, at: Date, facts: object): Draft => ({ at, by: actorOf(by), function: 'push', source: 'wx_client', action, result: 'ok', facts: factsFrom({ pushId, ...facts }) })
  const asked = draft('push', createdAt, { template, recipients: total })
  if (state === 'paused') return [asked, draft('pause', updatedAt, {})]
  return state === 'cancelled' ? [asked, draft('cancel', updatedAt, {})] : [asked]
}

/** Once a week members and keys are looked through, now and then somebody's results are taken along. */
function ownersDrafts(since: number, { owner, sender, now }: World): Draft[] {
  const weeks = Array.from({ length: Math.floor(KEPT_DAYS / 7) }, (_, week) => since + week * 7 * DAY_MS + NIGHT_MS).filter((at) => at < now)
  const draft = (at: number, action: string, facts: object): Draft => ({ at: new Date(at), by: actorOf({ kind: 'member', openid: owner }), function: 'push', source: 'wx_client', action, result: 'ok', facts: factsFrom(facts as Record<string, unknown>) })
  return weeks.flatMap((at, week) => [
    draft(at, 'grant', { openid: sender, role: 'sender' }),
    ...(week % 2 === 0 ? [draft(at + 60_000, 'invite', { role: 'viewer', hours: 72 })] : []),
    draft(at + 120_000, 'show-openid', { openid: sender, of: 'member' }),
  ])
}
