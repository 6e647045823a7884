import { type PushSummary } from '../../services/answers'
import { pageUrl } from '../../services/routes'
import { MESSAGE_WORDS } from '../../services/words'
import { type AlarmRow } from './alarm-rows'
import { type Tone } from './message-states'
import { countText } from './numbers'
import { total } from './overview-view'
import { pushRows } from './push-rows'
import { type ReportOverview } from './report-answers'

/** Failures count among the troubles this long, however many days the charts show. */
const RECENT_DAYS = 7

/** Something that a person has to look at. */
export interface Trouble {
  key: string
  /** Where a tap leads. */
  url: string
  title: string
  about: string
  /** Empty for one. */
  count: string
  tone: Tone
}

/** Who paused a push herself knows of it; one that was paused because of something else says why. */
export function pushTroubles(pushes: readonly PushSummary[]): Trouble[] {
  const troubled = pushes.filter(({ state, halt }) => state !== 'paused' || halt !== undefined)
  const pending = new Set(troubled.filter(({ state }) => state === 'pending').map(({ pushId }) => pushId))
  return pushRows(troubled).map(({ id, title, whom, url }) => ({ key: id, url, ...(pending.has(id) ? AWAITS : STOPPED), about: `${title} · ${whom}`, count: '' }))
}

const AWAITS = { title: '等待批准', tone: 'warn' } as const
const STOPPED = { title: '推送停下了', tone: 'bad' } as const

/** Messages with which a person goes on, exactly as many as there are. An alarm about failures says it better. */
export function messageTroubles({ now, days }: Pick<ReportOverview, 'now' | 'days'>, alarms: readonly Pick<AlarmRow, 'id'>[]): Trouble[] {
  const failed = alarms.some(({ id }) => id === 'failures') ? 0 : total(days.slice(-RECENT_DAYS), 'failed')
  const rows = [
    { key: 'unknown', about: '不知道是否送到，要问一下对方', count: now.unknown, tone: 'warn' as const },
    { key: 'failed', about: `近 ${RECENT_DAYS} 天的，看看原因，改好后可以重发`, count: failed, tone: 'bad' as const },
  ] as const
  return rows.filter(({ count }) => count > 0).map(({ key, count, ...row }) => ({ ...row, key, title: MESSAGE_WORDS[key], url: pageUrl('/admin/history/history', { state: key }), count: countText(count) }))
}
