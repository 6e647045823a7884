import { type Ports } from '../ports'
import { type Changes, type Condition, type Operator } from '../ports/database'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { groupBy } from '../records/group-by'
import { type Answer } from './answer'
import { authorizationsOf, type Authorization } from './authorization'
import { KEPT_ACCEPTS, weigh } from './claims'
import { effectOf, MAX_GRANTS, type Effect } from './facts'
import { recordAnswers, type GivenAnswer } from './record-answers'
import { keep, tapOf } from './taps'

/**
 * What one tap said to several templates, in two writes: all answers, then all rows of the ledger that it does the same to. The second
 * is guarded by the facts that it was reckoned from, and by the tap itself, which the row keeps for a while: so it counts once, and a
 * death between the two leaves answers of which the row says that they are not in it (`taps.ts`); the next report puts them in.
 *
 * Whatever is not as it usually is goes the long way, one transaction for each answer: no row yet, a late or a repeated report, a row
 * that somebody changes at this moment.
 */

/** An answer, and the row as it was read. */
interface Pair {
  given: GivenAnswer
  row: Authorization
}

/** What it comes to: alike for all rows that one write can change. */
interface Reckoned extends Pair {
  answer: Answer
  effect: Effect
  changes: Changes
  guard: Condition
}

export interface Together {
  /** Those that were new. */
  recorded: Answer[]
  /** The rows as they are now; undefined when they have to be read again. */
  rows?: Authorization[]
}

/**
 * @param rows  of the ledger, of this user, as they were read a moment ago
 * @param isRepeated  some of the answers are there already
 */
export async function recordTogether(ports: Ports, answers: readonly GivenAnswer[], rows: readonly Authorization[], isRepeated: boolean): Promise<Together> {
  const pairs = answers.flatMap((given): Pair[] => rows.filter((row) => row.templateId === given.templateId).map((row) => ({ given, row })))
  const reckoned = pairs.map((pair) => reckon(ports, pair))
  if (answers.length === 0) return { recorded: [], rows: [...rows] }
  if (isRepeated || pairs.length < answers.length || !reckoned.every(isUsual)) return { recorded: await recordAnswers(ports, answers) }
  if (!(await addAnswers(ports, reckoned))) return { recorded: await recordAnswers(ports, answers) }
  let isWhole = true
  const changing = reckoned.filter(({ given }) => given.choice !== 'filter')
  for (const group of groupBy(changing, ({ changes, guard }) => JSON.stringify([changes, guard])).values())
    if (!(await change(ports, group))) {
      isWhole = false
      await recordAnswers(ports, group.map(({ given }) => given))
    }
  return { recorded: reckoned.map(({ answer }) => answer), ...(isWhole && { rows: withEffects(rows, changing) }) }
}

function reckon({ clock }: Ports, { given, row }: Pair): Reckoned {
  const now = new Date(clock.now())
  const { longTerm, mostADay: _most, at = now, since = at, ...said } = given
  const { counted, believed, uncounted, claim } = weigh(row, { ...given, at }, dayOf(now.getTime()))
  const answer: Answer = { ...said, counted, ...(uncounted && { uncounted }), ...(given.choice !== 'filter' && { apart: true as const }), at, heardAt: now }
  const effect = effectOf(row, { ...answer, longTerm, since, believed })
  const { credits, granted, forfeited, grants: _grants, ...known } = effect
  const news = Object.entries(known).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(row[field as keyof Authorization]))
  // Alike for all rows: what each remembers of accepts is pushed.
  const { counted: remembered, ...claimed } = claim ?? {}
  const changes = { ...Object.fromEntries(news), ...claimed, ...(remembered && { counted: true }), credits, granted, forfeited }
  const { standing, misses, claims } = row
  // An accept makes the same of whatever stood there before; all else looks at it.
  const guard = { ...(given.choice !== 'accept' && { standing }), misses, claim: claim && { claims } }
  return { given, row, answer, effect, changes, guard }
}

/** Later than all that is known, of a row that has its facts: then what it comes to depends on nothing but the guard. */
function isUsual({ row, answer: { at, choice }, effect: { forfeited } }: Reckoned): boolean {
  // What the other source told of may be the same tap.
  if (row.counted?.some(({ by }) => by !== 'page')) return false
  const isKnown = ['accept', 'reject', 'ban', 'filter'].includes(choice) && row.grants !== undefined && forfeited === 0
  return isKnown && [row.answeredAt, row.acceptedAt, row.stoppedAt, row.emptyAt, row.grants?.at(-1)].every((known) => known === undefined || known < at)
}

/** @returns false when some are there already */
async function addAnswers({ db }: Ports, reckoned: readonly Reckoned[]): Promise<boolean> {
  try {
    await db.collection<Answer>(COLLECTIONS.answers).add({ data: reckoned.map(({ answer }) => answer) })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** @returns whether all of them were still as they had been read */
async function change({ db }: Ports, group: readonly Reckoned[]): Promise<boolean> {
  const [first] = group
  if (!first) return true
  const { command } = db
  const { answer, guard, changes } = first
  const { credits, granted, forfeited: _none, counted: remembers, ...known } = changes as Changes & Pick<Effect, 'credits' | 'granted' | 'forfeited'>
  const as = (field: string, value: unknown): Condition => ({ [field]: value ?? command.exists(false) })
  const older = (field: string): Operator => command.or([{ [field]: command.exists(false) }, { [field]: command.lt(answer.at) }])
  const claim = guard['claim'] as { claims?: Authorization['claims'] } | undefined
  const asRead: Condition = {
    _id: command.in(group.map(({ row }) => row._id)),
    'taps.id': command.neq(tapOf(answer).id),
    ...(remembers === true && { 'counted.by': command.neq('popup-event') }),
    ...as('misses', guard['misses']),
    ...(guard['standing'] !== undefined && { standing: guard['standing'] }),
    ...(claim && { ...as('claims.day', claim.claims?.day), ...as('claims.count', claim.claims?.count) }),
  }
  const data = {
    ...known,
    credits: command.inc(credits),
    granted: command.inc(granted),
    ...(granted > 0 && { grants: command.push({ each: [answer.at], sort: 1, slice: -MAX_GRANTS }) }),
    ...(remembers === true && { counted: command.push({ each: [{ at: answer.at, by: 'page' }], slice: -KEPT_ACCEPTS }) }),
    ...keep(command, answer),
    updatedAt: answer.heardAt,
  }
  const { stats } = await authorizationsOf(db)
    .where(command.and([asRead, ...['answeredAt', 'stoppedAt', 'emptyAt'].map(older)]))
    .update({ data, repeatable: true })
  return stats.updated === group.length
}

function withEffects(rows: readonly Authorization[], changing: readonly Reckoned[]): Authorization[] {
  return rows.map((row) => {
    const found = changing.find((each) => each.row._id === row._id)
    return found ? { ...row, standing: found.effect.standing, credits: row.credits + found.effect.credits } : row
  })
}
