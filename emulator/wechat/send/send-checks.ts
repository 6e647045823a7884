import type { Platform } from '../platform'
import { ErrcodeError } from '../openapi/errcodes'
import type { Template } from '../templates/template'
import type { DailyCount } from './daily-count'
import { argumentInvalid, checkData } from './data-check'
import type { InboxMessage } from './inbox'
import { checkPage } from './page-check'

/** What the checks look at. */
export interface SendContext {
  platform: Platform
  pages: string[]
  sentToday: DailyCount
  now: number
  /** Whether another send to the same user was under way when this one arrived. */
  collided: boolean
}

/** A message that nothing speaks against. */
export interface AcceptedSend {
  openid: string
  template: Template
  lines: InboxMessage['lines']
  page?: string
  miniprogramState: string
  lang: string
}

const STATES = ['developer', 'trial', 'formal']
const LANGS = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW']

/**
 * The checks of subscribeMessage.send, in the order in which WeChat makes them as far as field reports tell (43101 came
 * before 47003 for malformed data). Changes nothing.
 * @param params  as on REST: touser, template_id, page, data, miniprogram_state, lang
 * @throws ErrcodeError of the first check that fails
 */
export function checkSend(params: Record<string, unknown>, context: SendContext): AcceptedSend {
  const { platform } = context
  const switches = platform.board.current

  const openid = requireUser(params['touser'], context)
  if (context.collided && switches.send.concurrencyPerUser) throw new ErrcodeError(43108)
  const template = requireTemplate(params['template_id'], context)
  if (switches.send.checkOrder === 'subscription-first') requireSubscription(openid, template, context)
  const lines = checkData(params['data'], template, switches)
  const miniprogramState = oneOf('miniprogram_state', params['miniprogram_state'] ?? 'formal', STATES, context)
  const lang = oneOf('lang', params['lang'] ?? 'zh_CN', LANGS, context)
  if (switches.send.checkOrder === 'data-first') requireSubscription(openid, template, context)
  const page = checkPage(params['page'], miniprogramState, context.pages, switches)
  requireCleanWords(lines, switches.send.sensitiveWords)
  if (context.sentToday.on(context.now) >= switches.send.dailyCap) throw new ErrcodeError(45009)
  return { openid, template, lines, page, miniprogramState, lang }
}

function requireUser(touser: unknown, { platform }: SendContext): string {
  if (!platform.users.has(touser)) throw new ErrcodeError(40003)
  return touser
}

function requireTemplate(templateId: unknown, { platform }: SendContext): Template {
  const template = platform.templates.find(templateId)
  if (!template) throw new ErrcodeError(40037)
  if (template.banned || platform.account.banned) throw new ErrcodeError(43107)
  return template
}

/** Never asked, used up, refused and switched off all look alike: 43101. */
function requireSubscription(openid: string, template: Template, { platform }: SendContext): void {
  if (platform.users.mainSwitch(openid) && platform.subscriptions.permits(openid, template)) return
  throw new ErrcodeError(43101)
}

// WeChat does not say what it answers to a wrong state or language.
function oneOf(name: string, value: unknown, allowed: string[], { platform }: SendContext): string {
  if (typeof value === 'string' && allowed.includes(value)) return value
  throw argumentInvalid(`${name} invalid`, platform.board.current.send.argumentErrmsgMax)
}

function requireCleanWords(lines: InboxMessage['lines'], words: string[]): void {
  if (lines.some(({ value }) => words.some((word) => value.includes(word)))) throw new ErrcodeError(45168)
}
