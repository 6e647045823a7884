/** WeChat's clock is Beijing's, whatever the zone of the machine. */
const TIME_ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000
const BEIJING_OFFSET_MS = 8 * 3_600_000

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('zh-CN', { timeZone: TIME_ZONE, hour12: false, ...options })
const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minute = format({ hour: '2-digit', minute: '2-digit' })
const day = format({ month: 'long', day: 'numeric' })
const full = format({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' })

/** `15:04:05` */
export function clockTime(epochMs: number): string {
  return clock.format(epochMs)
}

/** `2026年11月22日周日` */
export function longDate(epochMs: number): string {
  return full.format(epochMs)
}

/** As above a card of a chat: `15:04` today, `昨天 15:04`, else with the date. */
export function chatTime(epochMs: number, nowMs: number): string {
  const days = dayNumber(nowMs) - dayNumber(epochMs)
  const time = minute.format(epochMs)
  if (days === 0) return time
  return days === 1 ? `昨天 ${time}` : `${day.format(epochMs)} ${time}`
}

/** How long until then: `42 秒后`, `3 分钟后`, `5 小时后`, `2 天后`. */
export function untilInWords(epochMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((epochMs - nowMs) / 1000))
  if (seconds < 60) return `${seconds} 秒后`
  if (seconds < 3600) return `${Math.round(seconds / 60)} 分钟后`
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} 小时后`
  return `${Math.round(seconds / 86_400)} 天后`
}

/** How far the emulated clock is ahead: `快 1 天 2 小时`; empty when it tells the real time. */
export function offsetInWords(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000)
  if (minutes === 0) return ''
  const parts = [
    [Math.floor(minutes / 1440), '天'],
    [Math.floor(minutes / 60) % 24, '小时'],
    [minutes % 60, '分钟'],
  ] as const
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return `${offsetMs > 0 ? '快' : '慢'} ${shown.join(' ')}`
}

/** Milliseconds from now to the next midnight in Beijing. */
export function untilTomorrow(nowMs: number): number {
  return DAY_MS - ((nowMs + BEIJING_OFFSET_MS) % DAY_MS)
}

function dayNumber(epochMs: number): number {
  return Math.floor((epochMs + BEIJING_OFFSET_MS) / DAY_MS)
}
