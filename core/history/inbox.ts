import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { cardOf, pageOf, sentPushes } from '../outbox/card'
import { messagesOf, placeOf, TAKEN_STATES, type Message, type MessageReason } from '../outbox/message'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { allTemplates, templatesOf } from '../templates/registry'
import { noticesIn } from '../waiting/gather'
import { after, PAGE_SIZE, pageFrom, type Page } from '../records/page'

export const MESSAGES_REQUEST = v.strictObject({ template: v.optional(text(64)), cursor: v.optional(text(200)) })

/** A message as its reader sees it. */
export interface InboxItem {
  id: string
  template: string
  /** WeChat's id of it, to ask for the next authorization with. */
  templateId: string
  title: string
  lines: { label: string; value: string }[]
  page: string
  at: Date
  unread: boolean
  /** It is here only: nothing of it was pushed to WeChat, or not yet. */
  isHereOnly?: true
  /** The notices that it is made of, the oldest first, where it is several: the first ones, when a single message is asked for. */
  notices?: { lines: InboxItem['lines']; at: Date }[]
  /** How many they are. */
  count?: number
}

/** What was meant for her and did not reach her, because she had no authorization left or has had enough for a while, she can read here. */
const HERE_ONLY: readonly MessageReason[] = ['no-credit', 'not-authorized', 'doubtful', 'reserved', 'too-soon', 'capped', 'expired']

/** What may have reached the user, or was meant for her and did not, of all templates or of one, newest first. */
export async function inbox(ports: Ports, openid: string, { template, cursor }: v.InferOutput<typeof MESSAGES_REQUEST>): Promise<Page<InboxItem>> {
  const { command } = ports.db
  const shown = command.or([{ state: command.in([...TAKEN_STATES, 'unknown', 'waiting']) }, { state: command.in(['skipped', 'failed']), reason: command.in(HERE_ONLY) }])
  const wanted = command.and([{ openid, ...(template !== undefined && { template }) }, shown])
  const { data: rows } = await messagesOf(ports.db)
    .where(after(ports.db, wanted, 'createdAt', cursor))
    .orderBy('createdAt', 'desc')
    .orderBy('_id', 'desc')
    .limit(PAGE_SIZE + 1)
    .get()
  const view = await viewer(ports, rows)
  return pageFrom(rows, view, placeOf)
}

/** One message of the user's own, and that she opened it (the first time counts). @throws AppError `not-found` */
export async function openMessage(ports: Ports, openid: string, id: string): Promise<InboxItem> {
  const row = await markOpened(ports, openid, id)
  const view = await viewer(ports, [row])
  const item = view(row)
  return item.count === undefined ? item : { ...item, notices: await noticesOf(ports, row) }
}

/** As many as an answer carries. */
const MOST_NOTICES = 50

async function noticesOf(ports: Ports, row: Message): Promise<InboxItem['notices']> {
  const notices = (await noticesIn(ports, [row])).slice(0, MOST_NOTICES)
  const pushes = await sentPushes(ports.db, notices.map(({ pushId }) => pushId))
  return notices.flatMap((notice) => {
    const push = pushes.get(notice.pushId)
    return push ? [{ lines: cardOf(notice, push).lines, at: notice.createdAt }] : []
  })
}

export const OPENED_REQUEST = v.strictObject({ id: text(200) })

/** What a page of another matter needs to ask for the next message of this kind. */
export type OpenedMessage = Pick<InboxItem, 'id' | 'template' | 'templateId' | 'title'>

/** That the card of this message led her to a page, whichever it was (the first time counts). @throws AppError `not-found` */
export async function recordOpened(ports: Ports, openid: string, { id }: v.InferOutput<typeof OPENED_REQUEST>): Promise<{ message: OpenedMessage }> {
  const { template } = await markOpened(ports, openid, id)
  const now = await findById(templatesOf(ports.db), template)
  return { message: { id, template, templateId: now?.templateId ?? '', title: now?.title ?? '' } }
}

/** @throws AppError `not-found`, also of somebody else's message */
async function markOpened({ db, clock }: Ports, openid: string, id: string): Promise<Message> {
  const { data } = await messagesOf(db).where({ _id: id, openid }).limit(1).get()
  const [row] = data
  if (!row) throw new AppError('not-found', '没有这条消息，可能已被删除。')
  const field = isHereOnly(row) ? 'readAt' : 'openedAt'
  if (!row[field]) {
    await messagesOf(db)
      .where({ _id: id, [field]: db.command.exists(false) })
      .update({ data: { [field]: new Date(clock.now()) } })
  }
  return row
}

function isHereOnly({ state }: Message): boolean {
  return state === 'waiting' || state === 'skipped' || state === 'failed'
}

/** Of messages that are made of several. */
async function countNotices(ports: Ports, rows: readonly Message[]): Promise<Map<string, number>> {
  return new Map(await Promise.all(rows.map(async (row): Promise<[string, number]> => [row._id, (await noticesIn(ports, [row])).length])))
}

async function viewer(ports: Ports, rows: readonly Message[]): Promise<(row: Message) => InboxItem> {
  const pushes = await sentPushes(ports.db, rows.map((row) => row.pushId))
  const counts = await countNotices(ports, rows.filter(({ pushId }) => pushes.get(pushId)?.gathers))
  const templates = new Map((await allTemplates(ports.db)).map((template) => [template._id, template]))
  return (row) => {
    const push = pushes.get(row.pushId)
    return {
      id: row._id,
      template: row.template,
      // As it is now: the one of then may be gone.
      templateId: templates.get(row.template)?.templateId ?? push?.templateId ?? '',
      ...(push ? cardOf(row, push) : { title: '', lines: [] }),
      page: push ? pageOf(push, row) : '',
      at: row.sentAt ?? row.createdAt,
      unread: row.openedAt === undefined && row.readAt === undefined,
      ...(isHereOnly(row) && { isHereOnly: true }),
      ...(push?.gathers && { count: counts.get(row._id) ?? 1 }),
    }
  }
}
