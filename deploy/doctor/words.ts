const MINUTE_MS = 60_000

/** How long, in words: 「3 分钟」. */
export function ago(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 1) return '不到一分钟'
  if (minutes < 120) return `${minutes} 分钟`
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} 小时`
  return `${Math.round(minutes / 60 / 24)} 天`
}
