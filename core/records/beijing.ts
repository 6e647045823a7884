/** WeChat's day ends at midnight in Beijing, and quiet hours are said in Beijing time. */
export const UTC_PLUS_8_MS = 8 * 60 * 60_000

/** The day in Beijing, such as `2026-11-25`. */
export function dayOf(now: number): string {
  return new Date(now + UTC_PLUS_8_MS).toISOString().slice(0, 10)
}

export const DAY_MS = 24 * 60 * 60_000

/** When that day began. */
export function beginOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - UTC_PLUS_8_MS
}

/** So many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return dayOf(beginOf(day) + count * DAY_MS)
}
