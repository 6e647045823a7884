/** WeChat's day ends at midnight in Beijing, and quiet hours are said in Beijing time. */
export const UTC_PLUS_8_MS = 8 * 60 * 60_000

/** The day in Beijing, such as `2026-11-25`. */
export function dayOf(now: number): string {
  return new Date(now + UTC_PLUS_8_MS).toISOString().slice(0, 10)
}
