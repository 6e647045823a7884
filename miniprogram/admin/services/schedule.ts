import { type FormValues } from './push-form'

type Moment = Pick<FormValues, 'sendDate' | 'sendTime'>

const HOUR_MS = 3_600_000
const BEIJING_MS = 8 * HOUR_MS
/** As far ahead as the cloud takes a push. */
const MOST_DAYS = 90

/** What the pickers stand at before anything is chosen: the next full hour in Beijing, whatever the phone's time zone is. */
export function scheduleStart(now = new Date()): Moment {
  return inBeijing(new Date(Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS))
}

/** What was chosen, or the next full hour of that day where that moment is over; the day's last minute when it has no more of them. */
export function momentChosen(chosen: Moment, now = new Date()): Moment {
  if (!isOver(chosen, now)) return chosen
  const next = scheduleStart(now)
  return next.sendDate === chosen.sendDate ? next : { ...chosen, sendTime: '23:59' }
}

/** The last day that can be chosen, `2027-02-26`. */
export function lastDay(now = new Date()): string {
  return inBeijing(new Date(now.getTime() + MOST_DAYS * 24 * HOUR_MS)).sendDate
}

function isOver({ sendDate, sendTime }: Moment, now: Date): boolean {
  const present = inBeijing(now)
  return `${sendDate} ${sendTime}` <= `${present.sendDate} ${present.sendTime}`
}

function inBeijing(moment: Date): Moment {
  const text = new Date(moment.getTime() + BEIJING_MS).toISOString()
  return { sendDate: text.slice(0, 10), sendTime: text.slice(11, 16) }
}
