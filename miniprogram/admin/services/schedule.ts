import { type FormValues } from './push-form'

type Moment = Pick<FormValues, 'sendDate' | 'sendTime'>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BEIJING_MS = 8 * HOUR_MS
/** As far ahead as the cloud takes a push. */
const MOST_DAYS = 90

/** Hours of the day at which people expect to be told something, from … to, in Beijing. */
const MORNING = '09:00'
const NIGHT = '21:00'

/** What the pickers stand at before anything is chosen: the next full hour in Beijing, whatever the phone's time zone is; at night the next morning. */
export function scheduleStart(now = new Date()): Moment {
  const hour = nextHour(now)
  if (hour.sendTime < MORNING) return { ...hour, sendTime: MORNING }
  return hour.sendTime > NIGHT ? { sendDate: inBeijing(new Date(now.getTime() + 24 * HOUR_MS)).sendDate, sendTime: MORNING } : hour
}

/** What was chosen, or the next full hour of that day where that moment is over; the day's last minute when it has no more of them. */
export function momentChosen(chosen: Moment, now = new Date()): Moment {
  if (!isOver(chosen, now)) return chosen
  const next = nextHour(now)
  return next.sendDate === chosen.sendDate ? next : { ...chosen, sendTime: '23:59' }
}

/** The last day that can be chosen, `2027-02-26`. */
export function lastDay(now = new Date()): string {
  return inBeijing(new Date(now.getTime() + MOST_DAYS * 24 * HOUR_MS)).sendDate
}

/** The first minute of that day that is not over, for a picker. */
export function firstTime(sendDate: string, now = new Date()): string {
  const next = inBeijing(new Date(now.getTime() + MINUTE_MS))
  return next.sendDate === sendDate ? next.sendTime : '00:00'
}

/** As a button says it: `今天 15:00`, `明天 09:00`, `12月1日 09:00`. */
export function momentWords({ sendDate, sendTime }: Moment, now = new Date()): string {
  const dayAfter = (days: number): string => inBeijing(new Date(now.getTime() + days * 24 * HOUR_MS)).sendDate
  if (sendDate === dayAfter(0)) return `今天 ${sendTime}`
  if (sendDate === dayAfter(1)) return `明天 ${sendTime}`
  const [, month, day] = sendDate.split('-').map(Number)
  return `${month}月${day}日 ${sendTime}`
}

export function isOver({ sendDate, sendTime }: Moment, now = new Date()): boolean {
  const present = inBeijing(now)
  return `${sendDate} ${sendTime}` <= `${present.sendDate} ${present.sendTime}`
}

function nextHour(now: Date): Moment {
  return inBeijing(new Date(Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS))
}

function inBeijing(moment: Date): Moment {
  const text = new Date(moment.getTime() + BEIJING_MS).toISOString()
  return { sendDate: text.slice(0, 10), sendTime: text.slice(11, 16) }
}
