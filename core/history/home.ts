import { STANDSTILL, viewOfStandstill, type Standstill, type StandstillView } from '../delivery/standstill'
import { type Push, type PushState } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { readParts, type Part } from '../records/joined'
import { PAGE_SIZE } from '../records/page'
import { summariesOf, type PushSummary } from './pushes'

/** Pushes that the page shows by themselves; the record holds the rest. */
const RECENT = 5

/** What a person has to look at, beside what was halted: that is an alarm. */
const TROUBLED: readonly PushState[] = ['paused', 'pending']

export interface Home extends StandstillView {
  recent: PushSummary[]
  troubled: PushSummary[]
}

interface Found {
  recent: Listed[]
  troubled: Listed[]
  standstill: Standstill[]
}

/** A push with the first name of its list. */
type Listed = Push & { first?: string[] | null }

const OF_PUSH = { state: 1, template: 1, title: 1, total: 1, createdAt: 1, by: 1, sendAt: 1, halt: 1, recurrence: 1, first: { $slice: [{ $ifNull: ['$audience.openids', []] }, 1] } } as const
const NEWEST = { createdAt: -1, _id: -1 } as const

/** All that the first page of members shows, beside the role of who opens it. Notices of business functions are no part of it. */
export const HOME: Readonly<Record<keyof Found, Part>> = {
  recent: { from: COLLECTIONS.pushes, match: { notice: null }, sort: NEWEST, limit: RECENT, fields: OF_PUSH },
  troubled: { from: COLLECTIONS.pushes, match: { state: { $in: TROUBLED }, notice: null }, sort: NEWEST, limit: PAGE_SIZE, fields: OF_PUSH },
  standstill: STANDSTILL,
}

/** What goes on, and what is for a person to look at: two calls, of which one is the one that finds the role. */
export async function home({ db, call }: Pick<Ports, 'db' | 'call'>): Promise<Home> {
  const { recent, troubled, standstill } = (call?.beside ?? (await readParts(db, HOME))) as unknown as Found
  const pushes = [...new Map([...recent, ...troubled].map((push) => [push._id, push])).values()]
  const names = new Map(pushes.flatMap(({ _id, first }) => (first?.[0] === undefined ? [] : [[_id, first[0]]])))
  const summaries = new Map((await summariesOf(db, pushes, names)).map((summary) => [summary.pushId, summary]))
  const shown = (rows: readonly Listed[]): PushSummary[] => rows.flatMap(({ _id }) => summaries.get(_id) ?? [])
  return { recent: shown(recent), troubled: shown(troubled), ...(await viewOfStandstill(db, standstill[0])) }
}
