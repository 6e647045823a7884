import * as v from 'valibot'
import { text } from '../api/schema'
import { authorizationId, canReceive, type Authorization, type Standing } from '../ledger/authorization'
import { isDoubtful } from '../ledger/claims'
import { type Condition, type Database, type Operator } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds } from '../records/find'
import { after, cursorAt, PAGE_SIZE, type Page, type Place } from '../records/page'
import { templatesOf, unknownTemplate } from '../templates/registry'
import { type Template } from '../templates/template'
import { meant, searchable } from './search'
import { tagged, tagsOf, TAG_FILTER } from './tags'
import { shownName, shownRemark, usersOf, type User } from './user'

/** Users read at a time, and how often at most in one call; a sparse filter gives short pages rather than slow ones. */
const BATCH = 100
const MAX_BATCHES = 10
/** Rows of one answer, for whoever chooses many. */
const MAX_SIZE = 500

const FILTERS = {
  template: v.optional(text(64)),
  search: v.optional(v.pipe(v.string('要写成文字'), v.maxLength(40, '最多 40 个字'))),
  tags: v.optional(TAG_FILTER),
  /** Of the template; without one it says nothing. */
  canReceive: v.optional(v.boolean('只能是 true 或 false')),
}

export const COUNT_REQUEST = v.strictObject(FILTERS)

export const RECIPIENTS_REQUEST = v.strictObject({
  ...FILTERS,
  size: v.optional(v.pipe(v.number('要写成数字'), v.integer('要是整数'), v.minValue(1, '最少 1 位'), v.maxValue(MAX_SIZE, `最多 ${MAX_SIZE} 位`))),
  cursor: v.optional(text(200)),
})

export type RecipientsRequest = v.InferOutput<typeof RECIPIENTS_REQUEST>
export type CountRequest = v.InferOutput<typeof COUNT_REQUEST>

export interface Recipient {
  openid: string
  nickname: string
  remark: string
  tags: string[]
  lastSeen: Date
  /** Of the chosen template; absent when none was chosen. */
  credits?: number
  standing?: Standing
  canReceive?: boolean
  /** A page told of accepts that WeChat did not know. */
  doubtful?: true
}

/** Users to pick from, the most recently seen first. @throws AppError `not-found` for the template */
export async function listRecipients(
  db: Database,
  { template: key, canReceive: wanted, size = PAGE_SIZE, cursor, ...asked }: RecipientsRequest,
): Promise<Page<Recipient>> {
  const template = await templateNamed(db, key)
  const items: Recipient[] = []
  let from = cursor
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const users = await nextUsers(db, matching(db, asked), Math.max(size, BATCH), from)
    const recipients = await withAuthorizations(db, users, template)
    for (const recipient of recipients) {
      from = cursorAt(placeOf(recipient))
      if (wanted !== undefined && recipient.canReceive !== wanted) continue
      items.push(recipient)
      if (items.length === size) return { items, next: from }
    }
    if (users.length < Math.max(size, BATCH)) return { items }
  }
  return { items, ...(from !== undefined && { next: from }) }
}

export async function templateNamed(db: Database, key: string | undefined): Promise<Template | undefined> {
  const template = key === undefined ? undefined : await findById(templatesOf(db), key)
  if (key !== undefined && !template) throw await unknownTemplate(db, key)
  return template
}

/** Whom a search and tags mean. */
export function matching(db: Database, { search = '', tags }: Pick<CountRequest, 'search' | 'tags'>): Condition | Operator {
  const text = searchable(search)
  const conditions = [...(text === '' ? [] : [meant(db, text)]), ...(tags ? [tagged(db, tags)] : [])]
  const [only = {}] = conditions
  return conditions.length > 1 ? db.command.and(conditions) : only
}

async function nextUsers(db: Database, condition: Condition | Operator, limit: number, cursor: string | undefined): Promise<User[]> {
  const { data } = await usersOf(db)
    .where(after(db, condition, 'lastSeen', cursor))
    .orderBy('lastSeen', 'desc')
    .orderBy('_id', 'desc')
    .limit(limit)
    .get()
  return data
}

async function withAuthorizations(db: Database, users: readonly User[], template: Template | undefined): Promise<Recipient[]> {
  const ids = template ? users.map((user) => authorizationId(user._id, template.templateId)) : []
  const rows = new Map((await findByIds<Authorization>(db, COLLECTIONS.authorizations, ids)).map((row) => [row.openid, row]))
  return users.map((user) => {
    const { _id: openid, lastSeen } = user
    const recipient = { openid, nickname: shownName(user), remark: shownRemark(user), tags: tagsOf(user), lastSeen }
    if (!template) return recipient
    const row = rows.get(openid)
    const { credits, standing } = row ?? { credits: 0, standing: 'none' as const }
    return { ...recipient, credits, standing, canReceive: canReceive({ credits, standing }, template.type), ...(row && isDoubtful(row) && { doubtful: true }) }
  })
}

function placeOf({ lastSeen, openid }: Recipient): Place {
  return { at: lastSeen, _id: openid }
}
