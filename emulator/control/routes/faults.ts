import { EVENT_KINDS, EVENT_ORDERS, type EventFaults } from '../../faults/event-faults'
import { HTTP_FAULT_MODES, REQUEST_KINDS, type FaultPlan } from '../../faults/faults'
import { type Cloud } from '../cloud'
import { get, post, type Route } from '../route'
import { BadRequest, countUpTo, list, number, object, oneOf, optional, probability, text, type Shape } from '../shape'

/** More than any run meets; a timer of Node takes 24 days at most. */
const MAX_TIMES = 1_000_000
const MAX_ERRORS = 1000
const MAX_LATENCY_MS = 10 * 60_000
/** Of the emulated clock. */
const MAX_EVENT_DELAY_MS = 30 * 24 * 3_600_000
const MAX_SEED = 2 ** 32 - 1

const often = { times: optional(countUpTo(MAX_TIMES)), rate: optional(probability) }

/** Of a failed delivery. */
const errorCode: Shape<number> = (value, at) => {
  if (!Number.isSafeInteger(value) || value === 0) throw new BadRequest(`${at} must be a whole number other than 0, which means success. 请填 0 以外的整数，0 是成功。`)
  return value as number
}

const eventFaults: Shape<EventFaults> = (value, at) => {
  const events = object({
    on: optional(oneOf(...EVENT_KINDS)),
    delayMs: optional(countUpTo(MAX_EVENT_DELAY_MS)),
    order: optional(oneOf(...EVENT_ORDERS)),
    lost: optional(object(often)),
    duplicated: optional(object({ ...often, afterMs: optional(countUpTo(MAX_EVENT_DELAY_MS)) })),
    failures: optional(list(object({ errorCode: optional(errorCode), errorStatus: optional(text), ...often }), MAX_ERRORS)),
  })(value, at)
  if (events.order !== undefined && !events.delayMs) {
    throw new BadRequest(`${at}.order needs ${at}.delayMs, the span whose events come in another order. 要打乱顺序，请同时给出 delayMs：这段时间里的事件一起到。`)
  }
  return events
}

const plan: Shape<FaultPlan> = object({
  send: optional(
    object({
      latencyMs: optional(countUpTo(MAX_LATENCY_MS)),
      errors: optional(list(object({ errcode: number, ...often }), MAX_ERRORS)),
      lostReplies: optional(countUpTo(MAX_TIMES)),
    }),
  ),
  db: optional(
    object({
      latencyMs: optional(countUpTo(MAX_LATENCY_MS)),
      errors: optional(list(object({ code: text, ...often }), MAX_ERRORS)),
      lostReplies: optional(countUpTo(MAX_TIMES)),
      conflicts: optional(object({ operation: optional(countUpTo(MAX_TIMES)), commit: optional(countUpTo(MAX_TIMES)) })),
    }),
  ),
  http: optional(object({ mode: oneOf(...HTTP_FAULT_MODES), times: countUpTo(MAX_TIMES), on: optional(oneOf(...REQUEST_KINDS)) })),
  kill: optional(object({ function: text, afterSends: countUpTo(MAX_TIMES) })),
  events: optional(eventFaults),
  seed: optional(countUpTo(MAX_SEED)),
})

/** What is left of the plan, and how many events are on their way. It may be sent back as it is. */
type Shown = FaultPlan & { waiting?: number }

const order: Shape<FaultPlan> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return plan(value, at)
  const { waiting: _, ...ordered } = value as Shown
  return plan(ordered, at)
}

export function faultRoutes({ faults, messages, changes }: Cloud): Route[] {
  const shown = (): Shown => ({ ...faults.plan, ...(messages.waiting > 0 && { waiting: messages.waiting }) })
  return [
    get('/emulator/faults', 'the faults that are still ordered, and how many pushed events are on their way', object({}), shown),
    post('/emulator/faults', 'orders faults, in place of all ordered before; {} clears them', order, (ordered) => {
      faults.set(ordered)
      changes.emit('faults')
      return shown()
    }),
  ]
}
