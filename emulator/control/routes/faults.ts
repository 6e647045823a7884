import { HTTP_FAULT_MODES, REQUEST_KINDS, type FaultPlan } from '../../faults/faults'
import { type Cloud } from '../cloud'
import { get, post, type Route } from '../route'
import { count, list, number, object, oneOf, optional, probability, text, type Shape } from '../shape'

const often = { times: optional(count), rate: optional(probability) }

const plan: Shape<FaultPlan> = object({
  send: optional(
    object({
      latencyMs: optional(count),
      errors: optional(list(object({ errcode: number, ...often }))),
      lostReplies: optional(count),
    }),
  ),
  db: optional(
    object({
      latencyMs: optional(count),
      errors: optional(list(object({ code: text, ...often }))),
      lostReplies: optional(count),
      conflicts: optional(object({ operation: optional(count), commit: optional(count) })),
    }),
  ),
  http: optional(object({ mode: oneOf(...HTTP_FAULT_MODES), times: count, on: optional(oneOf(...REQUEST_KINDS)) })),
  kill: optional(object({ function: text, afterSends: count })),
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
