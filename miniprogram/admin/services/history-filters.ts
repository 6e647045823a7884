import { type Member, type MessageState, type Template } from '../../services/answers'
import { nameOf } from '../../services/mask'
import { MESSAGE_WORDS } from '../../services/words'
import { type HistoryRequest } from './requests'

interface Choice<Key = string> {
  key: Key
  title: string
}

type Period = '' | 'today' | 'yesterday' | 'week' | 'month' | 'own'

/** What the history is filtered by; an empty text, or the first of a list, is no filter. */
export interface HistoryFilters {
  search: string
  state: MessageState | ''
  kinds: Choice[]
  kindAt: number
  senders: Choice[]
  senderAt: number
  periodAt: number
  /** Of «自选». */
  from: string
  to: string
}

export const STATES: readonly Choice<MessageState | ''>[] = [
  { key: '', title: '全部' },
  ...(['skipped', 'failed', 'undelivered', 'unknown', 'sent', 'delivered', 'queued'] as const).map((key) => ({ key, title: MESSAGE_WORDS[key] })),
]

export const PERIODS: readonly Choice<Period>[] = [
  { key: '', title: '不限时间' },
  { key: 'today', title: '今天' },
  { key: 'yesterday', title: '昨天' },
  { key: 'week', title: '最近 7 天' },
  { key: 'month', title: '最近 30 天' },
  { key: 'own', title: '自选日期' },
]

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

export function kindsOf(templates: readonly Pick<Template, 'key' | 'title'>[]): Choice[] {
  return [{ key: '', title: '全部种类' }, ...templates.map(({ key, title }) => ({ key, title }))]
}

export function sendersOf(members: readonly Pick<Member, '_id' | 'nickname'>[]): Choice[] {
  return [{ key: '', title: '所有人发的' }, { key: 'operator', title: '云控制台' }, { key: 'notices', title: '业务通知' }, ...members.map(({ _id, nickname }) => ({ key: _id, title: nameOf({ nickname }) }))]
}

/** The same as a request; days are those of Beijing, wherever the phone is. */
export function historyRequest(filters: HistoryFilters, now: Date = new Date()): HistoryRequest {
  const { search, state, kinds, kindAt, senders, senderAt } = filters
  const [template = '', by = ''] = [kinds[kindAt]?.key, senders[senderAt]?.key]
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(state !== '' && { state }),
    ...(template !== '' && { template }),
    ...(by !== '' && { by }),
    ...daysOf(filters, now),
  }
}

function daysOf({ periodAt, from, to }: HistoryFilters, now: Date): Pick<HistoryRequest, 'from' | 'to'> {
  const day = (back: number): string => new Date(now.getTime() + BEIJING_MS - back * DAY_MS).toISOString().slice(0, 10)
  switch (PERIODS[periodAt]?.key) {
    case 'today':
      return { from: day(0) }
    case 'yesterday':
      return { from: day(1), to: day(1) }
    case 'week':
      return { from: day(6) }
    case 'month':
      return { from: day(29) }
    case 'own':
      return { ...(from !== '' && { from }), ...(to !== '' && { to }) }
    default:
      return {}
  }
}
