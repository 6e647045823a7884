import { type FieldFault } from '../error/app-error'
import { sentPushes } from '../outbox/card'
import { type OwnText, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { linesOf } from '../templates/message-data'
import { fillPath } from '../templates/page-path'
import { termsFor } from '../templates/terms'
import { check, refusal } from './checks'
import { countReached, type Counted, type DryCounts } from './dry-counts'
import { knownPush } from './idempotency'
import { textFor } from './items'
import { type CreateRequest } from './request'
import { inBeijing } from './send-at'

/** Faults that are told one by one, and those of them that stand in the sentence. */
const MAX_FAULTS = 100
const MAX_TOLD = 10

export interface DryRun extends DryCounts {
  dryRun: true
  /** Those without an authorization get it when they agree again. */
  waits?: true
  /** Names given once more than once; not among the recipients. */
  duplicates: number
  /** The first ones, where there are very many. */
  faults: FieldFault[]
  /** What could not be checked here: `page` where nobody knows the pages of the mini-program. */
  unchecked: string[]
  /** The key stands for this very push already: nothing would be sent. */
  replays?: true
  sendAt?: Date
  /** The same in words, of Beijing. */
  sendAtText?: string
  card: { title: string; lines: { label: string; value: string }[] }
  /** Where the card leads, told where something is filled into the path; each message's id apart. */
  page?: string
  /** The same in one sentence. */
  message: string
}

type Rest = Pick<DryRun, 'duplicates' | 'faults' | 'unchecked' | 'replays' | 'page'> & { sendAt?: Date }

/**
 * What a push would do, without doing it.
 * @throws AppError as `create` does, where there is nothing to count; other faults are told
 */
export async function dryRun(ports: Ports, request: CreateRequest): Promise<DryRun> {
  const known = await knownPush(ports, request)
  const [asked, rest] = known ? await askedBefore(ports, known) : await askedNow(ports, request)
  const { sendAt } = rest
  const told = { ...(await countReached(ports, asked)), ...(asked.terms?.ifNone === 'wait' && { waits: true as const }), ...rest, ...(sendAt && { sendAtText: inBeijing(sendAt) }) }
  // Of a list in which each has her own: what the first one gets.
  const [first] = asked.texts.values()
  const card = { title: asked.template.title, lines: linesOf(textFor(asked, first).data, asked.template.fields) }
  return { dryRun: true, ...told, faults: told.faults.slice(0, MAX_FAULTS), card, message: inWords(told) }
}

async function askedNow(ports: Ports, request: CreateRequest): Promise<[Counted, Rest]> {
  const { template, data, texts, page, parameters, audience, sendAt, faults, unchecked, duplicates } = await check(ports, request)
  if (!audience) throw refusal(faults)
  const terms = termsFor(template.terms, request, audience.kind === 'openids' ? audience.openids.length : undefined)
  return [{ template, data, texts: byOpenid(texts), audience, asIs: request.asIs ?? false, terms }, { duplicates, faults, unchecked, ...filledPage({ page, parameters }), ...(sendAt && { sendAt }) }]
}

/** Asked again, a push is what it was: nothing is checked, as `create` checks nothing then. */
async function askedBefore({ db }: Ports, push: Push): Promise<[Counted, Rest]> {
  const { fields = [] } = (await sentPushes(db, [push._id])).get(push._id) ?? push
  const { templateId, type, title, data, texts, audience, asIs = false, terms, sendAt } = push
  return [{ template: { templateId, type, title, fields }, data, texts: byOpenid(texts), audience, asIs, terms }, { duplicates: 0, faults: [], unchecked: [], replays: true, ...filledPage(push), ...(sendAt && { sendAt }) }]
}

function byOpenid(texts: readonly OwnText[] = []): ReadonlyMap<string, OwnText> {
  return new Map(texts.map((text) => [text.openid, text]))
}

function filledPage({ page, parameters = {} }: Pick<Push, 'page' | 'parameters'>): Pick<DryRun, 'page'> {
  return Object.keys(parameters).length > 0 ? { page: fillPath(page, parameters) } : {}
}

function inWords(told: Omit<DryRun, 'dryRun' | 'card' | 'message'>): string {
  const { canReceive, noAuthorization, stopped, unknownUsers, tooSoon, capped, reserved, waits, unfit, alreadyPushed = 0, atLeast, duplicates, faults, unchecked, replays, sendAtText } = told
  const some = atLeast ? '至少 ' : ''
  const parts = [
    `${some}${canReceive} 人可以收到`,
    noAuthorization > 0 && `${some}${noAuthorization} 人没有剩余授权${waits ? '，会等到再次同意时发出' : ''}`,
    stopped > 0 && `${some}${stopped} 人已停止接收`,
    unknownUsers > 0 && `${some}${unknownUsers} 人没有打开过小程序`,
    tooSoon > 0 && `${some}${tooSoon} 人刚收到过这类消息`,
    capped > 0 && `${some}${capped} 人这个时段已经收够这类消息`,
    reserved > 0 && `${some}${reserved} 人剩下的授权留给重要通知`,
    alreadyPushed > 0 && `${some}${alreadyPushed} 人的同一件事已经推送过，不再发`,
    unfit > 0 && `${some}${unfit} 人的内容（名字或名单里的字）放进去以后不合要求`,
    duplicates > 0 && `名单里有 ${duplicates} 个重复，只发一次`,
    atLeast && '人太多，没有全部看完',
    sendAtText !== undefined && `${sendAtText} 开始发送`,
    unchecked.includes('page') && '没有页面清单，没有核对页面是否存在',
    replays && '这个 key 已经推送过，不会再发一次',
    faults.length > 0 && `有 ${faults.length} 处要改：${faults.slice(0, MAX_TOLD).map((fault) => fault.message).join('；')}${faults.length > MAX_TOLD ? '……' : ''}`,
  ]
  return parts.filter(Boolean).join('，')
}
