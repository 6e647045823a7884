/** What the function `push` answers about what happened and whom a template still reaches. */
import { type Alarm } from '../../services/answers'

/** Facts, each counted when it happened. */
export interface Figures {
  sent: number
  delivered: number
  undelivered: number
  opened: number
  failed: number
  skipped: number
  asked: number
  accepted: number
  refused: number
  cancelled: number
}

/** `uncounted`: no timer came to count that day. */
export type Day = Figures & { day: string; uncounted?: true }

/** What came of asking: `asked` is the sum of all but `always`, the people of whom it came to be known that WeChat keeps their choice. */
export interface Steps {
  asked: number
  accepted: number
  refused: number
  always: number
  cancelled: number
  filtered: number
  failed: number
}

export interface Drift {
  refusedWithCredit: number
  sentWithout: number
  changed: number
  reported: number
  likely?: 'template-replaced' | 'event-source-off' | 'counted-twice'
  words?: string
}

/** How the known users of a template stand; the parts add up to `people`. */
export interface Reach {
  people: number
  canReceive: number
  credits: number
  refused: number
  neverAsked: number
  /** `usedUp` of them agreed, and all of it was sent. */
  cancelled: number
  usedUp: number
  stopped: number
  doubtful: number
  drift: Drift
}

export interface TemplateStock extends Reach {
  key: string
  title: string
  type: 'one-time' | 'long-term'
  enabled: boolean
}

export interface ReportOverview {
  alarms: Alarm[]
  today: Figures
  /** Oldest first, today last. */
  days: Day[]
  now: { waiting: number; unknown: number; running: number }
  templates: TemplateStock[]
  receipts: 'none' | 'some'
}

export interface Forecast {
  gainedPerDay: number
  spentPerDay: number
  days: { day: string; canReceive: number }[]
  runsOutOn?: string
}

export interface Way {
  kind: 'place' | 'share' | 'together'
  text: string
  /** Of a place with a rate: what to do there. */
  advice?: string
  scene?: number
  page?: string
  rate?: number
  asked?: number
  template?: string
}

export interface ReachAnswer extends Reach {
  pushesCovered: number
  /** The same in words. */
  covers: string
  forecast: Forecast
  ways: Way[]
}

export interface Funnel {
  total: Steps
  places: (Steps & { page: string; scene?: number })[]
  days: (Steps & { day: string })[]
}
