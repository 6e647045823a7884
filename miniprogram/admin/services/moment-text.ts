/** A time or date field in the parts that its pickers choose; '' is a part that was not chosen. */
export interface MomentParts {
  /** `2026-12-01`, as WeChat's date picker gives it. */
  date: string
  /** `09:00` */
  from: string
  /** End of a range, `11:30`. */
  to: string
}

export const NO_MOMENT: MomentParts = { date: '', from: '', to: '' }

const DATE = /(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?/
const CLOCK = /\d{1,2}:\d{2}/g

/** `2026年12月1日 09:00~11:30`: the form that both time and date fields take. */
export function momentText({ date, from, to }: MomentParts): string {
  const [year, month, day] = date.split('-').map(Number)
  const dayText = date === '' ? '' : `${year}年${month}月${day}日`
  const clock = from !== '' && to !== '' ? `${from}~${to}` : from
  return [dayText, clock].filter((part) => part !== '').join(' ')
}

/** The parts of a text that was written elsewhere, as far as they can be read. */
export function readMoment(text: string): MomentParts {
  const [, year, month, day] = DATE.exec(text) ?? []
  const date = year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
  const [from = '', to = ''] = (text.replace(DATE, '').match(CLOCK) ?? []).map((clock) => clock.padStart(5, '0'))
  return { date, from, to }
}
