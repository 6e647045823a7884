import { consume, forfeit, release, standDown } from '../ledger/holds'
import { messagesOf, NOBODY, type Message } from '../outbox/message'
import { settlementOf, type Push } from '../outbox/push'
import { receiptsOf } from '../outbox/receipt'
import { transition, type Transition } from '../outbox/transition'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { isDuplicate } from '../records/find'
import { groupBy } from '../records/group-by'
import { MAX_ATTEMPTS, SETTLE_TRIES } from './limits'
import { type Outcome } from './outcome'
import { retryAt } from './retry'

/**
 * Writes what came of a group: receipts first, then the ledger, then the messages.
 * Each step may be repeated, and a crash between two of them is made good by `recover.ts`.
 */
export async function settle(ports: Ports, owner: string, push: Push, outcomes: readonly Outcome[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(ports, owner, push, outcomes)
    } catch (error) {
      if (attempt >= SETTLE_TRIES) throw error
      ports.log('warn', 'settlement not written, trying again', { pushId: push._id, attempt, error: String(error) })
    }
  }
}

async function write(ports: Ports, owner: string, push: Push, outcomes: readonly Outcome[]): Promise<void> {
  const sent = outcomes.filter((outcome) => outcome.sent)
  if (sent.length > 0) await settleSent(ports, owner, push, sent)
  // One write for all that ended alike.
  const notSent = groupBy(
    outcomes.filter((outcome) => !outcome.sent),
    ({ verdict }) => `${verdict.errcode} ${withoutRid(verdict.raw)}`,
  )
  for (const group of notSent.values()) await settleNotSent(ports, owner, push, group)
}

type Sent = Extract<Outcome, { sent: true }>
type NotSent = Extract<Outcome, { sent: false }>

async function settleSent(ports: Ports, owner: string, push: Push, sent: readonly Sent[]): Promise<void> {
  await addReceipts(ports, push, sent)
  const messages = sent.map((outcome) => outcome.message)
  await consume(ports, settlementOf(push, openidsOf(messages)))
  await move(ports, owner, messages, { state: 'sent', changes: { attempts: ports.db.command.inc(1) } })
}

async function addReceipts(ports: Ports, push: Push, sent: readonly Sent[]): Promise<void> {
  const at = new Date(ports.clock.now())
  const receipts = sent.map(({ message, msgid }) => ({
    _id: message._id,
    pushId: push._id,
    openid: message.openid,
    templateId: push.templateId,
    msgid,
    at,
  }))
  try {
    await receiptsOf(ports.db).add({ data: receipts })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // A repeated settlement: some are there already. One by one, whatever the database did with the batch.
    for (const receipt of receipts) await receiptsOf(ports.db).add({ data: receipt }).catch(ignoreDuplicate)
  }
}

function ignoreDuplicate(error: unknown): void {
  if (!isDuplicate(error)) throw error
}

async function settleNotSent(ports: Ports, owner: string, push: Push, group: readonly NotSent[]): Promise<void> {
  const [first] = group
  if (!first) return
  const { disposition, reason, errcode, raw, ledger } = first.verdict
  const messages = group.map((outcome) => outcome.message)
  const detail = { ...(errcode !== undefined && { errcode }), raw: withoutRid(raw) }
  const tried = { ...detail, attempts: ports.db.command.inc(1) }
  switch (disposition) {
    case 'unknown':
      // It keeps what it holds, until a receipt or a person settles it.
      return move(ports, owner, messages, { state: 'unknown', reason, changes: tried })
    case 'no-token':
      // WeChat never heard of it: no attempt, and due at once for a caller that has a token.
      return move(ports, owner, messages, { state: 'queued', reason, changes: { ...detail, owner: NOBODY, dueAt: new Date(ports.clock.now()) } })
    case 'later':
      return settleLater(ports, owner, push, group, tried)
    case 'refused':
    case 'bad-request':
    case 'halt':
      await giveBack(ports, push, messages, ledger === 'forfeit')
      return move(ports, owner, messages, { state: 'failed', reason, changes: tried })
  }
}

async function settleLater(ports: Ports, owner: string, push: Push, group: readonly NotSent[], tried: Changes): Promise<void> {
  const isLastTry = ({ message }: NotSent): boolean => message.attempts + 1 >= MAX_ATTEMPTS
  const given = group.filter(isLastTry).map((outcome) => outcome.message)
  if (given.length > 0) {
    await giveBack(ports, push, given, false)
    await move(ports, owner, given, { state: 'failed', reason: 'gave-up', changes: tried })
  }
  for (const outcome of group) {
    if (isLastTry(outcome)) continue
    const { message, verdict } = outcome
    const dueAt = retryAt(ports, verdict.reason, message.attempts)
    await move(ports, owner, [message], { state: 'queued', reason: verdict.reason, changes: { ...tried, owner: NOBODY, dueAt } })
  }
}

async function giveBack(ports: Ports, push: Push, messages: readonly Message[], forfeited: boolean): Promise<void> {
  const settlement = settlementOf(push, openidsOf(messages))
  if (push.type === 'long-term') return forfeited ? standDown(ports, settlement) : undefined
  return forfeited ? forfeit(ports, settlement) : release(ports, settlement)
}

function openidsOf(messages: readonly Message[]): string[] {
  return messages.map((message) => message.openid)
}

/** Only from where this worker left them; `unknown` because a lease may have run out while the send was still under way. */
async function move(ports: Ports, owner: string, messages: readonly Message[], to: Transition): Promise<void> {
  const { command } = ports.db
  const ids = messages.map((message) => message._id)
  await messagesOf(ports.db)
    .where({ _id: command.in(ids), owner, state: command.in(['sending', 'unknown']) })
    .update({ data: transition(ports, to) })
}

/** WeChat's request id makes every text different. */
function withoutRid(raw: string): string {
  return raw.replace(/\s*rid: [\w-]+/, '')
}
