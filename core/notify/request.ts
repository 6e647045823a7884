import * as v from 'valibot'
import { text } from '../api/schema'
import { CREATE_REQUEST, MAX_DEDUPE, MAX_ITEMS } from '../push/request'

const { template, data, page, sendAt, urgent, state, lang, asIs, to } = CREATE_REQUEST.entries

/** What a notice has beside whom it is for, as `create` has it; for many it may be said once for all. */
const COMMON = { page, sendAt, urgent, state, lang, asIs }

const openid = to.wrapped.pipe[0].item
const dedupe = text(MAX_DEDUPE)

/** One notice. */
export const NOTICE = v.strictObject({ template, to: openid, data, dedupe, ...COMMON })
export type Notice = v.InferOutput<typeof NOTICE>

/**
 * What `push {action:'notify'}` takes: one notice, or many under `items`, where what is said beside them stands for each that says
 * nothing else. Each of many is read by itself (`NOTICE`): one that cannot be read keeps none of the others back.
 */
export const NOTIFY_REQUEST = v.strictObject({
  template: v.optional(template),
  to: v.optional(openid),
  data: v.optional(data),
  dedupe: v.optional(dedupe),
  ...COMMON,
  items: v.optional(
    v.pipe(v.array(v.unknown(), '要写成数组'), v.minLength(1, '至少要有一条'), v.maxLength(MAX_ITEMS, `一次最多 ${MAX_ITEMS} 条，请分几次调用`)),
  ),
})
export type NotifyRequest = v.InferOutput<typeof NOTIFY_REQUEST>

/** What `push {action:'cancelNotice'}` takes. */
export const CANCEL_REQUEST = v.strictObject({ dedupe })
