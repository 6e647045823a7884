import { Query } from 'mingo/query'
import { type PlainObject } from '../document'
import { engineOptions, inEngine } from './engine'

export interface Filter {
  matches(doc: PlainObject): boolean
}

/**
 * The query, made ready to test documents. For one request only.
 * @throws WireError DATABASE_INVALID_OPERRATOR for an operator that the platform does not have
 */
export function compileFilter(query: PlainObject): Filter {
  const compiled = inEngine(() => new Query<PlainObject>(query, engineOptions))
  return { matches: (doc) => inEngine(() => compiled.test(doc)) }
}
