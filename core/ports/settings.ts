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
  /** What one member may set going on one Beijing day; absent or zero for as much as she likes. */
  maxPushesPerMember?: number
  maxRecipientsPerMember?: number
  /** A push to more than so many waits until a second member has agreed; absent or zero for never. */
  approvalAbove?: number
  /** Nobody gets two messages of one template within so many hours; absent or zero for no such rule. */
  hoursBetween?: number
  /** So many messages that are due a call from an open page of anybody may send; absent or zero for none. */
  movePerCall?: number
  /** Panels that a phone shows by itself on one day at most; absent or zero for as many as pages like. */
  asksPerDay?: number
  /** Of the operator keys that are valid now: what was set going with another rests. Absent where nobody may know them. */
  operatorKeyNames?: readonly string[]
  /** How long what names a person is kept; for ever where it was not set, as in tests. */
  keepDays?: KeepDays
  /** Which template carries alarms to members, and what each of its fields is filled with; absent for no such messages. */
  alarmMessage?: AlarmMessage
  /** Pages of the mini-program, no leading slash; none when nobody knows them. Absent when they were not declared. */
  pages?: readonly string[]
}

export interface AlarmMessage {
  /** Our key of the template. */
  template: string
  /** Field key → name of a content, or a text that stands as it is; see `core/alarms/message.ts`. */
  fields: Readonly<Record<string, string>>
}

/** Days; zero for ever. */
export interface KeepDays {
  /** What was sent, and texts of a recipient's own. */
  texts: number
  receipts: number
  /** What users answered, as evidence. */
  answers: number
  /** Name and remark of users who were not seen for so long. */
  users: number
  /** Pushes and their messages, as histories; the figures of each day stay. */
  messages?: number
}

/** Minutes since midnight; `from` after `until` spans midnight. */
export interface QuietHours {
  from: number
  until: number
}

/**
 * A page of ours as this mini-program has it: ours may stand below a folder of another one.
 * @param page  as it stands in our own mini-program @returns itself where nobody knows the pages; undefined where it is not among them
 */
export function ourPage({ pages = [] }: Pick<Settings, 'pages'>, page: string): string | undefined {
  return pages.length === 0 ? page : pages.find((each) => each === page || each.endsWith(`/${page}`))
}

/** More is the timer's. */
const MOST_PER_CALL = 100

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
    maxPushesPerMember: countOf('MAX_PUSHES_PER_MEMBER', variables),
    maxRecipientsPerMember: countOf('MAX_RECIPIENTS_PER_MEMBER', variables),
    approvalAbove: countOf('APPROVAL_ABOVE', variables),
    hoursBetween: countOf('HOURS_BETWEEN', variables),
    movePerCall: Math.min(countOf('MOVE_PER_CALL', variables), MOST_PER_CALL),
    asksPerDay: countOf('ASKS_PER_DAY', variables, '5'),
    keepDays: keepDaysOf(variables),
    ...alarmMessageOf(variables['ALARM_MESSAGE'] ?? ''),
    ...pagesOf(variables['MINIPROGRAM_PAGES'] ?? ''),
  }
}

/** A phone may report an answer that is 90 days old, and report it again: its row says that it was counted. */
const LEAST_DAYS_OF_ANSWERS = 120

function keepDaysOf(variables: Record<string, string | undefined>): KeepDays {
  const answers = countOf('KEEP_ANSWERS_DAYS', variables, '1095')
  if (answers > 0 && answers < LEAST_DAYS_OF_ANSWERS) throw misconfigured('KEEP_ANSWERS_DAYS', String(answers), ['0', `${LEAST_DAYS_OF_ANSWERS} 以上的整数`])
  const messages = countOf('KEEP_MESSAGES_DAYS', variables, '730')
  if (messages > 0 && messages < LEAST_DAYS_OF_ANSWERS) throw misconfigured('KEEP_MESSAGES_DAYS', String(messages), ['0', `${LEAST_DAYS_OF_ANSWERS} 以上的整数`])
  return {
    messages,
    texts: countOf('KEEP_TEXTS_DAYS', variables, '180'),
    receipts: countOf('KEEP_RECEIPTS_DAYS', variables, '180'),
    answers,
    users: countOf('KEEP_USERS_DAYS', variables, '730'),
  }
}

/** `ops-alert: thing1=问题, time2=时间` */
function alarmMessageOf(value: string): { alarmMessage?: AlarmMessage } {
  if (value.trim() === '') return {}
  const [, template = '', rest = ''] = /^\s*([\w-]+)\s*[:：](.*)$/s.exec(value) ?? []
  const pairs = rest.split(/[,，]/).map((part) => /^\s*([a-z_]+\d+)\s*=\s*(\S(?:.*\S)?)\s*$/s.exec(part)?.slice(1, 3))
  if (template === '' || pairs.includes(undefined)) throw misconfigured('ALARM_MESSAGE', value, ['空', '「模板名: 字段=内容, 字段=内容」这样的写法，例如 ops-alert: thing1=问题, time2=时间'])
  return { alarmMessage: { template, fields: Object.fromEntries(pairs as [string, string][]) } }
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

function countOf(name: string, variables: Record<string, string | undefined>, usual = '0'): number {
  const value = variables[name] || usual
  if (!/^\d{1,9}$/.test(value)) throw misconfigured(name, value, ['空', '一个整数'])
  return Number(value)
}

function misconfigured(name: string, value: string, allowed: readonly string[]): AppError {
  return new AppError('misconfigured', `环境变量 ${name} 的值「${value}」不对，只能是${allowed.join('、')}。请改好 .env.local 后重新部署云函数。`)
}
