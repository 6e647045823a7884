const WEEKDAYS = '日一二三四五六'

/** A day of Beijing, `2026-11-28`, which is the same day on every phone. */
function partsOf(day: string): { month: number; date: number; weekday: string } {
  const at = new Date(`${day}T00:00:00Z`)
  return { month: at.getUTCMonth() + 1, date: at.getUTCDate(), weekday: WEEKDAYS[at.getUTCDay()] ?? '' }
}

/** `11/28`, below a column. */
export function shortDay(day: string): string {
  const { month, date } = partsOf(day)
  return `${month}/${date}`
}

/** `11月28日 周六` */
export function longDay(day: string): string {
  const { month, date, weekday } = partsOf(day)
  return `${month}月${date}日 周${weekday}`
}
