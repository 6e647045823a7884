import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { type Author } from '../access/identify'
import { invalidArgument, type AppError } from '../error/app-error'
import { type Audience, type Push } from '../outbox/push'
import { text } from '../api/schema'
import { type Template } from '../templates/template'
import { type MessageData } from '../templates/message-data'

/** Recipients that one call may name; a client call carries at most 100 KB. */
const MAX_RECIPIENTS = 3000

/** Tags that one audience may name. */
const MAX_TAGS = 20

/** How far ahead a push may be scheduled. */
const MAX_AHEAD_DAYS = 90

/** Characters of a page path, query included. */
const MAX_PAGE_LENGTH = 200

const openid = v.pipe(text(64), v.regex(/^[\w-]+$/, 'openid 只含字母、数字、下划线和短横线，请从用户列表里取'))
const value = v.union([v.string(), v.number()], '要写成文字')

const openids = v.pipe(
  v.array(openid, '要写成 openid 的数组，例如 ["o…"]'),
  v.minLength(1, '至少要有一位接收人'),
  v.maxLength(MAX_RECIPIENTS, `一次最多 ${MAX_RECIPIENTS} 位接收人，请分几次发`),
)

/** What `push {action:'create'}` takes. */
export const CREATE_REQUEST = v.strictObject({
  template: text(64),
  data: v.record(v.string(), v.union([value, v.strictObject({ value })], '要写成 "文字" 或 {"value":"文字"}')),
  to: v.optional(openids),
  audience: v.optional(
    v.strictObject({
      openids: v.optional(openids),
      tags: v.optional(v.pipe(v.array(text(20), '要写成标签的数组'), v.minLength(1, '至少要有一个标签'), v.maxLength(MAX_TAGS, `最多 ${MAX_TAGS} 个标签`))),
      canReceive: v.optional(v.literal(true, '只能写 true')),
      all: v.optional(v.literal(true, '只能写 true')),
    }),
  ),
  sendAt: v.optional(v.union([v.number(), v.string()], '要写成时间，例如 2026-12-01T09:00:00+08:00')),
  urgent: v.optional(v.boolean('只能是 true 或 false')),
  key: v.optional(v.pipe(text(64), v.regex(/^[\w-]+$/, '幂等键只能用字母、数字、下划线和短横线'))),
  page: v.optional(
    v.pipe(
      v.string('要写成文字'),
      v.maxLength(MAX_PAGE_LENGTH, `页面路径最多 ${MAX_PAGE_LENGTH} 个字符`),
      v.regex(/^\/?[\w-]+(?:\/[\w-]+)*(?:\?[^\s#]*)?$/, '页面路径要像 pages/message/message?id=1 这样，不带域名和空格'),
    ),
  ),
  state: v.optional(v.picklist(['developer', 'trial', 'formal'], '只能是 developer（开发版）、trial（体验版）或 formal（正式版）')),
  lang: v.optional(v.picklist(['zh_CN', 'en_US', 'zh_HK', 'zh_TW'], '只能是 zh_CN、en_US、zh_HK 或 zh_TW')),
  anyway: v.optional(v.boolean('只能是 true 或 false')),
  dryRun: v.optional(v.boolean('只能是 true 或 false')),
})

export type CreateRequest = v.InferInput<typeof CREATE_REQUEST>

interface Draft {
  key: string
  request: CreateRequest
  template: Template
  data: MessageData
  audience: Audience
  sendAt: Date | undefined
  defaultState: Push['miniprogramState']
  by: Author
  now: Date
}

/** The push record that a request asks for. */
export function draftPush({ key, request, template, data, audience, sendAt, defaultState, by, now }: Draft): Push {
  const asked = {
    template: template._id,
    data,
    page: withoutSlash(request.page ?? template.page),
    miniprogramState: request.state ?? defaultState,
    lang: request.lang ?? 'zh_CN',
    audience,
    anyway: request.anyway ?? false,
    urgent: request.urgent ?? false,
    ...(sendAt && { sendAt }),
  }
  return {
    _id: key,
    ...asked,
    templateId: template.templateId,
    title: template.title,
    type: template.type,
    by,
    bodyHash: hashOf(asked),
    state: sendAt ? 'scheduled' : 'expanding',
    cursor: '',
    revision: 0,
    total: audience.kind === 'openids' ? audience.openids.length : 0,
    createdAt: now,
    updatedAt: now,
  }
}

/** WeChat documents paths without a leading slash; people copy them from app code with one. */
function withoutSlash(page: string): string {
  return page.replace(/^\//, '')
}

function hashOf(asked: { data: MessageData; audience: Audience }): string {
  const data = Object.entries(asked.data).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify({ ...asked, data, audience: inOrder(asked.audience) })).digest('hex')
}

function inOrder(audience: Audience): Audience {
  if (audience.kind === 'openids') return { ...audience, openids: [...audience.openids].sort() }
  return audience.kind === 'tags' ? { ...audience, tags: [...audience.tags].sort() } : audience
}

/** Whom the request names, each once. @throws AppError `invalid-argument` unless it names exactly one kind of audience */
export function audienceOf({ to, audience = {} }: CreateRequest): Audience {
  const { openids: listed, tags, canReceive, all } = audience
  const named = [to && 'to', listed && 'audience.openids', tags && 'audience.tags', canReceive && 'audience.canReceive', all && 'audience.all'].filter(Boolean)
  if (named.length === 0) throw invalidArgument([{ field: 'to', message: '缺少接收人：用 to 写 openid 的数组，或用 audience 选一群人' }])
  if (named.length > 1) throw invalidArgument([{ field: 'audience', message: `接收人只能用一种写法，现在有 ${named.join('、')}` }])
  if (tags) return { kind: 'tags', tags }
  if (canReceive) return { kind: 'canReceive' }
  if (all) return { kind: 'all' }
  return { kind: 'openids', openids: [...new Set(to ?? listed ?? [])] }
}

/** @throws AppError `invalid-argument` for a time that cannot be read, is over, or too far ahead */
export function sendAtOf({ sendAt }: CreateRequest, now: number): Date | undefined {
  if (sendAt === undefined) return undefined
  const time = new Date(sendAt)
  const fault = (message: string): AppError => invalidArgument([{ field: 'sendAt', message }])
  if (Number.isNaN(time.getTime())) throw fault('看不懂发送时间，要像 2026-12-01T09:00:00+08:00')
  if (time.getTime() <= now) throw fault('发送时间已经过了，请换一个以后的时间，或不填立即发送')
  if (time.getTime() > now + MAX_AHEAD_DAYS * 24 * 3_600_000) throw fault(`最多提前 ${MAX_AHEAD_DAYS} 天安排`)
  return time
}
