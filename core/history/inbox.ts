import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { cardOf, pageOf, sentPushes } from '../outbox/card'
import { messagesOf, placeOf, TAKEN_STATES, type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { allTemplates, templatesOf } from '../templates/registry'
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
}

/** What may have reached the user, or was meant for her and did not (WeChat says so: here she can read it), of all templates or of one, newest first. */
export async function inbox(ports: Ports, openid: string, { template, cursor }: v.InferOutput<typeof MESSAGES_REQUEST>): Promise<Page<InboxItem>> {
  const { command } = ports.db
  const wanted = { openid, state: command.in([...TAKEN_STATES, 'unknown']), ...(template !== undefined && { template }) }
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
  return view(row)
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
  if (!row.openedAt) {
    await messagesOf(db)
      .where({ _id: id, openedAt: db.command.exists(false) })
      .update({ data: { openedAt: new Date(clock.now()) } })
  }
  return row
}

async function viewer(ports: Ports, rows: readonly Message[]): Promise<(row: Message) => InboxItem> {
  const pushes = await sentPushes(ports.db, rows.map((row) => row.pushId))
  const templates = new Map((await allTemplates(ports.db)).map((template) => [template._id, template]))
  return (row) => {
    const push = pushes.get(row.pushId)
    return {
      id: row._id,
      template: row.template,
      // As it is now: the one of then may be gone.
      templateId: templates.get(row.template)?.templateId ?? push?.templateId ?? '',
      ...(push ? cardOf(row, push) : { title: '', lines: [] }),
      page: push ? pageOf(push, row._id) : '',
      at: row.sentAt ?? row.createdAt,
      unread: row.openedAt === undefined,
    }
  }
}
