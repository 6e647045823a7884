import { type Author } from '../access/identify'
import { answersFor, tagFilterOf, type TagFilter } from '../outbox/push'
import { recurrencesOf, type Recurrence } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { shownName, type User } from '../users/user'
import { endWords, momentWords, ruleWords } from './rule'

/** Of those that are not over, and of those that are, the newest first. */
const MAX_LISTED = 100
const LISTED_ENDED = 20

/** A plan as members see it; the names of a list stay where they are. */
export interface RecurrenceView extends Pick<Recurrence, 'state' | 'template' | 'title' | 'data' | 'rule' | 'halt' | 'runs' | 'missed' | 'createdAt' | 'endedAt'> {
  id: string
  /** 每天 09:00 */
  ruleWords: string
  /** How long, and what else is to be known; empty where there is nothing. */
  endWords: string
  /** Of a list how many, and of one person who. */
  audience: { kind: Recurrence['audience']['kind']; tags?: TagFilter; count?: number; only?: Pick<User, 'nickname'> & { openid: string } }
  /** The next date, of one that is active. */
  nextAt?: Date
  nextWords?: string
  /** The newest first. */
  lastRuns: { pushId: string; at: Date; words: string }[]
  lastMissed: { at: Date; words: string; message: string }[]
  /** Who answers for it, and her nickname; empty when there is none. */
  by: Author
  author: string
}

export async function listRecurrences(ports: Ports): Promise<{ recurrences: RecurrenceView[] }> {
  const plans = recurrencesOf(ports.db)
  const isOpen = { state: ports.db.command.in(['active', 'paused']) }
  const [{ data: open }, { data: ended }] = await Promise.all([
    plans.where(isOpen).orderBy('nextAt', 'asc').limit(MAX_LISTED).get(),
    plans.where({ state: 'ended' }).orderBy('endedAt', 'desc').limit(LISTED_ENDED).get(),
  ])
  return { recurrences: await viewsOf(ports, [...open, ...ended]) }
}

export async function viewsOf({ db }: Ports, plans: readonly Recurrence[]): Promise<RecurrenceView[]> {
  const openids = [...plans.map(answersFor).flatMap((author) => (author.kind === 'member' ? [author.openid] : [])), ...plans.flatMap(onlyOf)]
  const users = openids.length === 0 ? [] : await findByIds<User>(db, COLLECTIONS.users, [...new Set(openids)], { nickname: true })
  const nicknames = new Map(users.map((user) => [user._id, shownName(user)]))
  return plans.map((plan) => viewOf(plan, nicknames))
}

/** A list of one. */
function onlyOf({ audience }: Recurrence): string[] {
  return audience.kind === 'openids' && audience.openids.length === 1 ? audience.openids : []
}

function viewOf(plan: Recurrence, nicknames: ReadonlyMap<string, string>): RecurrenceView {
  const { _id: id, state, template, title, data, rule, halt, runs, missed, nextAt, lastRuns, lastMissed, audience, createdAt, endedAt } = plan
  const by = answersFor(plan)
  const [only] = onlyOf(plan)
  return {
    id,
    state,
    template,
    title,
    data,
    rule,
    ruleWords: ruleWords(rule),
    endWords: endWords(rule),
    audience: { kind: audience.kind, ...(audience.kind === 'tags' && { tags: tagFilterOf(audience) }), ...(audience.kind === 'openids' && { count: audience.openids.length }), ...(only !== undefined && { only: { openid: only, nickname: nicknames.get(only) ?? '' } }) },
    ...(state === 'active' && { nextAt, nextWords: momentWords(nextAt.getTime()) }),
    runs,
    missed,
    lastRuns: [...lastRuns].reverse().map(({ pushId, at }) => ({ pushId, at, words: momentWords(at.getTime()) })),
    lastMissed: [...lastMissed].reverse().map(({ at, message }) => ({ at, message, words: momentWords(at.getTime()) })),
    by,
    author: by.kind === 'member' ? (nicknames.get(by.openid) ?? '') : '',
    createdAt,
    ...(halt && { halt }),
    ...(endedAt && { endedAt }),
  }
}
