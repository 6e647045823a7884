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

/** A day with its month, the year before it or not. */
const DAY_OF_MONTH = /^(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})(?!\d)/

/** A time of day, a date before it or not, or a span of such. */
export function isTimeValue(text: string): boolean {
  return TIME_VALUE.test(text) && hasRealDays(text)
}

/** A date, a time of day after it or not, or a span of such. */
export function isDateValue(text: string): boolean {
  return DATE_VALUE.test(text) && hasRealDays(text)
}

// No page says that 2026-02-31 is refused; it is no date, so own choice.
function hasRealDays(text: string): boolean {
  return text.split('~').every((point) => {
    const [, year, month, day] = DAY_OF_MONTH.exec(point) ?? []
    return day === undefined || Number(day) <= daysIn(Number(month), year === undefined ? undefined : Number(year))
  })
}

/** Of the longest such month where no year is named. */
function daysIn(month: number, year = 2000): number {
  // The calendar repeats every 400 years; Date takes years below 100 for those of the last century.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

function span(point: string, orEnd = ''): RegExp {
  return new RegExp(`^${point}(?:~(?:${point}${orEnd}))?$`)
}
