import { nextBatch } from '../audience/audience'
import { authorizationId, authorizationsOf, receiving, type Authorization } from '../ledger/authorization'
import { messageId } from '../outbox/message'
import { tagFilterOf, type Audience, type OwnText } from '../outbox/push'
import { type Ports } from '../ports'
import { type Condition, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { checkData, type MessageData } from '../templates/message-data'
import { type Template } from '../templates/template'
import { type Terms } from '../templates/terms'
import { isPersonal, personalise } from '../templates/variables'
import { countAmong, openidsOf } from '../users/among'
import { tagged } from '../users/tags'
import { usersOf, type User } from '../users/user'
import { textFor } from './items'
import { heldMatters } from './matters'
import { obstacleOf } from './obstacles'

/** A dry run looks at so many recipients one by one at most, and stops when so little time is left; there may be more then. */
const MAX_LOOKED_AT = 20_000
const STOP_BUDGET_MS = 3_000

/** People whose own texts do not fit that are told one by one. */
const MAX_UNFIT = 5

export interface DryCounts {
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
  /** Recipients whose own text breaks a rule; of the first of them what is wrong. */
  unfit: number
  unfitFirst?: { openid: string; message: string }[]
  /** Recipients who got, or may have got, a message about the same matter. */
  alreadyPushed?: number
  /** Not all were looked at: each of these numbers is at least so much. */
  atLeast?: true
}

/** What depends on the single recipient. */
const NOBODY = { unknownUsers: 0, tooSoon: 0, capped: 0, unfit: 0 }

/** A push whose recipients are counted. */
export interface Counted {
  template: Pick<Template, 'templateId' | 'type' | 'title' | 'fields'>
  data: MessageData
  /** Of each what is her own, where the push has such. */
  texts: ReadonlyMap<string, OwnText>
  audience: Audience
  asIs: boolean
  terms?: Terms
}

/** Where nothing depends on the single recipient, the indexes know; otherwise everybody is looked at. */
export async function countReached(ports: Ports, asked: Counted): Promise<DryCounts> {
  const { audience, data, texts, terms = {} } = asked
  const isPlain = texts.size === 0 && !isPersonal(data) && !ports.settings.hoursBetween && !terms.perDay && !terms.perWeek
  if (isPlain && (audience.kind === 'canReceive' || audience.kind === 'all')) return countByIndex(ports, asked)
  if (isPlain && audience.kind === 'tags') return countTagged(ports, asked, audience)
  return countOneByOne(ports, asked)
}

async function countByIndex({ db }: Ports, { template, audience, terms: { reserve = 0 } = {} }: Counted): Promise<DryCounts> {
  const { templateId, type } = template
  const { total: able } = await authorizationsOf(db).where(receiving(db, templateId, type)).count()
  const reserved = reserve > 0 && type === 'one-time' ? (await authorizationsOf(db).where(keptBack(db, templateId, reserve)).count()).total : 0
  if (audience.kind === 'canReceive') return { total: able, canReceive: able - reserved, noAuthorization: 0, stopped: 0, ...NOBODY, reserved }
  const { total: stopped } = await authorizationsOf(db).where({ templateId, standing: 'stopped' }).count()
  const { total: users } = await usersOf(db).count()
  // An authorization may be older than its user's record; everybody is whoever there is a record of.
  const ofUsers = Math.min(able, users)
  const stoppedUsers = Math.min(stopped, users - ofUsers)
  return { total: users, canReceive: Math.max(0, ofUsers - reserved), stopped: stoppedUsers, noAuthorization: users - ofUsers - stoppedUsers, ...NOBODY, reserved }
}

/** Rows whose last authorizations are all kept for what is more important. */
function keptBack(db: Database, templateId: string, reserve: number): Condition {
  return { ...receiving(db, templateId, 'one-time'), credits: db.command.gte(1).and(db.command.lte(reserve)) }
}

/** Whoever has a tag is a user: the ledger alone tells the rest. */
async function countTagged(ports: Ports, { template: { templateId, type }, terms: { reserve = 0 } = {} }: Counted, audience: Extract<Audience, { kind: 'tags' }>): Promise<DryCounts> {
  const { db } = ports
  const found = await openidsOf(db, tagged(db, tagFilterOf(audience)), MAX_LOOKED_AT + 1)
  const openids = found.slice(0, MAX_LOOKED_AT)
  const able = await countAmong(db, openids, templateId, receiving(db, templateId, type))
  const reserved = reserve > 0 && type === 'one-time' ? await countAmong(db, openids, templateId, keptBack(db, templateId, reserve)) : 0
  const stopped = await countAmong(db, openids, templateId, { standing: 'stopped' })
  const noAuthorization = openids.length - able - stopped
  return { total: openids.length, canReceive: able - reserved, noAuthorization, stopped, ...NOBODY, reserved, ...(openids.length < found.length && { atLeast: true }) }
}

async function countOneByOne(ports: Ports, asked: Counted): Promise<DryCounts> {
  const { audience, template } = asked
  const counts: DryCounts = { total: 0, canReceive: 0, noAuthorization: 0, stopped: 0, reserved: 0, ...NOBODY }
  const { templateId, type } = template
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    if (counts.total >= MAX_LOOKED_AT || ports.remainingMs() < STOP_BUDGET_MS) return { ...counts, atLeast: true }
    const { openids, next }: { openids: string[]; next?: string } = await nextBatch(ports.db, { audience, templateId, type }, cursor)
    await look(ports, asked, openids, counts)
    cursor = next
  }
  return counts
}

async function look(ports: Ports, { template, texts, asIs, terms, ...common }: Counted, openids: readonly string[], counts: DryCounts): Promise<void> {
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

function countText(counts: DryCounts, openid: string, message: string | undefined): void {
  if (message === undefined) counts.canReceive += 1
  else {
    counts.unfit += 1
    if ((counts.unfitFirst?.length ?? 0) < MAX_UNFIT) counts.unfitFirst = [...(counts.unfitFirst ?? []), { openid, message }]
  }
}

