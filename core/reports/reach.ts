import * as v from 'valibot'
import { ANSWER_SOURCES, type SourceGroup } from '../alarms/drift'
import { text } from '../api/schema'
import { nextBatch } from '../audience/audience'
import { invalidArgument } from '../error/app-error'
import { authorizationId, type Authorization } from '../ledger/authorization'
import { type Ports } from '../ports'
import { CREATE_REQUEST } from '../push/request'
import { readAudience } from '../push/recipients'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { unknownTemplate } from '../templates/registry'
import { type Template } from '../templates/template'
import { driftReport } from './drift'
import { add, noFigures, placeIn, type Place } from './facts'
import { readDays } from './figures'
import { forecast, type Forecast } from './forecast'
import { funnelsOf } from './funnel'
import { DAYS, type Reach } from './overview'
import { addTo, noStock, STOCK_PARTS, stocksOf, type Stock } from './stock'
import { waysFor, type Way } from './ways'

export const REACH_REQUEST = v.strictObject({ template: text(64), audience: CREATE_REQUEST.entries.audience, days: v.optional(DAYS, 14) })

/** How far a push of this template reaches, of everybody or of an audience, and what would make it reach more. */
export interface ReachAnswer extends Reach {
  /** How many whole pushes to everybody who can receive the sends that are left cover on average; zero of a long-term template, which needs none. */
  pushesCovered: number
  /** The same in words. */
  covers: string
  /** Not all of the audience was looked at: each number is at least so much. */
  atLeast?: true
  /** Of the whole template, also where an audience was asked for. */
  forecast: Forecast
  ways: Way[]
}

/** Two calls; of an audience that is a list or has tags, some for each thousand. @throws AppError `not-found`, `invalid-argument` */
export async function reach(ports: Ports, { template: key, audience, days: count }: v.InferOutput<typeof REACH_REQUEST>): Promise<ReachAnswer> {
  const fields = { [`figures.${key}`]: true, [`funnel.${key}`]: true, [`drift.${key}`]: true }
  const { days, templates, beside } = await readDays(ports, { days: count, which: ['figures', 'funnel', 'drift'], fields, beside: { ...STOCK_PARTS, sources: ANSWER_SOURCES } })
  const template = templates.find(({ _id }) => _id === key)
  if (!template) throw await unknownTemplate(ports.db, key)
  const stocks = stocksOf(beside, templates)
  const whole = stocks.get(template.templateId) ?? noStock()
  const asked = audience === undefined ? { stock: whole } : await stockAmong(ports, template, whole, audience)
  const places: Place[] = []
  for (const day of days) for (const { places: ofDay } of funnelsOf(day, key)) for (const { page, scene, ...steps } of ofDay) add(placeIn(places, page, scene), steps)
  const counted = days.filter(({ uncounted }) => !uncounted).map(({ figures }) => figures?.[key] ?? noFigures())
  return {
    ...asked.stock,
    ...(asked.atLeast && { atLeast: true }),
    ...coverOf(asked.stock, template),
    drift: driftReport(days, beside['sources'] as SourceGroup[], template),
    forecast: forecast(dayOf(ports.clock.now()), counted, whole, template.type),
    ways: waysFor(template, whole, places.sort((a, b) => b.asked - a.asked), templates, stocks),
  }
}

/** A list or tags are looked at one by one, so many at most: more would outlast the call. */
const MAX_LOOKED_AT = 20_000
const STOP_BUDGET_MS = 3_000
const NEEDED = { openid: true, credits: true, standing: true, misses: true, askedAt: true, answeredAt: true, granted: true }

async function stockAmong(ports: Ports, { templateId, type }: Template, whole: Stock, asked: NonNullable<v.InferOutput<typeof REACH_REQUEST>['audience']>): Promise<{ stock: Stock; atLeast?: true }> {
  const { audience, faults } = readAudience({ audience: asked })
  if (!audience) throw invalidArgument(faults)
  if (audience.kind === 'all') return { stock: whole }
  const { canReceive, credits } = whole
  if (audience.kind === 'canReceive') return { stock: { ...noStock(), people: canReceive, canReceive, credits } }
  const stock = noStock()
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    if (stock.people >= MAX_LOOKED_AT || ports.remainingMs() < STOP_BUDGET_MS) return { stock, atLeast: true }
    const { openids, next }: { openids: string[]; next?: string } = await nextBatch(ports.db, { audience, templateId, type }, cursor)
    const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, openids.map((openid) => authorizationId(openid, templateId)), NEEDED)
    const rowOf = new Map(rows.map((row) => [row.openid, row]))
    for (const openid of openids) addTo(stock, rowOf.get(openid), type)
    cursor = next
  }
  return { stock }
}

function coverOf({ canReceive, credits }: Stock, { type }: Template): Pick<ReachAnswer, 'pushesCovered' | 'covers'> {
  if (canReceive === 0) return { pushesCovered: 0, covers: '现在没有人能收到，要先有用户授权。' }
  if (type === 'long-term') return { pushesCovered: 0, covers: `长期订阅不消耗次数，这 ${canReceive} 人每次都能收到，直到他们关掉。` }
  const pushesCovered = Math.floor(credits / canReceive)
  return { pushesCovered, covers: `${canReceive} 人共有 ${credits} 次，平均每人 ${(credits / canReceive).toFixed(1)} 次，够给所有人各发 ${pushesCovered} 次；次数少的人会先用完。` }
}
