import { canReceive, USABLE, type Authorization, type Standing } from '../ledger/authorization'
import { isDoubtful, MISSES_OF_DOUBT } from '../ledger/claims'
import { COLLECTIONS } from '../records/collections'
import { type CountPart, type Part } from '../records/joined'
import { type Template } from '../templates/template'

/**
 * How the people stand to one template. Each of them is in one part, the first that fits:
 *
 * canReceive  the ledger allows one more message
 * stopped     she said «stop» to us
 * doubtful    a page told of accepts that WeChat did not know (`ledger/claims.ts`)
 * refused     her last answer was no, and nothing is left
 * cancelled   was asked, and has nothing left: used up, closed the panel, or WeChat takes it back no more (`usedUp` of them said yes last)
 * neverAsked  all others
 */
export interface Stock {
  /** Known users; more, where WeChat told of somebody who never opened the mini-program. */
  people: number
  canReceive: number
  stopped: number
  doubtful: number
  refused: number
  cancelled: number
  neverAsked: number
  /** Of those cancelled: they agreed, and all of it was sent. */
  usedUp: number
  /** Sends that are left to those who can receive; none are counted of a long-term template. */
  credits: number
}

export type StockPart = 'canReceive' | 'stopped' | 'doubtful' | 'refused' | 'cancelled' | 'neverAsked'

export function noStock(): Stock {
  return { people: 0, canReceive: 0, stopped: 0, doubtful: 0, refused: 0, cancelled: 0, neverAsked: 0, usedUp: 0, credits: 0 }
}

type Known = Pick<Authorization, 'credits' | 'standing' | 'misses' | 'askedAt' | 'answeredAt' | 'granted'>

/** Of one row. `stocksOf` counts the same for all of them. */
export function partOf(row: Known | undefined, type: Template['type']): StockPart {
  if (!row) return 'neverAsked'
  if (canReceive(row, type)) return 'canReceive'
  if (row.standing === 'stopped') return 'stopped'
  if (isDoubtful(row)) return 'doubtful'
  if (row.standing === 'reject' || row.standing === 'ban') return 'refused'
  const wasAsked = row.standing === 'accept' || (row.standing === 'none' && (row.askedAt !== undefined || row.answeredAt !== undefined || row.granted > 0))
  return wasAsked ? 'cancelled' : 'neverAsked'
}

/** Adds one person to it. */
export function addTo(stock: Stock, row: Known | undefined, type: Template['type']): void {
  const part = partOf(row, type)
  stock.people += 1
  stock[part] += 1
  if (part === 'canReceive' && type === 'one-time') stock.credits += row?.credits ?? 0
  if (part === 'cancelled' && row?.standing === 'accept') stock.usedUp += 1
}

const WAS_ASKED = { $or: [{ $gt: ['$askedAt', null] }, { $gt: ['$answeredAt', null] }, { $gt: ['$granted', 0] }] }
const COUNT = { $sum: 1 }

/**
 * What finds the stock of all templates, for `stocksOf`: each row is met by one query, which an index answers and which groups by one
 * field: 100,000 rows within a second on the local cloud (`bench/reports.ts`); a compound key takes three times as long.
 */
export const STOCK_PARTS: Readonly<Record<string, Part | CountPart>> = {
  stock_able: { from: COLLECTIONS.authorizations, match: { standing: { $in: USABLE }, credits: { $gte: 1 } }, group: { _id: '$templateId', count: COUNT, credits: { $sum: '$credits' } } },
  ...Object.fromEntries((['accept', 'reject', 'ban'] as const).map((standing): [string, Part] => [`stock_${standing}`, nothingLeft(standing, COUNT)])),
  stock_none: nothingLeft('none', { $sum: { $cond: [WAS_ASKED, 1, 0] } }),
  stock_stopped: { from: COLLECTIONS.authorizations, match: { standing: 'stopped' }, group: { _id: '$templateId', count: COUNT } },
  stock_doubtful: { from: COLLECTIONS.authorizations, match: { misses: MISSES_OF_DOUBT, credits: 0 }, group: { _id: { templateId: '$templateId', standing: '$standing' }, count: COUNT } },
  stock_users: { from: COLLECTIONS.users, match: {}, only: 'count' },
}

function nothingLeft(standing: Standing, count: object): Part {
  return { from: COLLECTIONS.authorizations, match: { standing, credits: 0 }, group: { _id: '$templateId', count } }
}

interface Amount {
  _id: unknown
  count: number
  credits?: number
}

/** What `STOCK_PARTS` found, by WeChat's id. */
export function stocksOf(found: Readonly<Record<string, unknown[]>>, templates: readonly Pick<Template, 'templateId' | 'type'>[]): Map<string, Stock> {
  const rows = (name: string): Amount[] => (found[`stock_${name}`] ?? []) as Amount[]
  const users = rows('users')[0]?.count ?? 0
  return new Map(templates.map(({ templateId, type }) => {
    const of = (name: string): number => rows(name).find(({ _id }) => _id === templateId)?.count ?? 0
    const doubted = (standing: Standing): number => {
      const isIt = ({ _id }: Amount): boolean => (_id as Pick<Authorization, 'templateId' | 'standing'>).templateId === templateId && (_id as { standing: Standing }).standing === standing
      // A long-term consent that stands needs no send.
      return type === 'long-term' && standing === 'accept' ? 0 : (rows('doubtful').find(isIt)?.count ?? 0)
    }
    const able = rows('able').find(({ _id }) => _id === templateId)
    const isOneTime = type === 'one-time'
    const usedUp = isOneTime ? of('accept') - doubted('accept') : 0
    const stock = {
      canReceive: isOneTime ? (able?.count ?? 0) : of('accept'),
      stopped: of('stopped'),
      doubtful: doubted('none') + doubted('accept') + doubted('reject') + doubted('ban'),
      refused: of('reject') + of('ban') - doubted('reject') - doubted('ban'),
      cancelled: usedUp + of('none') - doubted('none'),
      usedUp,
      credits: isOneTime ? (able?.credits ?? 0) : 0,
    }
    return [templateId, whole(users, stock)]
  }))
}

/** All others were never asked. */
function whole(users: number, stock: Omit<Stock, 'people' | 'neverAsked'>): Stock {
  const known = stock.canReceive + stock.stopped + stock.doubtful + stock.refused + stock.cancelled
  return { people: Math.max(users, known), ...stock, neverAsked: Math.max(0, users - known) }
}
