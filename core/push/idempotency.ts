import { createHash } from 'node:crypto'
import { AppError } from '../error/app-error'
import { pushesOf, type Audience, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { readData, type MessageData } from '../templates/message-data'
import { readAudience } from './recipients'
import { DEFAULT_LANG, withoutSlash, type CreateRequest } from './request'
import { momentOf } from './send-at'

/** Before it, `bodyHash` was taken of what a request came to: with the default page, state and time of that moment. */
const OF_REQUEST = 'request:'

/**
 * The push that the request's key stands for already. Looked up before anything is checked: what was asked once is asked again,
 * whatever the time, the template and the settings are by now.
 * @throws AppError `idempotency-conflict` when the key stands for another request
 */
export async function knownPush(ports: Ports, request: CreateRequest): Promise<Push | undefined> {
  const known = request.key === undefined ? undefined : await findById(pushesOf(ports.db), request.key)
  if (!known || isSame(known, request)) return known
  throw new AppError(
    'idempotency-conflict',
    `幂等键 ${known._id} 已经用于另一条内容不同的推送，这次没有发送。要再发一次请换一个 key；不确定上次发出没有，先用 status 查看 ${known._id}。`,
    { details: { pushId: known._id } },
  )
}

export function isSame(push: Push, request: CreateRequest): boolean {
  return push.bodyHash === (push.bodyHash.startsWith(OF_REQUEST) ? hashOf(request) : olderHashOf(push, request))
}

/** Of what the caller asked, however it is written: the forms of `data`, the order of names, a default spelt out. */
export function hashOf(request: CreateRequest): string {
  const { template, page, sendAt, state, lang = DEFAULT_LANG, anyway = false, urgent = false, asIs = false } = request
  const moment = sendAt === undefined ? undefined : momentOf(sendAt)
  const asked = {
    template,
    data: dataInOrder(readData(request.data)),
    audience: audienceInOrder(readAudience(request).audience),
    items: request.items && itemsInOrder(request.items),
    page: page === undefined ? undefined : withoutSlash(page),
    sendAt: moment instanceof Date ? moment.getTime() : sendAt,
    state,
    lang,
    anyway,
    urgent,
    asIs,
  }
  return `${OF_REQUEST}${digest(asked)}`
}

/** What the request would have come to when the push was taken down. */
function olderHashOf(push: Push, request: CreateRequest): string {
  const { template, page, state, lang = DEFAULT_LANG, anyway = false, urgent = false, sendAt, asIs = false } = request
  return digest({
    template,
    data: dataInOrder(readData(request.data)),
    page: page === undefined ? push.page : withoutSlash(page),
    miniprogramState: state ?? push.miniprogramState,
    lang,
    audience: audienceInOrder(readAudience(request).audience),
    anyway,
    urgent,
    ...(sendAt !== undefined && { sendAt: new Date(sendAt) }),
    ...(asIs && { asIs }),
  })
}

function digest(asked: object): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}

function dataInOrder(data: MessageData): [string, string][] {
  return Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))
}

function itemsInOrder(items: NonNullable<CreateRequest['items']>): unknown[] {
  const inOrder = (texts: MessageData): [string, string][] | undefined => (Object.keys(texts).length > 0 ? dataInOrder(texts) : undefined)
  return [...items].sort((a, b) => (a.openid < b.openid ? -1 : 1)).map(({ openid, data = {}, columns = {}, dedupe }) => ({ openid, data: inOrder(readData(data)), columns: inOrder(columns), dedupe }))
}

function audienceInOrder(audience: Audience | undefined): Audience | undefined {
  if (audience?.kind === 'openids') return { ...audience, openids: [...audience.openids].sort() }
  if (audience?.kind !== 'tags') return audience
  const { tags, all, none } = audience
  return { ...audience, tags: [...tags].sort(), ...(all && { all: [...all].sort() }), ...(none && { none: [...none].sort() }) }
}
