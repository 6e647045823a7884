const MINUTE_MS = 60_000

/** How long, to stand after a Chinese word: 「 3 分钟」, with the space that belongs before a number. */
export function ago(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 1) return '不到一分钟'
  if (minutes < 120) return ` ${minutes} 分钟`
  if (minutes < 48 * 60) return ` ${Math.round(minutes / 60)} 小时`
  return ` ${Math.round(minutes / 60 / 24)} 天`
}
