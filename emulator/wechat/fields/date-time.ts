/**
 * Time and date values, as 订阅消息参数值内容限制说明 describes them: HH:MM or HH:MM:SS; y年m月d日, y年m月, m月d日, or the same
 * parts joined by - / or . ; a span is two of them around a half-width ~ (the full-width ～ is refused in the field).
 */
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?'

const YEAR = '\\d{4}'
const MONTH = '(?:0?[1-9]|1[0-2])'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const WRITTEN = [`${YEAR}年${MONTH}月${DAY}日`, `${YEAR}年${MONTH}月`, `${MONTH}月${DAY}日`]
const JOINED = ['-', '/', '\\.'].flatMap((sign) => [[YEAR, MONTH, DAY], [YEAR, MONTH], [MONTH, DAY]].map((parts) => parts.join(sign)))
const DATE = `(?:${[...WRITTEN, ...JOINED].join('|')})`

const TIME_VALUE = span(`(?:${DATE} )?${TIME}`)
const DATE_VALUE = span(`${DATE}(?: ${TIME})?`, `|${TIME}`)

/** A time of day, a date before it or not, or a span of such. */
export function isTimeValue(text: string): boolean {
  return TIME_VALUE.test(text)
}

/** A date, a time of day after it or not, or a span of such. */
export function isDateValue(text: string): boolean {
  return DATE_VALUE.test(text)
}

function span(point: string, orEnd = ''): RegExp {
  return new RegExp(`^${point}(?:~(?:${point}${orEnd}))?$`)
}
