import { type FieldFault } from '../error/app-error'
import { DAY_MS } from '../records/beijing'

/** How far ahead a push may be scheduled. */
const MAX_AHEAD_DAYS = 90

const BEIJING = '+08:00'
const BEIJING_MS = 8 * 3_600_000
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']
const HOW = '要像 2026-12-01 09:00（北京时间），或写明时区 2026-12-01T09:00:00+08:00'

const DAY = String.raw`(\d{4})(?:年(\d{1,2})月(\d{1,2})日|([-/.])(\d{1,2})\4(\d{1,2}))`
const CLOCK = String.raw`(\d{1,2})(?:[:：](\d{2})(?:[:：](\d{2})(?:\.(\d{1,9}))?)?|[点时](?:(\d{1,2})分?)?)`
const MOMENT = new RegExp(String.raw`^${DAY}(?:\s*T\s*|\s*)${CLOCK}\s*(Z|[+-]\d{2}:?\d{2})?$`, 'i')

export interface SendAt {
  /** Absent when the push goes out at once, or the time is no use. */
  sendAt?: Date
  faults: FieldFault[]
}

/**
 * When a push shall begin, as the caller wrote it: a time in words of a zone, in Beijing's where none is said, or milliseconds since 1970.
 * What cannot be read, is over, or too far ahead is a fault.
 */
export function readSendAt(given: string | number | undefined, now: number): SendAt {
  if (given === undefined) return { faults: [] }
  const read = momentOf(given)
  if (typeof read === 'string') return fault(`${read}，${HOW}`)
  if (read.getTime() <= now) return fault(`发送时间 ${inBeijing(read)} 已经过了，请换一个以后的时间，或不填立即发送`)
  if (read.getTime() > now + MAX_AHEAD_DAYS * DAY_MS) return fault(`发送时间 ${inBeijing(read)} 太远了，最多提前 ${MAX_AHEAD_DAYS} 天安排`)
  return { sendAt: read, faults: [] }
}

function fault(message: string): SendAt {
  return { faults: [{ field: 'sendAt', message }] }
}

/** The moment, or in words why it is none. */
export function momentOf(given: string | number): Date | string {
  if (typeof given === 'number') return momentOfNumber(given)
  const [, year = '', month, day, , joinedMonth, joinedDay, hour = '', minute, second = '0', fraction = '', spokenMinute, zone = BEIJING] =
    MOMENT.exec(given.trim()) ?? []
  if (year === '') return `看不懂发送时间「${given}」`
  const [m, d, min] = [Number(month ?? joinedMonth), Number(day ?? joinedDay), Number(minute ?? spokenMinute ?? 0)]
  // The calendar repeats every 400 years, and Date takes years below 100 for another century.
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(2000 + (Number(year) % 400), m, 0)).getUTCDate()) return `发送时间「${given}」的日期不存在`
  const offset = offsetOf(zone)
  if (Number(hour) > 23 || min > 59 || Number(second) > 59 || offset === undefined) return `发送时间「${given}」的钟点不存在`
  const at = Date.UTC(Number(year), m - 1, d, Number(hour), min, Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')))
  return new Date(at - offset)
}

function momentOfNumber(given: number): Date | string {
  const at = new Date(given)
  if (Number.isNaN(at.getTime())) return `看不懂发送时间「${given}」`
  // Ten digits are the seconds of our days, and in milliseconds a day of 1970.
  return given > 0 && given < 1e11 ? `发送时间「${given}」像是秒，数字要写毫秒` : at
}

/** Milliseconds ahead of UTC; undefined for a zone that no place has. */
function offsetOf(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** 2026年11月26日 周四 09:00（北京时间）; seconds where there are some. */
export function inBeijing(at: Date): string {
  const there = new Date(at.getTime() + BEIJING_MS)
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日 周${WEEKDAYS[there.getUTCDay()]}`
  const seconds = there.getUTCSeconds() === 0 ? '' : `:${two(there.getUTCSeconds())}`
  return `${day} ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}${seconds}（北京时间）`
}
