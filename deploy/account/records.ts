import { type Credentials } from './credentials'
import { answered, openApp } from './marker'

type Query = Record<string, unknown>

export interface Find {
  query: Query
  /** By this field, the latest first. */
  latest?: string
  /** By this field, the earliest first. */
  earliest?: string
  limit: number
}

/** Reads the product's records from outside, as @cloudbase/node-sdk does. Writes nothing. */
export interface Records {
  find<T>(collection: string, find: Find): Promise<T[]>
  count(collection: string, query: Query): Promise<number>
}

interface Answer {
  code?: string
  message?: string
  data?: unknown
  total?: number
}

/** A condition of a query. */
export interface Conditions {
  lt(value: Date): unknown
  in(values: readonly string[]): unknown
}

/** Every method of these throws ApiError where the database refuses or does not answer. */
export function openRecords(credentials: Credentials, envId: string): { records: Records; conditions: Conditions } {
  const database = openApp(credentials, envId).database()
  const records: Records = {
    find: async <T>(collection: string, { query, latest, earliest, limit }: Find) => {
      const found = database.collection(collection).where(query)
      const sorted = latest ? found.orderBy(latest, 'desc') : earliest ? found.orderBy(earliest, 'asc') : found
      const { data } = await answered(`读集合 ${collection}`, sorted.limit(limit).get() as Promise<Answer>)
      return (data ?? []) as T[]
    },
    count: async (collection, query) => {
      const { total } = await answered(`数集合 ${collection}`, database.collection(collection).where(query).count() as Promise<Answer>)
      return total ?? 0
    },
  }
  const { command } = database
  return { records, conditions: { lt: (value) => command.lt(value), in: (values) => command.in([...values]) } }
}
