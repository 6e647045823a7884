import { type FieldFault } from '../error/app-error'
import { dedupeId } from '../outbox/dedupe'
import { type Message } from '../outbox/message'
import { type OwnText, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { columnFaults, emptyColumns, fillColumns, type Columns } from '../templates/columns'
import { checkData, readData, type MessageData } from '../templates/message-data'
import { splitData } from '../templates/page-path'
import { type Template } from '../templates/template'
import { personalise, unknownVariables, variablesIn, type Recipient } from '../templates/variables'
import { type User } from '../users/user'
import { type CreateRequest } from './request'

type Item = NonNullable<CreateRequest['items']>[number]

/** What each of a list is told, of a request with `items`. */
export interface ReadItems {
  texts: OwnText[]
  /** Fields that stand in `texts`. */
  own: string[]
  faults: FieldFault[]
}

/** What the texts of a list are made of. */
export interface ListGround {
  template: Pick<Template, '_id' | 'fields'>
  page: string
  /** Texts and parameters for all; each item's own stand before them. */
  common: MessageData
  asIs: boolean
  /** When it goes out, for what says the date. */
  at: number
}

/**
 * Each item over what all are told, with her columns put in, and everything that is wrong with it as its reader would get it: nothing
 * goes out while one of them is at fault. Reads users once, where a text has something of theirs.
 */
export async function readItems(ports: Ports, items: readonly Item[], ground: ListGround): Promise<ReadItems> {
  const given = items.map((item) => ({ item, columns: item.columns ?? {}, asked: { ...ground.common, ...readData(item.data ?? {}) } }))
  const recipients = await recipientsFor(ports, given.map(({ asked, item }) => [item.openid, asked]), ground.at)
  const read = given.map(({ item, columns, asked }) => readItem(item, columns, asked, recipients(item.openid), ground))
  const texts = read.map(({ text }) => text)
  return { texts, own: [...new Set(texts.flatMap(({ data = {} }) => Object.keys(data)))], faults: together(read.map(({ faults }) => faults)) }
}

function readItem({ openid, dedupe }: Item, columns: Columns, asked: MessageData, recipient: Recipient, { template, page, common, asIs }: ListGround): { text: OwnText; faults: FieldFault[] } {
  const { fields } = template
  const { data, parameters, faults: ofPath } = splitData(page, fillColumns(asked, columns), fields)
  const own = (texts: MessageData): MessageData => Object.fromEntries(Object.entries(texts).filter(([key, value]) => common[key] !== value))
  const [ownData, ownParameters] = [own(data), own(parameters)]
  const text: OwnText = {
    openid,
    ...(Object.keys(ownData).length > 0 && { data: ownData }),
    ...(Object.keys(ownParameters).length > 0 && { parameters: ownParameters }),
    ...(dedupe !== undefined && { dedupe: dedupeId(template._id, openid, dedupe) }),
  }
  const unreadable = columnFaults(columns)
  if (unreadable.length > 0) return { text, faults: unreadable }
  const ofColumns = emptyColumns(asked, columns)
  const unknown = unknownVariables(data, Object.keys(columns))
  const said = new Set([...ofColumns, ...unknown, ...ofPath].map(({ field }) => field))
  const ofTexts = checkData(personalise(data, recipient, fields, { asIs }), fields, { asIs }).filter(({ field }) => !said.has(field))
  return { text, faults: [...ofColumns, ...unknown, ...ofPath, ...ofTexts] }
}

/** What is wrong with each of them in the same way is said once. */
function together(faults: readonly FieldFault[][]): FieldFault[] {
  const identity = ({ field, message }: FieldFault): string => JSON.stringify([field, message])
  const counts = new Map<string, number>()
  for (const each of faults.flat()) counts.set(identity(each), (counts.get(identity(each)) ?? 0) + 1)
  const isShared = (fault: FieldFault): boolean => faults.length > 1 && counts.get(identity(fault)) === faults.length
  const shared = (faults[0] ?? []).filter(isShared)
  const single = faults.flatMap((some, index) => some.filter((fault) => !isShared(fault)).map((fault) => ({ ...fault, field: `items[${index}].${fault.field}`, message: `第 ${index + 1} 条：${fault.message}` })))
  return [...shared, ...single]
}

/** What is known of these for their texts: read where a text has something of it. Whoever never opened the mini-program has no name. */
export async function recipientsFor(ports: Ports, asked: readonly (readonly [openid: string, data: MessageData])[], at: number): Promise<(openid: string) => Recipient> {
  const isNamed = (data: MessageData): boolean => Object.values(data).some((text) => variablesIn(text).some((name) => name === 'nickname' || name === 'remark'))
  const openids = asked.filter(([, data]) => isNamed(data)).map(([openid]) => openid)
  const rows = await findByIds<User>(ports.db, COLLECTIONS.users, openids, { nickname: true, remark: true })
  const users = new Map(rows.map((user) => [user._id, user]))
  return (openid) => ({ nickname: users.get(openid)?.nickname ?? '', remark: users.get(openid)?.remark ?? '', at })
}

/** What one recipient of a push is told, with variables still in it. */
export function textFor(push: Pick<Push, 'data' | 'parameters'>, own: OwnText | undefined): Pick<Message, 'parameters' | 'dedupe'> & { data: MessageData } {
  const parameters = own?.parameters && { ...push.parameters, ...own.parameters }
  return { data: { ...push.data, ...own?.data }, ...(parameters && { parameters }), ...(own?.dedupe !== undefined && { dedupe: own.dedupe }) }
}
