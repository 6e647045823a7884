import { WireError } from '../../wire-error'
import { allMatching } from '../actions/action'
import { atOnce } from '../actions/turns'
import { type PlainObject } from '../document'
import { riskOf, TimeBudget } from '../query/budget'
import { type View } from '../view'
import { type Guard } from './guard'

/** A request that a mini-program user might make. */
export type PermissionQuestion =
  /** `document`: what would be added. */
  | { operation: 'create'; document: PlainObject }
  /** `data`: what an update would write. */
  | { operation: 'read' | 'update' | 'delete'; query: PlainObject; data?: PlainObject }

export interface PermissionAnswer {
  /** False when it would be refused, and when documents match of which none would be reached. */
  allowed: boolean
  /** Why not, in words. */
  reason?: string
  /** What the database would look for instead of the query: permissions narrow it. */
  query?: PlainObject
  /** Documents that the query matches, and those of them that the user would reach. */
  documents?: { matching: number; reached: number }
  /** What would be added. */
  document?: PlainObject
}

/** Tries permissions and rules without changing anything. */
export function checkPermission(guard: Guard, view: View, asked: PermissionQuestion): PermissionAnswer {
  try {
    if (asked.operation === 'create') return { allowed: true, document: guard.admit(asked.document) }
    const query = guard.restrict(asked.operation, asked.query, asked.data)
    const [matching, reached] = [countOf(view, asked.query), countOf(view, query)]
    const allowed = matching === 0 || reached > 0
    const reason = allowed ? {} : { reason: `none of the ${matching} matching documents is the user's own, and only those are reached` }
    return { allowed, ...reason, query, documents: { matching, reached } }
  } catch (error) {
    if (error instanceof WireError && error.code === 'DATABASE_PERMISSION_DENIED') return { allowed: false, reason: error.message }
    throw error
  }
}

function countOf(view: View, query: PlainObject): number {
  return atOnce(allMatching(view, query), new TimeBudget(), riskOf(query)).length
}
