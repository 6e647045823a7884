import { Cron } from 'croner'

/** Cron times are Beijing's, whatever the time zone of the function (triggers page). */
const TIME_ZONE = 'Asia/Shanghai'
const NUMBERS = '[\\d,*/-]'
const SIGNS = { day: '[?LW]', weekday: '[?L#]' }
const MONTHS = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC'
const WEEKDAYS = 'SUN|MON|TUE|WED|THU|FRI|SAT'
/** The fields of the triggers page, and the signs of SCF's page «定时触发器»: the library understands more than the platform. */
const PLATFORM_CRON = new RegExp(
  `^(${NUMBERS}+\\s+){3}(${NUMBERS}|${SIGNS.day})+\\s+(${NUMBERS}|${MONTHS})+\\s+(${NUMBERS}|${WEEKDAYS}|${SIGNS.weekday})+\\s+${NUMBERS}+$`,
  'i',
)

const NOT_PLATFORM_CRON = 'it needs 7 fields (second minute hour day month weekday year) of numbers with , - * / (also ? L W in day, ? L # in weekday)'

const parsed = new Map<string, Cron>()

/**
 * Understands a timer's cron: second minute hour day month weekday year. Day and weekday both given mean either;
 * `1/10` is every tenth from 1 on.
 * @throws Error with what is wrong
 */
export function parseCron(text: string): Cron {
  let cron = parsed.get(text)
  if (!cron) {
    const trimmed = text.trim()
    if (!PLATFORM_CRON.test(trimmed)) throw new Error(NOT_PLATFORM_CRON)
    cron = new Cron(trimmed, { mode: '7-part', timezone: TIME_ZONE, sloppyRanges: true })
    parsed.set(text, cron)
  }
  return cron
}

/** When it is due first after `epochMs`; `undefined` for never. */
export function nextDue(text: string, epochMs: number): number | undefined {
  return parseCron(text).nextRun(new Date(epochMs))?.getTime()
}

/** When it was due last, `epochMs` itself included; `undefined` for never. */
export function lastDue(text: string, epochMs: number): number | undefined {
  return parseCron(text).previousRuns(1, new Date(epochMs + 1))[0]?.getTime()
}
