import { isQuiet } from '../delivery/times'
import { messagesOf } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { pushPage, type Looked } from './looked'
import { BACKLOG_MS, TOKENLESS_ROUNDS } from './limits'
import { type Alarm } from './table'

/**
 * What should have gone out by now and does not, while nothing says that it has to wait. A long push that goes on is none: something
 * of it went out just now. One question when all is well.
 */
export async function findBacklog(ports: Ports, pushes: readonly Looked[]): Promise<Alarm[]> {
  const tokenless = pushes.filter((push) => isOnItsWay(push) && (push.tokenless ?? 0) >= TOKENLESS_ROUNDS)
  if (tokenless.length > 0) return [withoutToken(tokenless)]
  const before = new Date(ports.clock.now() - BACKLOG_MS)
  const late = pushes.filter((push) => isLate(push, before))
  const first = await oldestDue(ports, pushes.filter((push) => mayHaveDue(ports, push, before)), before)
  const beginnings = late.map((push) => ({ push: push._id, since: push.state === 'scheduled' && push.sendAt ? push.sendAt : push.updatedAt }))
  const [oldest] = [...beginnings, ...(first ? [first] : [])].sort((a, b) => a.since.getTime() - b.since.getTime())
  if (!oldest) return []
  const count = first?.count ?? 0
  const what = count > 0 ? `${count} 条消息` : `${late.length} 个推送`
  const about = `${what}到了时间还没有发出`
  return [{ id: 'backlog', problem: 'backlog', about, since: oldest.since, count: count || late.length, page: pushPage(oldest.push) }]
}

function withoutToken(pushes: readonly Looked[]): Alarm {
  const about = `定时器来过，但没有微信的调用凭证，${pushes.length} 个推送发不出去`
  return { id: 'no-call-token', problem: 'no-call-token', about, count: pushes.length, page: pushPage(pushes[0]?._id ?? '') }
}

function isOnItsWay({ state }: Pick<Push, 'state'>): boolean {
  return state === 'running' || state === 'expanding'
}

/** Its messages are not even written out. */
function isLate({ state, sendAt, updatedAt }: Looked, before: Date): boolean {
  if (state === 'scheduled') return sendAt !== undefined && sendAt <= before
  return state === 'expanding' && updatedAt <= before
}

/** Not what rests until tomorrow or until the quiet hours end, nor what goes on again since just now. */
function mayHaveDue({ clock, settings: { quietHours } }: Ports, push: Looked, before: Date): boolean {
  const now = clock.now()
  if (!isOnItsWay(push) || push.updatedAt > before || (push.notBefore?.getTime() ?? 0) > now) return false
  return push.urgent === true || !(isQuiet(quietHours, now) || isQuiet(quietHours, before.getTime()))
}

async function oldestDue({ db }: Ports, pushes: readonly Looked[], before: Date): Promise<{ push: string; since: Date; count: number } | undefined> {
  if (pushes.length === 0) return undefined
  const { command } = db
  const pushId = command.in(pushes.map(({ _id }) => _id))
  const due = { pushId, state: 'queued', dueAt: command.lte(before) }
  const { data } = await messagesOf(db).where(due).orderBy('dueAt', 'asc').limit(1).field({ pushId: true, dueAt: true }).get()
  const [oldest] = data
  if (!oldest) return undefined
  const [{ total: count }, { data: justSent }] = await Promise.all([
    messagesOf(db).where(due).count(),
    messagesOf(db).where({ pushId, sentAt: command.gt(before) }).limit(1).field({ _id: true }).get(),
  ])
  return justSent.length > 0 ? undefined : { push: oldest.pushId, since: oldest.dueAt, count }
}
