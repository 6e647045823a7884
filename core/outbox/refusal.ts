import { type WeChatVerdict } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { type Message } from './message'

/**
 * By which WeChat finds the request that it refused: a row of `refusals`, one for each attempt. Apart from the messages, because each
 * has its own and messages that ended alike are written together; one insert for a whole group, as receipts are.
 */
export interface Refusal {
  /** `message rid` */
  _id: string
  message: string
  openid: string
  errcode: number
  rid: string
  at: Date
}

export function refusalsOf(db: Database): Collection<Refusal> {
  return db.collection<Refusal>(COLLECTIONS.refusals)
}

/** WeChat's own look-up goes back so far. */
export const RIDS_KEPT_DAYS = 7
/** What is older is removed at one insert of so many, and once an hour. */
const CLEANED_EVERY = 20

interface Refused {
  message: Pick<Message, '_id' | 'openid'>
  verdict: WeChatVerdict
}

/** May be repeated: each is kept once. */
export async function keepRids(ports: Ports, refused: readonly Refused[]): Promise<void> {
  const at = new Date(ports.clock.now())
  const rows = refused.flatMap(({ message: { _id, openid }, verdict: { rid, errcode } }): Refusal[] =>
    rid === undefined || errcode === undefined ? [] : [{ _id: `${_id} ${rid}`, message: _id, openid, errcode, rid, at }],
  )
  if (rows.length === 0) return
  const add = (data: Refusal | Refusal[]): Promise<unknown> => refusalsOf(ports.db).add({ data })
  await add(rows).catch(async (error: unknown) => {
    if (!isDuplicate(error)) throw error
    for (const row of rows) await add(row).catch(ignoreDuplicate)
  })
  const old = new Date(at.getTime() - RIDS_KEPT_DAYS * 24 * 3_600_000)
  if (ports.random() < 1 / CLEANED_EVERY) await refusalsOf(ports.db).where({ at: ports.db.command.lte(old) }).remove()
}

function ignoreDuplicate(error: unknown): void {
  if (!isDuplicate(error)) throw error
}

/** Message → the rid of what WeChat said last, of those that stand as WeChat left them. */
export async function ridsOf(db: Database, rows: readonly Pick<Message, '_id' | 'errcode'>[]): Promise<Map<string, string>> {
  const refused = rows.filter(({ errcode }) => errcode !== undefined)
  if (refused.length === 0) return new Map()
  const { data } = await refusalsOf(db)
    .where({ message: db.command.in(refused.map(({ _id }) => _id)) })
    .orderBy('at', 'asc')
    .limit(MAX_ROWS)
    .get()
  const errcodes = new Map(refused.map(({ _id, errcode }) => [_id, errcode]))
  return new Map(data.filter(({ message, errcode }) => errcodes.get(message) === errcode).map(({ message, rid }) => [message, rid]))
}
