import { canReceive, type Authorization, type Standing } from '../ledger/authorization'
import { isDoubtful, MISSES_OF_DOUBT } from '../ledger/claims'
import { COLLECTIONS } from '../records/collections'
import { type Part } from '../records/joined'
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

const STANDINGS: readonly Standing[] = ['none', 'accept', 'reject', 'ban', 'stopped']

const AMOUNTS = { count: { $sum: 1 }, credits: { $sum: '$credits' }, able: { $sum: { $min: ['$credits', 1] } } } as const
const WAS_ASKED = { $or: [{ $gt: ['$askedAt', null] }, { $gt: ['$answeredAt', null] }, { $gt: ['$granted', 0] }] }

/**
 * What finds the stock of all templates, for `stocksOf`: for each standing one query that an index answers, grouped by one field. That
 * is a third of what one query with a compound key takes: 100,000 rows within a second on the local cloud (`bench/reports.ts`).
 */
export const STOCK_PARTS: Readonly<Record<string, Part>> = {
  ...Object.fromEntries(STANDINGS.map((standing): [string, Part] => [`stock_${standing}`, { from: COLLECTIONS.authorizations, match: { standing }, group: { _id: '$templateId', ...AMOUNTS } }])),
  stock_asked: { from: COLLECTIONS.authorizations, match: { standing: 'none', credits: 0 }, group: { _id: '$templateId', count: { $sum: { $cond: [WAS_ASKED, 1, 0] } } } },
  stock_doubtful: { from: COLLECTIONS.authorizations, match: { misses: MISSES_OF_DOUBT }, group: { _id: { templateId: '$templateId', standing: '$standing' }, ...AMOUNTS } },
  stock_users: { from: COLLECTIONS.users, match: {}, group: { _id: null, count: { $sum: 1 } } },
}

interface Amount {
  _id: unknown
  count: number
  credits: number
  able: number
}

/** What `STOCK_PARTS` found, by WeChat's id. */
export function stocksOf(found: Readonly<Record<string, unknown[]>>, templates: readonly Pick<Template, 'templateId' | 'type'>[]): Map<string, Stock> {
  const rows = (name: string): Amount[] => (found[`stock_${name}`] ?? []) as Amount[]
  const users = rows('users')[0]?.count ?? 0
  return new Map(templates.map(({ templateId, type }) => {
    const of = (name: string): Omit<Amount, '_id'> => rows(name).find(({ _id }) => _id === templateId) ?? NOTHING
    const doubted = (standing: Standing): number => {
      const { count, able } = rows('doubtful').find(({ _id }) => (_id as { templateId: string }).templateId === templateId && (_id as { standing: Standing }).standing === standing) ?? NOTHING
      return type === 'long-term' ? (standing === 'accept' ? 0 : count) : count - able
    }
    return [templateId, type === 'long-term' ? longTermStock(of, doubted, users) : oneTimeStock(of, doubted, users)]
  }))
}

const NOTHING: Omit<Amount, '_id'> = { count: 0, credits: 0, able: 0 }

type Of = (name: string) => Omit<Amount, '_id'>
type Doubted = (standing: Standing) => number

function oneTimeStock(of: Of, doubted: Doubted, users: number): Stock {
  const usable = (['none', 'accept', 'reject', 'ban'] as const).map(of)
  const sum = (amount: 'credits' | 'able'): number => usable.reduce((total, each) => total + each[amount], 0)
  const without = (name: Standing): number => of(name).count - of(name).able - doubted(name)
  const usedUp = without('accept')
  return whole(users, {
    canReceive: sum('able'),
    stopped: of('stopped').count,
    doubtful: doubted('none') + doubted('accept') + doubted('reject') + doubted('ban'),
    refused: without('reject') + without('ban'),
    cancelled: usedUp + of('asked').count - doubted('none'),
    usedUp,
    credits: sum('credits'),
  })
}

/** It needs no send, only a consent that stands. */
function longTermStock(of: Of, doubted: Doubted, users: number): Stock {
  return whole(users, {
    canReceive: of('accept').count,
    stopped: of('stopped').count,
    doubtful: doubted('none') + doubted('reject') + doubted('ban'),
    refused: of('reject').count + of('ban').count - doubted('reject') - doubted('ban'),
    cancelled: of('asked').count - doubted('none'),
    usedUp: 0,
    credits: 0,
  })
}

/** All others were never asked. */
function whole(users: number, stock: Omit<Stock, 'people' | 'neverAsked'>): Stock {
  const known = stock.canReceive + stock.stopped + stock.doubtful + stock.refused + stock.cancelled
  return { people: Math.max(users, known), ...stock, neverAsked: Math.max(0, users - known) }
}
