import { HTTP_FAULT_MODES, REQUEST_KINDS, type FaultPlan } from '../../faults/faults'
import { type Cloud } from '../cloud'
import { get, post, type Route } from '../route'
import { countUpTo, list, number, object, oneOf, optional, probability, text, type Shape } from '../shape'

/** More than any run meets; a timer of Node takes 24 days at most. */
const MAX_TIMES = 1_000_000
const MAX_ERRORS = 1000
const MAX_LATENCY_MS = 10 * 60_000

const often = { times: optional(countUpTo(MAX_TIMES)), rate: optional(probability) }

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
})

export function faultRoutes({ faults, changes }: Cloud): Route[] {
  return [
    get('/emulator/faults', 'the faults that are still ordered', object({}), () => faults.plan),
    post('/emulator/faults', 'orders faults, in place of all ordered before; {} clears them', plan, (ordered) => {
      faults.set(ordered)
      changes.emit('faults')
      return faults.plan
    }),
  ]
}
