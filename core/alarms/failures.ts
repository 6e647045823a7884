import { type MessageReason, messagesOf, TAKEN_STATES, type MessageState } from '../outbox/message'
import { wordsFor } from '../outbox/words'
import { type Ports } from '../ports'
import { FAILURES_LEAST, FAILURES_OF, FAILURES_SHARE, FAILURES_WITHIN_MS } from './limits'
import { type Alarm } from './table'

/** Of one person, or decided by one: nothing is wrong with the product when it happens. */
const EXPECTED: readonly (MessageReason | undefined)[] = ['not-authorized', 'resolved']

/** WeChat took it, and did not say since that it failed. */
const WELL: readonly MessageState[] = ['sent', 'delivered']

interface Group {
  state: MessageState
  reason?: MessageReason
  errcode?: number
  count: number
}

/** Whether too many of the newest messages of the last day failed. One question. */
export async function findFailures(ports: Ports): Promise<Alarm[]> {
  const groups = await outcomes(ports)
  const total = sum(groups)
  const failed = groups.filter(({ state, reason }) => !WELL.includes(state) && !EXPECTED.includes(reason))
  const count = sum(failed)
  if (total < FAILURES_LEAST || count <= total * FAILURES_SHARE) return []
  const [most] = failed.sort((a, b) => b.count - a.count)
  const why = most && wordsFor({ reason: most.reason, errcode: most.errcode, raw: '' })
  const about = `最近一天的 ${total} 条里有 ${count} 条没有成功${why ? `。最多的原因（${most.count} 条）：${why}` : ''}`
  return [{ id: 'failures', problem: 'failures', about, count, page: '/admin/history/history?state=failed' }]
}

async function outcomes({ db, clock }: Ports): Promise<Group[]> {
  const { command } = db
  const { list } = await messagesOf(db)
    .aggregate()
    .match({ createdAt: command.gte(new Date(clock.now() - FAILURES_WITHIN_MS)), state: command.in([...TAKEN_STATES, 'failed', 'unknown']) })
    .sort({ createdAt: -1 })
    .limit(FAILURES_OF)
    .group({ _id: { state: '$state', reason: '$reason', errcode: '$errcode' }, count: { $sum: 1 } })
    .end()
  return (list as unknown as { _id: Record<keyof Group, unknown>; count: number }[]).map(({ _id: { state, reason, errcode }, count }) => {
    // The database says null of what is not there.
    return { state: state as MessageState, count, ...(reason != null && { reason: reason as MessageReason }), ...(errcode != null && { errcode: Number(errcode) }) }
  })
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
