/**
 * Times and dates as sources of regular expressions (订阅消息参数值内容限制说明). One expression each, the calendar included,
 * because the form in the page checks by the same text; no lookbehind, which older phones do not know.
 */
const MONTH = '(?:1[0-2]|0?[1-9])'
const DAY = '(?:3[01]|[12]\\d|0?[1-9])'
const HOUR = '(?:[01]\\d|2[0-3])'
const AFTER_HOUR = ':[0-5]\\d(?::[0-5]\\d)?'

const LEAP_YEAR = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)'
/** 31 April, 30 February, or 29 February of a year that has none. */
const NO_SUCH_DAY = `(?:(?:\\d{4}[年\\-/.])?(?:0?2[月\\-/.]3[01]|(?:0?[469]|11)[月\\-/.]31)|(?!${LEAP_YEAR})\\d{4}[年\\-/.]0?2[月\\-/.]29)`

/** With a day, where a time of day may follow. */
const WRITTEN_DAY = `(?:\\d{4}年)?${MONTH}月${DAY}日`
const JOINED_DAY = `(?:\\d{4}([-/.])${MONTH}\\1${DAY}|${MONTH}[-/.]${DAY})`
const YEAR_MONTH = `\\d{4}(?:年${MONTH}月|[-/.]${MONTH})`

interface Strictness {
  hour: string
  /** Between a written day and the time after it. */
  gap: string
  /** What may stand before a time of day besides a day. */
  monthBeforeTime: boolean
}

const STRICT: Strictness = { hour: HOUR, gap: ' ', monthBeforeTime: false }
const LAX: Strictness = { hour: '(?:[01]?\\d|2[0-3])', gap: ' ?', monthBeforeTime: true }

function timeOf({ hour, gap, monthBeforeTime }: Strictness): string {
  const before = [`${WRITTEN_DAY}${gap}`, `${JOINED_DAY} `, ...(monthBeforeTime ? [`${YEAR_MONTH} `] : [])]
  return oneOrSpan(`(?:${before.join('|')})?${hour}${AFTER_HOUR}`)
}

/** The end of a span may be a time of day alone: `2019年10月1日 15:01~16:30`. */
function dateOf({ hour, gap, monthBeforeTime }: Strictness): string {
  const clock = `${hour}${AFTER_HOUR}`
  const month = monthBeforeTime ? `${YEAR_MONTH}(?: ${clock})?` : YEAR_MONTH
  return `^(?!\\d\\d?:)${oneOrSpan(`(?:${WRITTEN_DAY}(?:${gap}${clock})?|${JOINED_DAY}(?: ${clock})?|${month}|${clock})`).slice(1)}`
}

/** A span is two of them around a half-width ~. Written as a loop, so that the pattern is sent once. */
function oneOrSpan(point: string): string {
  return `^(?:(?!${NO_SUCH_DAY})${point}(?:~(?!$)|$)){1,2}$`
}

export const TIME_PATTERN = timeOf(STRICT)
export const POSSIBLE_TIME_PATTERN = timeOf(LAX)
export const DATE_PATTERN = dateOf(STRICT)
export const POSSIBLE_DATE_PATTERN = dateOf(LAX)

/** Somewhere in the text is a day that the calendar does not have. */
export const IMPOSSIBLE_DAY = `(?:^|~)${NO_SUCH_DAY}(?!\\d)`
export const SHORT_HOUR = '(?:^|[^\\d:])\\d:\\d\\d'
export const NO_GAP = '日\\d{1,2}:'
export const MONTH_BEFORE_TIME = `${YEAR_MONTH} \\d`
