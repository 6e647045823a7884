import * as v from 'valibot'
import { text } from '../api/schema'
import { IF_NONE, WAIT_DAYS_REQUEST } from '../templates/terms'
import { SOME_TAGS, TAG_FILTER } from '../users/tags'

/** Recipients that one call may tell something of their own. */
export const MAX_ITEMS = 1000

/** Characters of what tells one matter from another. */
export const MAX_DEDUPE = 128

/** Of a list: columns of one row, and characters of one of its values. */
const MAX_COLUMNS = 20
const MAX_COLUMN_VALUE = 100

/** Recipients that one call may name; a client call carries at most 100 KB. */
const MAX_RECIPIENTS = 3000

/** Characters of a page path, query included. */
const MAX_PAGE_LENGTH = 200

/** Of the content: far beyond what any field takes, so that every answer that tells it back stays small. */
const MAX_FIELDS = 20
const MAX_VALUE_LENGTH = 200

const openid = v.pipe(text(64), v.regex(/^[\w-]+$/, 'openid 只含字母、数字、下划线和短横线，请从用户列表里取'))
const value = v.union([v.pipe(v.string(), v.maxLength(MAX_VALUE_LENGTH, `最多 ${MAX_VALUE_LENGTH} 个字符`)), v.number()], '要写成文字')

const openids = v.pipe(
  v.array(openid, '要写成 openid 的数组，例如 ["o…"]'),
  v.minLength(1, '至少要有一位接收人'),
  v.maxLength(MAX_RECIPIENTS, `一次最多 ${MAX_RECIPIENTS} 位接收人，请分几次发`),
)

const data = v.pipe(
  v.record(text(32), v.union([value, v.strictObject({ value })], `要写成 "文字" 或 {"value":"文字"}，最多 ${MAX_VALUE_LENGTH} 个字符`)),
  v.maxEntries(MAX_FIELDS, `最多 ${MAX_FIELDS} 个字段`),
)

const columns = v.pipe(
  v.record(text(64), v.pipe(v.string('要写成文字'), v.maxLength(MAX_COLUMN_VALUE, `最多 ${MAX_COLUMN_VALUE} 个字符`))),
  v.maxEntries(MAX_COLUMNS, `最多 ${MAX_COLUMNS} 列`),
)

/** One of many, each with something of her own. */
const item = v.strictObject({
  openid,
  /** Beside what all are told, or in place of it. */
  data: v.optional(data),
  /** Of a list that was pasted: a text has the value where it says `{{列名}}`. */
  columns: v.optional(columns),
  /** What it is about: of one matter she gets one message, whatever push it is of. */
  dedupe: v.optional(text(MAX_DEDUPE)),
})

/** What `push {action:'create'}` takes. */
export const CREATE_REQUEST = v.strictObject({
  template: text(64),
  data,
  to: v.optional(openids),
  items: v.optional(
    v.pipe(v.array(item, '要写成 [{openid, data}] 这样的数组'), v.minLength(1, '至少要有一位接收人'), v.maxLength(MAX_ITEMS, `一次最多 ${MAX_ITEMS} 位各有内容的接收人，请分几次发`)),
  ),
  audience: v.optional(
    v.strictObject({
      openids: v.optional(openids),
      /** A list is short for `any`. */
      tags: v.optional(v.union([SOME_TAGS, TAG_FILTER], '要写成标签的数组，或 {"any":[…],"all":[…],"none":[…]}')),
      canReceive: v.optional(v.literal(true, '只能写 true')),
      all: v.optional(v.literal(true, '只能写 true')),
    }),
  ),
  sendAt: v.optional(v.union([v.number(), v.pipe(v.string(), v.maxLength(64))], '要写成时间，例如 2026-12-01 09:00（北京时间）')),
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
  /** What becomes of messages whose reader has no authorization left; as the template says when not given. */
  ifNone: v.optional(IF_NONE),
  waitDays: v.optional(WAIT_DAYS_REQUEST),
  priority: v.optional(v.picklist(['transactional', 'campaign'], '只能是 transactional（一个人自己的事）或 campaign（群发）')),
  /** Try also where the ledger has nothing left. */
  anyway: v.optional(v.boolean('只能是 true 或 false')),
  /** Send what WeChat may take although we doubt it; see `DOUBTS` of the field rules. */
  asIs: v.optional(v.boolean('只能是 true 或 false')),
  dryRun: v.optional(v.boolean('只能是 true 或 false')),
})

export type CreateRequest = v.InferInput<typeof CREATE_REQUEST>

export const DEFAULT_LANG = 'zh_CN'

/** WeChat documents paths without a leading slash; people copy them from app code with one. */
export function withoutSlash(page: string): string {
  return page.replace(/^\//, '')
}
