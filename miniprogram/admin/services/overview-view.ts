import { MESSAGE_WORDS } from '../../services/words'
import { hasPage, pageUrl } from '../../services/routes'
import { type Bar } from './bars'
import { type ColumnChart, columnChart } from './column-chart'
import { funnelBars } from './funnel-view'
import { type Tone } from './message-states'
import { countText, shareText } from './numbers'
import { coverText } from './reach-view'
import { type Day, type Figures, type ReportOverview, type TemplateStock } from './report-answers'

/** A figure of today. */
export interface Figure {
  key: string
  title: string
  count: string
  /** Below it, where there is more to say. */
  about: string
  tone: Tone | ''
  /** Where a tap leads; empty where there is nothing to see. */
  url: string
}

const messagesIn = (state: string): string => pageUrl('/admin/history/history', { state })

/** The six figures that the day is judged by. */
export function figuresOf({ today, now, receipts }: Pick<ReportOverview, 'today' | 'now' | 'receipts'>): Figure[] {
  const figure = (key: string, title: string, count: number, more: Partial<Figure> = {}): Figure => ({ key, title, count: countText(count), about: '', tone: '', url: '', ...more })
  const undelivered = today.undelivered > 0 ? `${MESSAGE_WORDS.undelivered} ${countText(today.undelivered)}` : ''
  const delivered = receipts === 'none' ? { count: '—' } : { about: undelivered }
  return [
    figure('sent', MESSAGE_WORDS.sent, today.sent, { url: messagesIn('sent') }),
    figure('delivered', MESSAGE_WORDS.delivered, today.delivered, delivered),
    figure('opened', '打开', today.opened),
    figure('failed', MESSAGE_WORDS.failed, today.failed, { tone: today.failed > 0 ? 'bad' : '', url: messagesIn('failed') }),
    figure('waiting', MESSAGE_WORDS.queued, now.waiting, { url: messagesIn('queued') }),
    figure('unknown', MESSAGE_WORDS.unknown, now.unknown, { tone: now.unknown > 0 ? 'warn' : '', url: messagesIn('unknown') }),
  ]
}

/** A column a day: what went out, and on top of it what failed. */
export function daysChart(days: readonly Day[]): ColumnChart {
  const heads = [MESSAGE_WORDS.sent, MESSAGE_WORDS.failed, MESSAGE_WORDS.delivered, '打开', '同意']
  const series = [
    { key: 'sent', title: MESSAGE_WORDS.sent, tone: 'good' as const },
    { key: 'failed', title: MESSAGE_WORDS.failed, tone: 'bad' as const },
  ]
  return columnChart(days.map(({ day, uncounted, sent, failed, delivered, opened, accepted }) => ({ day, ...(uncounted && { uncounted }), values: [sent, failed, delivered, opened, accepted] })), series, heads, '条')
}

/** `近 14 天发出 1,234 条，打开 321 次（26%）` */
export function daysText(days: readonly Figures[]): string {
  const sent = total(days, 'sent')
  const opened = total(days, 'opened')
  return sent === 0 ? '' : `近 ${days.length} 天发出 ${countText(sent)} 条，打开 ${countText(opened)} 次（${shareText(opened, sent)}）`
}

/** What came of asking in these days, for all templates. */
export function consentBars(days: readonly Figures[]): Bar[] {
  const asked = total(days, 'asked')
  if (asked === 0) return []
  return funnelBars({ asked, accepted: total(days, 'accepted'), refused: total(days, 'refused'), cancelled: total(days, 'cancelled') })
}

export function total(days: readonly Figures[], name: keyof Figures): number {
  return days.reduce((sum, day) => sum + day[name], 0)
}

/** How far a template reaches, as a row that leads to more. */
export interface StockRow {
  key: string
  title: string
  count: string
  about: string
  tone: Tone | ''
  isOff: boolean
  url: string
}

/** Those that are in use first. */
export function stockRows(templates: readonly TemplateStock[]): StockRow[] {
  const inOrder = [...templates.filter(({ enabled }) => enabled), ...templates.filter(({ enabled }) => !enabled)]
  return inOrder.map((stock) => ({
    key: stock.key,
    title: stock.title,
    count: countText(stock.canReceive),
    about: stock.drift.likely === undefined ? coverText(stock, stock.type) : '账和微信对不上，点开看原因',
    tone: stock.drift.likely !== undefined ? 'bad' : stock.enabled && stock.canReceive === 0 ? 'warn' : '',
    isOff: !stock.enabled,
    url: hasPage('admin/reach/reach') ? pageUrl('admin/reach/reach', { template: stock.key }) : '',
  }))
}
