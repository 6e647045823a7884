import * as v from 'valibot'
import { text } from '../api/schema'
import { tagFilterOf } from '../outbox/push'
import { type Recurrence } from '../outbox/recurrence'
import { CREATE_REQUEST, type CreateRequest } from '../push/request'
import { dayOf } from '../records/beijing'
import { RULE } from './rule'

/** A push's own moment and name are the plan's to give; texts of single people are of one day. */
const { sendAt: _sendAt, key: _key, items: _items, dryRun, ...OF_PUSH } = CREATE_REQUEST.entries

/** A name of a run has to fit into one of a push, which is 64 long: `r-`, the plan's, and `-20261201`. */
const MAX_KEY = 50

/** What `push {action:'saveRecurrence'}` takes: a push as `create` takes it, and when. */
export const SAVE_REQUEST = v.strictObject({
  ...OF_PUSH,
  dryRun,
  key: v.optional(v.pipe(text(MAX_KEY), v.regex(/^[\w-]+$/, '幂等键只能用字母、数字、下划线和短横线'))),
  rule: RULE,
})

export type SaveRequest = v.InferOutput<typeof SAVE_REQUEST>

export const DATES_REQUEST = v.strictObject({ rule: RULE })
export const PLAN_ID = v.strictObject({ id: text(MAX_KEY) })

/** What a push is asked for with, beside its content, its people, its name and its moment. */
export type RunOptions = Omit<CreateRequest, 'template' | 'data' | 'to' | 'audience' | 'items' | 'key' | 'sendAt' | 'dryRun'>

export function optionsOf({ template: _template, data: _data, to: _to, audience: _audience, rule: _rule, key: _key, dryRun: _dryRun, ...options }: SaveRequest): RunOptions {
  return options
}

/** The push that is to be asked for each time, without a name. */
export function pushOf({ template, data, audience, options }: Pick<Recurrence, 'template' | 'data' | 'audience' | 'options'>): CreateRequest {
  return { ...(options as RunOptions), template, data, audience: namedBy(audience) }
}

function namedBy(audience: Recurrence['audience']): CreateRequest['audience'] {
  if (audience.kind === 'openids') return { openids: audience.openids }
  if (audience.kind === 'tags') return { tags: tagFilterOf(audience) }
  return audience.kind === 'all' ? { all: true } : { canReceive: true }
}

/** The run of that date, whoever asks for it and however often. */
export function keyOf(id: string, at: number): string {
  return `r-${id}-${dayOf(at).replace(/-/g, '')}`
}
