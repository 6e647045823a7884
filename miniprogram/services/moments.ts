const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']
const DAY_MS = 24 * 60 * 60 * 1000

const two = (number: number): string => String(number).padStart(2, '0')

/** `09:05`, in the phone's time zone. */
export function clockOf(iso: string): string {
  const at = new Date(iso)
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** 今天 · 昨天 · 12月1日 周二 · 2025年12月1日, in the phone's time zone. */
export function dayOf(iso: string, now: Date = new Date()): string {
  const at = new Date(iso)
  const midnight = (day: Date): number => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime()
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS)
  if (days === 0) return '今天'
  if (days === 1) return '昨天'
  const date = `${at.getMonth() + 1}月${at.getDate()}日`
  return at.getFullYear() === now.getFullYear() ? `${date} 周${WEEKDAYS[at.getDay()]}` : `${at.getFullYear()}年${date}`
}

/** Day and clock, for lists. */
export function momentOf(iso: string, now: Date = new Date()): string {
  return `${dayOf(iso, now)} ${clockOf(iso)}`
}

/** With seconds, for a timeline. */
export function exactMomentOf(iso: string, now: Date = new Date()): string {
  return `${momentOf(iso, now)}:${two(new Date(iso).getSeconds())}`
}
