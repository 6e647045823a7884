import * as v from 'valibot'
import { ANSWER_SOURCES, type SourceGroup } from '../alarms/drift'
import { overview as alarmsNow } from '../alarms/watch'
import { type AlarmView } from '../alarms/table'
import { EVER_HEARD } from '../outbox/arrival'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { type CountPart, type Part } from '../records/joined'
import { driftReport, type DriftReport } from './drift'
import { noFigures, type Figures } from './facts'
import { readDays, type Day } from './figures'
import { noStock, STOCK_PARTS, stocksOf, type Stock } from './stock'

export const MOST_DAYS = 365
export const DAYS = v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(1, '最少 1 天'), v.maxValue(MOST_DAYS, `最多 ${MOST_DAYS} 天`))

export const OVERVIEW_REQUEST = v.strictObject({ days: v.optional(DAYS, 14) })

/** How the people stand to a template, and how well the ledger knew it in the days that were asked for. */
export interface Reach extends Stock {
  drift: DriftReport
}

export interface TemplateStock extends Reach {
  key: string
  title: string
  type: 'one-time' | 'long-term'
  enabled: boolean
}

/** The home of members: what is wrong, how today goes, what is left. */
export interface Overview {
  /** What needs a person, the worst first, each with what solves it. */
  alarms: AlarmView[]
  today: Figures
  /** The oldest first, today last. `uncounted`: no timer came to count that day, its numbers are not known yet. */
  days: (Figures & { day: string; uncounted?: true })[]
  /** At this moment, exactly: messages that wait to go out, those of which nobody knows, and pushes under way. */
  now: { waiting: number; unknown: number; running: number }
  templates: TemplateStock[]
  /** Whether WeChat ever told what became of a message; without the receipts set up nothing is ever «delivered». */
  receipts: 'none' | 'some'
}

const NOW: Readonly<Record<string, Part | CountPart>> = {
  waiting: { from: COLLECTIONS.messages, match: { state: 'queued' }, only: 'count' },
  unknown: { from: COLLECTIONS.messages, match: { state: 'unknown' }, only: 'count' },
  running: { from: COLLECTIONS.pushes, match: { state: { $in: ['expanding', 'running'] } }, group: { _id: null, count: { $sum: 1 } } },
  receipt: EVER_HEARD,
}

/** Some twenty calls, all at once, however much there is. */
export async function overview(ports: Ports, { days: count }: v.InferOutput<typeof OVERVIEW_REQUEST>): Promise<Overview> {
  const [{ alarms }, { days, templates, beside }] = await Promise.all([
    alarmsNow(ports),
    readDays(ports, { days: count, which: ['figures', 'drift'], fields: { total: true, drift: true }, beside: { ...STOCK_PARTS, ...NOW, sources: ANSWER_SOURCES } }),
  ])
  const stocks = stocksOf(beside, templates)
  const shown = days.map(figuresOf)
  const { day: _day, uncounted: _uncounted, ...today } = shown.at(-1) ?? { day: '', uncounted: undefined, ...noFigures() }
  return {
    alarms,
    today,
    days: shown,
    now: { waiting: countIn(beside['waiting']), unknown: countIn(beside['unknown']), running: countIn(beside['running']) },
    templates: templates.map((template) => ({
      key: template._id,
      title: template.title,
      type: template.type,
      enabled: template.enabled === true,
      ...(stocks.get(template.templateId) ?? noStock()),
      drift: driftReport(days, beside['sources'] as SourceGroup[], template),
    })),
    receipts: (beside['receipt'] ?? []).length > 0 || days.some(({ total }) => (total?.delivered ?? 0) + (total?.undelivered ?? 0) > 0) ? 'some' : 'none',
  }
}

function figuresOf({ day, total, uncounted }: Day): Overview['days'][number] {
  return { day, ...noFigures(), ...total, ...(uncounted && { uncounted }) }
}

function countIn(found: readonly unknown[] = []): number {
  return (found as { count: number }[])[0]?.count ?? 0
}
