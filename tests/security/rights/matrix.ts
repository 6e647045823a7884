import { type InvocationContext } from '../../../core/api/serve'
import { personRef } from '../../../core/access/audit-entry'
import { callOf, CALLERS, openidOf, type Kind } from './callers'
import { isAllowed, RIGHTS } from './rights'
import { changesBetween, restore, snapshotOf, type Change, type World } from './world'

export type Main = (event: unknown, context: InvocationContext) => Promise<unknown>
/** The functions by name. */
export type Mains = Record<string, Main>

interface Cell {
  /** Key of RIGHTS. */
  what: string
  /** Key of CALLERS. */
  who: string
}

export const CELLS: readonly Cell[] = Object.keys(RIGHTS).flatMap((what) => Object.keys(CALLERS).map((who) => ({ what, who })))

/** These have no key to compare with: to them the operator is nobody. */
const WITHOUT_OPERATORS = ['subscribe', 'events']

/** One caller, one action, and what is left behind. @returns what does not hold, in words; the world is as before */
export async function tryCell(world: World, mains: Mains, { what, who }: Cell): Promise<string[]> {
  const [right, caller] = [RIGHTS[what], CALLERS[who]]
  const [name = '', action] = what.split('.')
  const main = mains[name]
  if (!right || !caller || !main) throw new Error(`nothing is known of ${what} or ${who}`)
  const faults: string[] = []
  for (const asked of [right.asks?.(world, openidOf(caller.kind)) ?? {}].flat()) {
    const { event, context } = callOf(caller, { ...asked, ...(action !== undefined && { action }) })
    const answer = await main(event, context)
    const changes = changesBetween(world.before, snapshotOf(world.local))
    faults.push(...faultsOfAnswer(what, who, answer), ...faultsOfChanges(what, who, changes))
    await restore(world, new Set(changes.map(({ collection }) => collection)))
  }
  return faults.map((fault) => `${what} by ${who}: ${fault}`)
}

function faultsOfAnswer(what: string, who: string, answer: unknown): string[] {
  const [right, caller] = [RIGHTS[what], CALLERS[who]]
  if (!right || !caller) return []
  const { ok, error } = answer as { ok?: boolean; error?: { code: string } }
  // WeChat wants to hear one word.
  const isDone = what === 'events' ? answer === 'success' : ok === true
  const told = isDone ? 'done' : (error?.code ?? 'no code')
  const expected = isAllowed(right, who) ? (right.told ?? 'done') : isNobody(what, caller.kind) ? 'unauthenticated' : 'forbidden'
  return told === expected ? [] : [`is told ${told} instead of ${expected}`]
}

function faultsOfChanges(what: string, who: string, changes: readonly Change[]): string[] {
  const [right, caller] = [RIGHTS[what], CALLERS[who]]
  if (!right || !caller) return []
  const mayChange = isAllowed(right, who) ? (right.changes ?? []) : []
  const isDone = mayChange.length === 0 || right.idle || changes.some(({ collection }) => mayChange.includes(collection))
  const isOnlyHers = right.may === 'user' && right.reaches === undefined
  const wrong = changes.flatMap(({ collection, before, after }) => {
    // That it was asked for, and how often it was refused.
    if (collection === 'calls') return []
    if (collection === 'audit' && before === undefined) return isInTheNameOf(isNobody(what, caller.kind) ? 'nobody' : caller.kind, after) ? [] : [`stands in the audit as ${JSON.stringify(after?.['by'])}`]
    if (!mayChange.includes(collection)) return [`changes ${collection}`]
    return isOnlyHers && ![before, after].every((row) => isAbout(row, openidOf(caller.kind))) ? [`changes a row of ${collection} that is not about her`] : []
  })
  return isDone ? wrong : [...wrong, 'changes nothing']
}

function isAbout(row: Record<string, unknown> | undefined, openid: string): boolean {
  return row === undefined || row['openid'] === openid || row['_id'] === openid
}

function isNobody(what: string, kind: Kind): boolean {
  return kind === 'nobody' || (kind === 'caller' && !what.startsWith('push.')) || (kind === 'operator' && WITHOUT_OPERATORS.includes(what.split('.')[0] ?? ''))
}

/** Whoever erased herself is not named. */
function isInTheNameOf(kind: Kind, row: Record<string, unknown> | undefined): boolean {
  const by = row?.['by'] as { kind?: unknown; person?: unknown } | undefined
  if (kind === 'operator' || kind === 'nobody' || kind === 'timer' || kind === 'event' || kind === 'caller') return by?.kind === kind
  return by?.person === personRef(openidOf(kind)) ? by.kind === 'member' || by.kind === 'user' : by?.kind === 'user' && by.person === undefined
}
