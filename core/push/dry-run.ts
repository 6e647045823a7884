import { nextBatch } from '../audience/audience'
import { type FieldFault } from '../error/app-error'
import { authorizationId, authorizationsOf, canReceive, receiving, type Authorization } from '../ledger/authorization'
import { type Audience } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { checkData, linesOf, type MessageData } from '../templates/message-data'
import { type Template } from '../templates/template'
import { isPersonal, personalise } from '../templates/variables'
import { usersOf, type User } from '../users/user'

/** A dry run looks at so many recipients one by one at most; beyond, only what can be counted is told. */
const MAX_LOOKED_AT = 20_000

export interface DryRun {
  dryRun: true
  canReceive: number
  noAuthorization: number
  stopped: number
  duplicates: number
  /** Recipients who never opened the mini-program. */
  unknownUsers: number
  /** Recipients for whom a variable makes the text break a rule, with the first few of these faults. */
  unfit: number
  faults: FieldFault[]
  card: { title: string; lines: { label: string; value: string }[] }
  /** The same in one sentence. */
  message: string
}

type Counts = Pick<DryRun, 'canReceive' | 'noAuthorization' | 'stopped' | 'duplicates' | 'unknownUsers' | 'unfit'>

interface Asked {
  template: Template
  data: MessageData
  audience: Audience
  /** Names given more than once. */
  duplicates: number
  faults: FieldFault[]
}

/** What a push would do, without doing it. */
export async function dryRun(ports: Ports, asked: Asked): Promise<DryRun> {
  const { template, data, faults } = asked
  const counts = await count(ports, asked)
  const card = { title: template.title, lines: linesOf(data, template.fields) }
  return { dryRun: true, ...counts, faults, card, message: inWords(counts, faults) }
}

/** Where nothing depends on the single recipient, the indexes know; otherwise everybody is looked at. */
async function count(ports: Ports, asked: Asked): Promise<Counts> {
  const { audience, data } = asked
  if (!isPersonal(data) && (audience.kind === 'canReceive' || audience.kind === 'all')) return countByIndex(ports, asked)
  return countOneByOne(ports, asked)
}

async function countByIndex({ db }: Ports, { template, audience, duplicates }: Asked): Promise<Counts> {
  const { templateId, type } = template
  const none = { duplicates, unknownUsers: 0, unfit: 0 }
  const { total: able } = await authorizationsOf(db).where(receiving(db, templateId, type)).count()
  if (audience.kind === 'canReceive') return { canReceive: able, noAuthorization: 0, stopped: 0, ...none }
  const { total: stopped } = await authorizationsOf(db).where({ templateId, standing: 'stopped' }).count()
  const { total: everybody } = await usersOf(db).count()
  return { canReceive: able, stopped, noAuthorization: Math.max(0, everybody - able - stopped), ...none }
}

async function countOneByOne(ports: Ports, { template, data, audience, duplicates }: Asked): Promise<Counts> {
  const counts = { canReceive: 0, noAuthorization: 0, stopped: 0, duplicates, unknownUsers: 0, unfit: 0 }
  const { templateId, type } = template
  let looked = 0
  for (let cursor: string | undefined = ''; cursor !== undefined && looked < MAX_LOOKED_AT; ) {
    const { openids, next }: { openids: string[]; next?: string } = await nextBatch(ports.db, { audience, templateId, type }, cursor)
    await look(ports, template, data, openids, counts)
    looked += openids.length
    cursor = next
  }
  return counts
}

async function look({ db }: Ports, template: Template, data: MessageData, openids: readonly string[], counts: Counts): Promise<void> {
  const ids = openids.map((openid) => authorizationId(openid, template.templateId))
  const [rows, users] = await Promise.all([
    findByIds<Authorization>(db, COLLECTIONS.authorizations, ids),
    findByIds<User>(db, COLLECTIONS.users, openids),
  ])
  const [rowOf, userOf] = [new Map(rows.map((row) => [row.openid, row])), new Map(users.map((user) => [user._id, user]))]
  for (const openid of openids) {
    const [row, user] = [rowOf.get(openid), userOf.get(openid)]
    if (!user) counts.unknownUsers += 1
    if (row?.standing === 'stopped') counts.stopped += 1
    else if (!row || !canReceive(row, template.type)) counts.noAuthorization += 1
    else if (isPersonal(data) && checkData(personalise(data, { nickname: user?.nickname ?? '' }), template.fields).length > 0) counts.unfit += 1
    else counts.canReceive += 1
  }
}

function inWords(counts: Counts, faults: FieldFault[]): string {
  const parts = [
    `${counts.canReceive} 人可以收到`,
    counts.noAuthorization > 0 && `${counts.noAuthorization} 人没有剩余授权`,
    counts.stopped > 0 && `${counts.stopped} 人已停止接收`,
    counts.unknownUsers > 0 && `${counts.unknownUsers} 人没有打开过小程序`,
    counts.unfit > 0 && `${counts.unfit} 人的昵称放进内容后不合要求`,
    counts.duplicates > 0 && `${counts.duplicates} 人重复`,
    faults.length > 0 && `内容有 ${faults.length} 处要改：${faults.map((fault) => fault.message).join('；')}`,
  ]
  return parts.filter(Boolean).join('，')
}
