import { consume, forfeit, release, standDown } from '../ledger/holds'
import { messagesOf, NOBODY, type Message } from '../outbox/message'
import { settlementsOf, type Push } from '../outbox/push'
import { keepReceipts } from '../outbox/receipt'
import { keepRids } from '../outbox/refusal'
import { transition, type Transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { groupBy } from '../records/group-by'
import { insist } from '../records/insist'
import { RETRY_TOGETHER, SEND_RETRIES, WRITE_RETRIES } from './limits'
import { type Outcome } from './outcome'
import { retryAt } from './times'
import { wait } from './waits'

type Sent = Extract<Outcome, { sent: true }>
type NotSent = Extract<Outcome, { sent: false }>

/**
 * Writes what came of a group: receipts and WeChat's rids first, then the ledger, then the messages. As often as it takes, while there is time:
 * each step may be repeated, and a death between two of them is made good by `recover`.
 * @param push  of the messages, or one of several with the same `bondOf`
 */
export async function settle(ports: Ports, owner: string, push: Push, outcomes: readonly Outcome[]): Promise<void> {
  const sent = outcomes.filter((outcome) => outcome.sent)
  if (sent.length > 0) await insist(ports, WRITE_RETRIES, 'settlement', () => settleSent(ports, owner, push, sent))
  const notSent = outcomes.filter((outcome) => !outcome.sent)
  await insist(ports, WRITE_RETRIES, 'rids', () => keepRids(ports, notSent))
  for (const group of alike(notSent))
    await insist(ports, WRITE_RETRIES, 'settlement', () => settleNotSent(ports, owner, push, group))
}

/** One write for all that ended alike; of those to be tried again, for so many as may come back together. */
function alike(outcomes: readonly NotSent[]): NotSent[][] {
  const groups = groupBy(outcomes, ({ verdict, message }) => `${verdict.errcode} ${verdict.raw} ${verdict.disposition === 'later' ? message.attempts : ''}`)
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / RETRY_TOGETHER) }, (_, part) => group.slice(part * RETRY_TOGETHER, (part + 1) * RETRY_TOGETHER)),
  )
}

async function settleSent(ports: Ports, owner: string, push: Push, sent: readonly Sent[]): Promise<void> {
  await addReceipts(ports, push, sent)
  const messages = messagesIn(sent)
  for (const settlement of settlementsOf(push, messages)) await consume(ports, settlement)
  await move(ports, owner, messages, { state: 'sent', handedAt: firstOf(sent), changes: { attempts: ports.db.command.inc(1) } })
}

async function addReceipts(ports: Ports, push: Push, sent: readonly Sent[]): Promise<void> {
  const at = new Date(ports.clock.now())
  const receipts = sent.map(({ message, msgid }) => ({
    _id: message._id,
    pushId: message.pushId,
    openid: message.openid,
    templateId: message.templateId ?? push.templateId,
    msgid,
    at,
  }))
  await keepReceipts(ports, receipts)
}

async function settleNotSent(ports: Ports, owner: string, push: Push, group: readonly NotSent[]): Promise<void> {
  const [first] = group
  if (!first) return
  const { disposition, reason, errcode, raw, ledger } = first.verdict
  const messages = messagesIn(group)
  const detail = { ...(errcode !== undefined && { errcode }), raw }
  const tried: Changes = { ...detail, attempts: ports.db.command.inc(1) }
  const handedAt = firstOf(group)
  switch (disposition) {
    case 'unknown':
      // It keeps what it holds, until a receipt or a person settles it.
      return move(ports, owner, messages, { state: 'unknown', reason, handedAt, changes: tried })
    case 'no-token':
      // WeChat never heard of it: due at once for a caller that has a token, and nothing happened that a reader would want to see.
      return update(ports, owner, messages, { state: 'queued', reason, ...tried, owner: NOBODY, dueAt: new Date(ports.clock.now()) })
    case 'later':
      return settleLater(ports, owner, push, group, { reason, handedAt, changes: tried })
    case 'refused':
    case 'bad-request':
    case 'halt':
      await giveBack(ports, push, messages, ledger === 'forfeit' ? handedAt : undefined)
      if (ledger === 'forfeit' && push.terms?.ifNone === 'wait') return wait(ports, owner, push, messages, { reason }, { handedAt, changes: tried })
      return move(ports, owner, messages, { state: 'failed', reason, handedAt, changes: tried })
  }
}

/** All of the group have been tried as often. */
async function settleLater(ports: Ports, owner: string, push: Push, group: readonly NotSent[], how: Omit<Transition, 'state'>): Promise<void> {
  const messages = messagesIn(group)
  const { verdict, message } = group[0] as NotSent
  const attempts = message.attempts + 1
  if (attempts < (verdict.attempts ?? SEND_RETRIES.attempts)) {
    const dueAt = retryAt(ports, verdict.reason, attempts)
    return move(ports, owner, messages, { state: 'queued', ...how, changes: { ...how.changes, owner: NOBODY, dueAt } })
  }
  await giveBack(ports, push, messages)
  await move(ports, owner, messages, { state: 'failed', ...how, reason: verdict.attempts === undefined ? 'gave-up' : verdict.reason })
}

/** @param answeredAt  WeChat held nothing for these then; what was agreed to since stands. Without it all comes back. */
async function giveBack(ports: Ports, push: Push, messages: readonly Message[], answeredAt?: Date): Promise<void> {
  for (const settlement of settlementsOf(push, messages)) {
    if (!answeredAt) await release(ports, settlement)
    else if (push.type === 'long-term') await standDown(ports, { ...settlement, answeredAt })
    else await forfeit(ports, { ...settlement, answeredAt })
  }
}

function messagesIn(outcomes: readonly Outcome[]): Message[] {
  return outcomes.map((outcome) => outcome.message)
}

function firstOf(outcomes: readonly Outcome[]): Date {
  return new Date(Math.min(...outcomes.map(({ handedAt }) => handedAt.getTime())))
}

function move(ports: Ports, owner: string, messages: readonly Message[], to: Transition): Promise<void> {
  return update(ports, owner, messages, transition(ports, to))
}

/** Only from where this worker left them; `unknown` because a lease may have run out while the send was still under way. */
async function update(ports: Ports, owner: string, messages: readonly Message[], changes: Changes): Promise<void> {
  const { command } = ports.db
  await messagesOf(ports.db)
    .where({ _id: command.in(messages.map((message) => message._id)), owner, state: command.in(['sending', 'unknown']) })
    .update({ data: changes })
}
