import * as v from 'valibot'
import { text } from '../api/schema'

/**
 * On which terms people get what is sent with a template; what is absent does not apply. A push takes them along as they are when it is
 * asked for (`Push.terms`), and what comes later changes nothing for it.
 */
export interface Terms {
  /** What happens to messages whose reader has no authorization left: they wait until she agrees again. Skipped when absent. */
  ifNone?: 'wait'
  /** For how many days, `WAIT_DAYS` when not given. */
  waitDays?: number
  /** Notices to one person that meet become one message. */
  digest?: Digest
  /** So many last sends of each person are kept for pushes that are `transactional`. */
  reserve?: number
  /** Messages of this kind that one person gets at most on a Beijing day, and in a Beijing week from Monday on. */
  perDay?: number
  perWeek?: number
}

export interface Digest {
  /** For so long notices are gathered, from the first on; 0 for only as long as no authorization is there. */
  minutes: number
  /** Field key → text in place of that of the newest notice, where there are several; see `digest-text.ts`. */
  many: Record<string, string>
  /** The same where it is one alone; it goes out as it is when this is absent. */
  one?: Record<string, string>
}

/** Longer nobody wants to hear of it, and the texts are kept no longer either. */
export const MOST_WAIT_DAYS = 30
export const WAIT_DAYS = 7

const MOST_RESERVE = 10
/** The ledger's row remembers so many messages. */
const MOST_PER_WEEK = 50
const MOST_MINUTES = 24 * 60
const MOST_TEXTS = 10

export const IF_NONE = v.picklist(['skip', 'wait'], '只能是 skip（不发）或 wait（等到再次同意）')
export const WAIT_DAYS_REQUEST = whole('天', 1, MOST_WAIT_DAYS)

const texts = v.pipe(v.record(text(32), v.pipe(v.string('要写成文字'), v.maxLength(200, '最多 200 个字符'))), v.maxEntries(MOST_TEXTS, `最多 ${MOST_TEXTS} 个字段`))

/** What `saveTemplate` takes under `terms`, as a whole: what is not there does not apply any more. */
export const TERMS_REQUEST = v.strictObject({
  ifNone: v.optional(IF_NONE),
  waitDays: v.optional(WAIT_DAYS_REQUEST),
  digest: v.optional(v.strictObject({ minutes: v.optional(whole('分钟', 0, MOST_MINUTES), 0), many: texts, one: v.optional(texts) })),
  reserve: v.optional(whole('条', 0, MOST_RESERVE)),
  perDay: v.optional(whole('条', 0, MOST_PER_WEEK)),
  perWeek: v.optional(whole('条', 0, MOST_PER_WEEK)),
})

function whole(unit: string, least: number, most: number): v.GenericSchema<number> {
  return v.pipe(v.number('要写成数字'), v.integer('要是整数'), v.minValue(least, `最少 ${least} ${unit}`), v.maxValue(most, `最多 ${most} ${unit}`))
}

/** Without what does not apply; undefined when nothing does. */
export function termsOf({ ifNone, waitDays, digest, reserve, perDay, perWeek }: v.InferOutput<typeof TERMS_REQUEST>): Terms | undefined {
  const terms: Terms = {
    ...(ifNone === 'wait' && { ifNone, ...(waitDays !== undefined && { waitDays }) }),
    ...(digest && { digest: { minutes: digest.minutes, many: digest.many, ...(digest.one && { one: digest.one }) } }),
    ...(reserve && { reserve }),
    ...(perDay && { perDay }),
    ...(perWeek && { perWeek }),
  }
  return Object.keys(terms).length > 0 ? terms : undefined
}

interface Asked {
  ifNone?: 'skip' | 'wait'
  waitDays?: number
  priority?: Priority
}

/** What it is about: one person's own matter, or what many are told. */
export type Priority = 'transactional' | 'campaign'

/** The terms of one push: those of its template, and what it says itself. What is to one person is her own matter unless it says otherwise. */
export function termsFor(terms: Terms | undefined, { ifNone, waitDays, priority }: Asked, recipients: number | undefined): Terms | undefined {
  const { reserve, ...rest } = terms ?? {}
  const isCampaign = priority === undefined ? recipients !== 1 : priority === 'campaign'
  const waits = ifNone ?? rest.ifNone
  return termsOf({ ...rest, ifNone: waits, waitDays: waitDays ?? rest.waitDays, ...(isCampaign && { reserve }) })
}
