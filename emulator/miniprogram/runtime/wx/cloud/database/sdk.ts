import { type Data } from './run'

/** The query builder of the SDK, as far as it is used: what it sends is what a real client sends. */
export interface Query {
  where(query: object): Query
  orderBy(field: string, direction: string): Query
  limit(count: number): Query
  skip(count: number): Query
  field(projection: object): Query
  get(): Promise<{ data: Data[] }>
  count(): Promise<{ total: number }>
  update(data: Data): Promise<{ updated: number }>
  remove(): Promise<{ deleted: number }>
}

export interface Document extends Query {
  id: unknown
  set(data: Data): Promise<{ updated: number; upsertedId?: unknown }>
}

export interface Collection extends Query {
  add(data: Data): Promise<{ id: string }>
  doc(id: unknown): Document
  aggregate(): Pipeline
}

/** Each stage is a method that gives the pipeline back. */
export interface Pipeline {
  end(): Promise<{ data: unknown[] }>
  [stage: string]: (...operands: unknown[]) => unknown
}
