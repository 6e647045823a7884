import { nextBatch } from '../audience/audience'
import { type FieldFault } from '../error/app-error'
import { authorizationId, authorizationsOf, receiving, type Authorization } from '../ledger/authorization'
import { sentPushes } from '../outbox/card'
import { messageId } from '../outbox/message'
import { type Audience, type OwnText, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { checkData, linesOf, type MessageData } from '../templates/message-data'
import { fillPath } from '../templates/page-path'
import { type Template } from '../templates/template'
import { termsFor, type Terms } from '../templates/terms'
import { isPersonal, personalise } from '../templates/variables'
import { usersOf, type User } from '../users/user'
import { check, refusal } from './checks'
import { knownPush } from './idempotency'
import { textFor } from './items'
import { heldMatters } from './matters'
import { type CreateRequest } from './request'
import { obstacleOf } from './obstacles'
import { inBeijing } from './send-at'

/** A dry run looks at so many recipients one by one at most, and stops when so little time is left; there may be more then. */
const MAX_LOOKED_AT = 20_000
const STOP_BUDGET_MS = 3_000

/** Faults that are told one by one, those of them that stand in the sentence, and people whose texts do not fit. */
const MAX_FAULTS = 100
const MAX_TOLD = 10
const MAX_UNFIT = 5

export interface DryRun {
  dryRun: true
  /** Recipients, each once. Those who can receive, have no authorization, have stopped, are unknown, had one lately, got one about the same matter or are unfit add up to it. */
  total: number
  canReceive: number
  /** They opened the mini-program, and have no send left. */
  noAuthorization: number
  stopped: number
  /** Recipients who never opened the mini-program. */
  unknownUsers: number
  /** Recipients who got a message of this template within the hours that are to lie between two. */
  tooSoon: number
  /** Recipients who have had as many of this template as one person gets by now. */
  capped: number
  /** Recipients whose last authorizations are kept for what is more important. */
  reserved: number
  /** Those without an authorization get it when they agree again. */
  waits?: true
  /** Recipients whose own text breaks a rule; of the first of them what is wrong. */
  unfit: number
  unfitFirst?: { openid: string; message: string }[]
  /** Recipients who got, or may have got, a message about the same matter. */
  alreadyPushed?: number
  /** Not all were looked at: each of these numbers is at least so much. */
  atLeast?: true
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

type Counts = Pick<DryRun, 'total' | 'canReceive' | 'noAuthorization' | 'stopped' | 'unknownUsers' | 'tooSoon' | 'capped' | 'reserved' | 'unfit' | 'unfitFirst' | 'alreadyPushed' | 'atLeast'>

interface Asked {
  template: Pick<Template, 'templateId' | 'type' | 'title' | 'fields'>
  data: MessageData
  /** Of each what is her own, where the push has such. */
  texts: ReadonlyMap<string, OwnText>
  audience: Audience
  asIs: boolean
  terms?: Terms
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
  const told = { ...(await count(ports, asked)), ...(asked.terms?.ifNone === 'wait' && { waits: true as const }), ...rest, ...(sendAt && { sendAtText: inBeijing(sendAt) }) }
  // Of a list in which each has her own: what the first one gets.
  const [first] = asked.texts.values()
  const card = { title: asked.template.title, lines: linesOf(textFor(asked, first).data, asked.template.fields) }
  return { dryRun: true, ...told, faults: told.faults.slice(0, MAX_FAULTS), card, message: inWords(told) }
}

async function askedNow(ports: Ports, request: CreateRequest): Promise<[Asked, Rest]> {
  const { template, data, texts, page, parameters, audience, sendAt, faults, unchecked, duplicates } = await check(ports, request)
  if (!audience) throw refusal(faults)
  const terms = termsFor(template.terms, request, audience.kind === 'openids' ? audience.openids.length : undefined)
  return [{ template, data, texts: byOpenid(texts), audience, asIs: request.asIs ?? false, terms }, { duplicates, faults, unchecked, ...filledPage({ page, parameters }), ...(sendAt && { sendAt }) }]
}

/** Asked again, a push is what it was: nothing is checked, as `create` checks nothing then. */
async function askedBefore({ db }: Ports, push: Push): Promise<[Asked, Rest]> {
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

/** Where nothing depends on the single recipient, the indexes know; otherwise everybody is looked at. */
async function count(ports: Ports, asked: Asked): Promise<Counts> {
  const { audience, data, texts, terms = {} } = asked
  const isPlain = texts.size === 0 && !isPersonal(data) && !ports.settings.hoursBetween && !terms.perDay && !terms.perWeek
  if (isPlain && (audience.kind === 'canReceive' || audience.kind === 'all')) return countByIndex(ports, asked)
  return countOneByOne(ports, asked)
}

async function countByIndex({ db }: Ports, { template, audience, terms: { reserve = 0 } = {} }: Asked): Promise<Counts> {
  const { templateId, type } = template
  const { total: able } = await authorizationsOf(db).where(receiving(db, templateId, type)).count()
  const kept = { ...receiving(db, templateId, type), credits: db.command.gte(1).and(db.command.lte(reserve)) }
  const reserved = reserve > 0 && type === 'one-time' ? (await authorizationsOf(db).where(kept).count()).total : 0
  const none = { unknownUsers: 0, tooSoon: 0, capped: 0, reserved, unfit: 0 }
  if (audience.kind === 'canReceive') return { total: able, canReceive: able - reserved, noAuthorization: 0, stopped: 0, ...none }
  const { total: stopped } = await authorizationsOf(db).where({ templateId, standing: 'stopped' }).count()
  const { total: users } = await usersOf(db).count()
  // An authorization may be older than its user's record; everybody is whoever there is a record of.
  const ofUsers = Math.min(able, users)
  const stoppedUsers = Math.min(stopped, users - ofUsers)
  return { total: users, canReceive: Math.max(0, ofUsers - reserved), stopped: stoppedUsers, noAuthorization: users - ofUsers - stoppedUsers, ...none }
}

async function countOneByOne(ports: Ports, asked: Asked): Promise<Counts> {
  const { audience, template } = asked
  const counts: Counts = { total: 0, canReceive: 0, noAuthorization: 0, stopped: 0, unknownUsers: 0, tooSoon: 0, capped: 0, reserved: 0, unfit: 0 }
  const { templateId, type } = template
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    if (counts.total >= MAX_LOOKED_AT || ports.remainingMs() < STOP_BUDGET_MS) return { ...counts, atLeast: true }
    const { openids, next }: { openids: string[]; next?: string } = await nextBatch(ports.db, { audience, templateId, type }, cursor)
    await look(ports, asked, openids, counts)
    cursor = next
  }
  return counts
}

async function look(ports: Ports, { template, texts, asIs, terms, ...common }: Asked, openids: readonly string[], counts: Counts): Promise<void> {
  const { db } = ports
  const ids = openids.map((openid) => authorizationId(openid, template.templateId))
  const [rows, users] = await Promise.all([
    findByIds<Authorization>(db, COLLECTIONS.authorizations, ids),
    findByIds<User>(db, COLLECTIONS.users, openids),
  ])
  const [rowOf, userOf] = [new Map(rows.map((row) => [row.openid, row])), new Map(users.map((user) => [user._id, user]))]
  const at = ports.clock.now()
  const faultOf = (openid: string): string | undefined => {
    const { data } = textFor(common, texts.get(openid))
    if (texts.size === 0 && !isPersonal(data)) return undefined
    const { nickname = '', remark = '' } = userOf.get(openid) ?? {}
    return checkData(personalise(data, { nickname, remark, at }, template.fields, { asIs }), template.fields, { asIs })[0]?.message
  }
  const held = await heldMatters(ports, openids.map((openid) => ({ _id: messageId('', openid), openid, dedupe: texts.get(openid)?.dedupe })))
  for (const openid of openids) {
    const [row, user] = [rowOf.get(openid), userOf.get(openid)]
    counts.total += 1
    const obstacle = obstacleOf(ports, row, { type: template.type, terms })
    if (obstacle === undefined && held.has(messageId('', openid))) counts.alreadyPushed = (counts.alreadyPushed ?? 0) + 1
    else if (obstacle === undefined) countText(counts, openid, faultOf(openid))
    else if (obstacle === 'no-credit' || obstacle === 'doubtful') counts[user ? 'noAuthorization' : 'unknownUsers'] += 1
    else counts[obstacle === 'too-soon' ? 'tooSoon' : obstacle] += 1
  }
}

function countText(counts: Counts, openid: string, message: string | undefined): void {
  if (message === undefined) counts.canReceive += 1
  else {
    counts.unfit += 1
    if ((counts.unfitFirst?.length ?? 0) < MAX_UNFIT) counts.unfitFirst = [...(counts.unfitFirst ?? []), { openid, message }]
  }
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
