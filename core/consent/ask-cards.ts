import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { beginOf, dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { templatesOf } from '../templates/registry'

/** As many as one panel may ask for (wx.requestSubscribeMessage takes five). */
const MAX_KINDS = 5
/** Of one member on one day: each is a row. */
const MAX_A_DAY = 100

/** The name of a card, which the phone that shares it makes up, or a person who prints it. It opens nothing: only who came is counted by it. */
export const CARD_CODE = v.pipe(v.string('要写成文字'), v.maxLength(32, '最多 32 个字符'), v.regex(/^[\w-]{4,32}$/, '要是 4 到 32 个字母、数字、下划线或短横线'))

export const KEEP_ASK_CARD_REQUEST = v.strictObject({
  code: CARD_CODE,
  /** Keys of the templates that it asks for. */
  templates: v.pipe(v.array(text(64), '要写成数组'), v.minLength(1, '至少 1 类'), v.maxLength(MAX_KINDS, `最多 ${MAX_KINDS} 类`)),
})

/** A card that was shared to ask somebody: a row of `askCards`, `_id` is its code. */
export interface AskCard {
  _id: string
  templates: string[]
  by: Author
  at: Date
}

/** Who opened it first at which time: in the same collection, `_id` is `code:openid`. She can be there once, whatever she says. */
export interface Guest {
  _id: string
  /** The card's code. */
  card: string
  openid: string
  at: Date
}

export function askCardsOf(db: Database): Collection<AskCard> {
  return db.collection<AskCard>(COLLECTIONS.askCards)
}

export function guestsOf(db: Database): Collection<Guest> {
  return db.collection<Guest>(COLLECTIONS.askCards)
}

/**
 * From now on it is counted who comes by this card. Once more with the same code keeps it for longer; what it asks for stays.
 * @throws AppError `invalid-argument`, `over-limit`, and `idempotency-conflict` where another member's card has that code
 */
export async function keepAskCard(ports: Ports, by: Author, { code, templates }: v.InferOutput<typeof KEEP_ASK_CARD_REQUEST>): Promise<{ code: string }> {
  const at = new Date(ports.clock.now())
  const known = await findById(askCardsOf(ports.db), code)
  if (known && !isSame(known.by, by)) throw new AppError('idempotency-conflict', `编号 ${code} 已经用在别人的邀请卡片上，请换一个。`)
  if (known) await askCardsOf(ports.db).doc(code).update({ data: { at } })
  else await add(ports, { _id: code, templates: await requireTemplates(ports, templates), by, at })
  await note(ports, by, 'keep-ask-card', { templates })
  return { code }
}

async function add(ports: Ports, card: AskCard): Promise<void> {
  const { by, at } = card
  if (by.kind === 'member') {
    const today = { 'by.openid': by.openid, at: ports.db.command.gte(new Date(beginOf(dayOf(at.getTime())))) }
    const { total } = await askCardsOf(ports.db).where(today).count()
    if (total >= MAX_A_DAY) throw new AppError('over-limit', `你今天已经转发了 ${MAX_A_DAY} 张邀请卡片，明天再来。已经转发的照样有效。`)
  }
  await askCardsOf(ports.db)
    .add({ data: card })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}

async function requireTemplates({ db }: Ports, keys: readonly string[]): Promise<string[]> {
  const { data } = await templatesOf(db).where({ _id: db.command.in(keys) }).field({ _id: true }).get()
  const unknown = keys.filter((key) => !data.some(({ _id }) => _id === key))
  if (unknown.length > 0) throw invalidArgument(unknown.map((key) => ({ field: 'templates', message: `没有名为「${key}」的模板` })))
  return [...new Set(keys)]
}

function isSame(one: Author, other: Author): boolean {
  return one.kind === other.kind && (one.kind !== 'member' || (other.kind === 'member' && one.openid === other.openid))
}

/** She came by a card, as she says: of one that there is she is noted once, of any other nothing. Whoever shared it is no guest. */
export async function noteGuest({ db, clock }: Ports, openid: string, code: string): Promise<void> {
  const card = await findById(askCardsOf(db), code, { by: true, templates: true })
  // A guest's own row has no kinds, and is no card.
  if (!card?.templates || (card.by.kind === 'member' && card.by.openid === openid)) return
  await guestsOf(db)
    .add({ data: { _id: `${code}:${openid}`, card: code, openid, at: new Date(clock.now()) } })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
}
