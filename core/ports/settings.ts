import { AppError } from '../error/app-error'
import { type MiniprogramState } from './openapi'

/** What is set per environment, outside the code (cloudbaserc.json → the function's environment variables). */
export interface Settings {
  /** Which version of the mini-program a card opens, unless a push says otherwise. */
  miniprogramState: MiniprogramState
  /** Who tells the ledger of a consent: the page's own report, or WeChat's popup event. Never both, or one tap would count twice. */
  consentSource: 'page' | 'event'
  /** When nobody is to be disturbed, Beijing time; pushes wait until it ends. */
  quietHours?: QuietHours
  /** Messages that one run of a function, and one Beijing day, may send at most; zero for no limit of our own. */
  maxPerRun: number
  maxPerDay: number
  /** Pages of the mini-program, no leading slash; none when nobody knows them. Absent when they were not declared. */
  pages?: readonly string[]
}

/** Minutes since midnight; `from` after `until` spans midnight. */
export interface QuietHours {
  from: number
  until: number
}

const STATES: readonly string[] = ['developer', 'trial', 'formal']
const SOURCES: readonly string[] = ['page', 'event']

/** @throws AppError `misconfigured` naming the variable */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  // A variable that nobody filled in arrives as an empty text.
  const state = variables['MINIPROGRAM_STATE'] || 'formal'
  const source = variables['CONSENT_SOURCE'] || 'page'
  if (!STATES.includes(state)) throw misconfigured('MINIPROGRAM_STATE', state, STATES)
  if (!SOURCES.includes(source)) throw misconfigured('CONSENT_SOURCE', source, SOURCES)
  return {
    miniprogramState: state as MiniprogramState,
    consentSource: source as Settings['consentSource'],
    ...quietHoursOf(variables['QUIET_HOURS'] ?? ''),
    maxPerRun: countOf('MAX_PER_RUN', variables),
    maxPerDay: countOf('MAX_PER_DAY', variables),
    ...pagesOf(variables['MINIPROGRAM_PAGES'] ?? ''),
  }
}

/** `*` stands for pages that nobody can list. */
function pagesOf(value: string): { pages?: readonly string[] } {
  if (value.trim() === '*') return { pages: [] }
  const pages = value.split(/[\s,，、;；]+/).filter(Boolean).map((page) => page.replace(/^\//, ''))
  return pages.length > 0 ? { pages } : {}
}

function quietHoursOf(value: string): { quietHours?: QuietHours } {
  if (value === '') return {}
  const [, fromHour, fromMinute, untilHour, untilMinute] = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/.exec(value) ?? []
  if (fromHour === undefined) throw misconfigured('QUIET_HOURS', value, ['空', '22:00-08:00 这样的北京时间'])
  const minutes = (hour: string | undefined, minute: string | undefined): number => Number(hour) * 60 + Number(minute)
  return { quietHours: { from: minutes(fromHour, fromMinute), until: minutes(untilHour, untilMinute) } }
}

function countOf(name: string, variables: Record<string, string | undefined>): number {
  const value = variables[name] || '0'
  if (!/^\d{1,9}$/.test(value)) throw misconfigured(name, value, ['空', '一个整数'])
  return Number(value)
}

function misconfigured(name: string, value: string, allowed: readonly string[]): AppError {
  return new AppError('misconfigured', `环境变量 ${name} 的值「${value}」不对，只能是${allowed.join('、')}。请改好 .env.local 后重新部署云函数。`)
}
