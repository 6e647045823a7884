import { type Changes } from '../ports/database'
import { type Ports } from '../ports'
import { type MessageReason, type MessageState, type TimelineEntry } from './message'

export interface Transition {
  state: MessageState
  reason?: MessageReason
  /** When it was handed to WeChat, where it was. */
  handedAt?: Date
  /** What else to write. */
  changes?: Changes
}

/** What became of it is settled on our side. */
const ENDINGS: readonly MessageState[] = ['sent', 'failed', 'skipped', 'merged', 'cancelled']

/** The update that moves a message into a state and notes it in its timeline. A reason of an earlier attempt goes. */
export function transition({ db, clock }: Ports, { state, reason, handedAt, changes = {} }: Transition): Changes {
  const { command } = db
  const at = new Date(clock.now())
  const why = reason === undefined ? { reason: command.remove(), errcode: command.remove(), raw: command.remove() } : { reason }
  const entries: TimelineEntry[] = [{ at, state, ...(reason !== undefined && { reason }) }]
  if (handedAt) entries.unshift({ at: handedAt, state: 'sending' })
  return {
    state,
    ...why,
    ...(state === 'sent' && { sentAt: at }),
    ...(ENDINGS.includes(state) && { overAt: at }),
    ...((state === 'delivered' || state === 'undelivered') && { receiptHeardAt: at }),
    // Another try: what came of the one before is no longer so.
    ...(state === 'queued' && { sentAt: command.remove(), overAt: command.remove(), receiptAt: command.remove(), receiptHeardAt: command.remove() }),
    ...changes,
    timeline: command.push(entries),
  }
}
