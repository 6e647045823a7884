import { requireTime } from '../delivery/deliver'
import { AppError, invalidArgument, type FieldFault } from '../error/app-error'
import { type Audience, type OwnText } from '../outbox/push'
import { type Ports } from '../ports'
import { readData, type MessageData } from '../templates/message-data'
import { splitData } from '../templates/page-path'
import { templateToSend } from '../templates/registry'
import { type Template } from '../templates/template'
import { checkSharedData, unknownVariables } from '../templates/variables'
import { readItems } from './items'
import { readAudience } from './recipients'
import { withoutSlash, type CreateRequest } from './request'
import { readSendAt } from './send-at'

/** What a request comes to now, with all that speaks against it. */
export interface Checked {
  template: Template
  data: MessageData
  /** What the page path wants filled in; empty where it wants nothing. */
  parameters: MessageData
  /** What each of a list is told of her own, and in which fields; absent where all are told the same. */
  texts?: OwnText[]
  own?: string[]
  /** Absent when the request does not name one kind of audience. */
  audience?: Audience
  /** Names given more than once. */
  duplicates: number
  /** Where a card leads; empty for nowhere. */
  page: string
  sendAt?: Date
  faults: FieldFault[]
  /** What could not be checked here. */
  unchecked: 'page'[]
}

/**
 * The one list of checks: a dry run tells what they find, `create` refuses it.
 * @param known  the template, where it was read a moment ago
 * @throws AppError `not-found`, `not-ready` about the template, `misconfigured` about the function's time limit
 */
export async function check(ports: Ports, request: CreateRequest, known?: Template): Promise<Checked> {
  requireTime(ports)
  const template = await templateToSend(ports.db, request.template, known)
  const checked = examine(ports, request, template)
  return request.items ? withItems(ports, request, request.items, checked) : checked
}

async function withItems(ports: Ports, request: CreateRequest, items: NonNullable<CreateRequest['items']>, checked: Checked): Promise<Checked> {
  const { template, page, data, parameters, faults, sendAt } = checked
  const at = sendAt?.getTime() ?? ports.clock.now()
  const { faults: ofItems, texts, own } = await readItems(ports, items, { template, page, common: { ...data, ...parameters }, asIs: request.asIs ?? false, at })
  return { ...checked, texts, own, faults: [...faults, ...ofItems] }
}

/** All of it that needs no look at the database; with `items`, what is common to all, whose texts are looked at one by one. */
export function examine(ports: Ports, request: CreateRequest, template: Template): Checked {
  const { asIs = false } = request
  const { faults: ofAudience, ...named } = readAudience(request)
  const { faults: ofTime, ...moment } = readSendAt(request.sendAt, ports.clock.now())
  const page = withoutSlash(request.page ?? template.page)
  const { data, parameters, faults: ofPath } = splitData(page, readData(request.data), template.fields)
  const { pages = [] } = ports.settings
  return {
    template,
    data,
    parameters,
    ...named,
    page,
    ...moment,
    faults: [...(request.items ? [] : [...unknownVariables(data), ...checkSharedData(data, template.fields, { asIs }), ...ofPath]), ...ofAudience, ...ofTime, ...(asIs ? [] : checkPage(page, pages))],
    unchecked: pages.length > 0 || page === '' ? [] : ['page'],
  }
}

/** What the mini-program does not have is refused for every recipient (41030). Our list may be older than what is published. */
function checkPage(page: string, pages: readonly string[]): FieldFault[] {
  const path = page.replace(/[?#].*$/s, '')
  if (path === '' || pages.length === 0 || pages.includes(path)) return []
  const message = `小程序里没有页面「${path}」，微信会拒收（41030）。现有页面：${pages.slice(0, 30).join('、')}。页面在别处的，请写进环境变量 MINIPROGRAM_PAGES`
  return [{ field: 'page', message, doubts: ['unknown-page'] }]
}

/** All faults at once; where each of them is a mere doubt of ours, with the way to have it sent all the same. */
export function refusal(faults: FieldFault[]): AppError {
  const { code, message, details } = invalidArgument(faults)
  if (faults.some(({ doubts = [] }) => doubts.length === 0)) return new AppError(code, message, { details })
  return new AppError(code, `${message}。确定就要这样发，可以选「仍按原文发送」（asIs: true），由微信决定`, { details: { ...details, asIs: true } })
}
