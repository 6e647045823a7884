/** `50,000`: exact, and readable at a glance. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A share in whole percent. Something is never 0 %, and not quite all is never 100 %; of nothing there is no share. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0) return '—'
  if (part > 0 && part * 200 < whole) return '不到 1%'
  const percent = Math.round((part / whole) * 100)
  return `${part < whole ? Math.min(percent, 99) : percent}%`
}

/** What happens on average a day: `3.4`, `12`. */
export function averageText(count: number): string {
  return count < 10 ? String(Math.round(count * 10) / 10) : countText(count)
}
