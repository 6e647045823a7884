/**
 * The part of wx-server-sdk's document database that core uses, with types that say what comes back.
 * `cloud.database()` is one, `prefixed` the same under our own names, `steadyDatabase` the same through its faults; there is no other
 * implementation.
 */
export interface Database {
  readonly command: Command
  collection<T extends Record_>(name: string): Collection<T>
  /**
   * Runs `work` again when it met a conflict or a fault, perhaps after a commit that was carried out: it must look first whether it was done.
   * Only single-document operations are transactional.
   */
  runTransaction<R>(work: (transaction: Transaction) => Promise<R>, times?: number): Promise<R>
}

export interface Record_ {
  _id: string
}

/** Field name (dots for nesting) → value or command. */
export type Condition = Record<string, unknown>
/** Field name → new value or command. */
export type Changes = Record<string, unknown>

export interface Query<T> {
  where(condition: Condition | Operator): Query<T>
  orderBy(field: string, direction: 'asc' | 'desc'): Query<T>
  skip(count: number): Query<T>
  /** At most 1,000; 100 when not given. */
  limit(count: number): Query<T>
  field(projection: Record<string, boolean>): Query<T>
  get(): Promise<{ data: T[] }>
  count(): Promise<{ total: number }>
  /**
   * All that match, in one atomic step per document. With `repeatable` the caller says that a second time changes nothing although
   * it counts or appends, because what it changed no longer matches; `updated` may then be lower than what was changed.
   */
  update(options: { data: Changes; repeatable?: true }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

export interface Collection<T> extends Query<T> {
  doc(id: string): Document<T>
  /** Rejects with E11000 when an `_id` or a unique key is taken. */
  add(options: { data: T | T[] }): Promise<unknown>
  aggregate(): Aggregate
}

export interface Document<T> {
  /** Rejects when there is none; see `findById`. */
  get(): Promise<{ data: T }>
  set(options: { data: Omit<T, '_id'> }): Promise<unknown>
  update(options: { data: Changes }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

export interface Transaction {
  collection<T extends Record_>(name: string): TransactionCollection<T>
}

export interface TransactionCollection<T> {
  /** Its `get` rejects when there is none; see `getIfAny`. */
  doc(id: string): Document<T>
  add(options: { data: T }): Promise<unknown>
}

export interface Aggregate {
  match(condition: Condition | Operator): Aggregate
  /** For each row those of another collection that its stages leave, as a list under `as`. */
  lookup(spec: { from: string; pipeline: readonly Record<string, unknown>[]; as: string }): Aggregate
  group(spec: Record<string, unknown>): Aggregate
  project(spec: Readonly<Record<string, unknown>>): Aggregate
  sort(spec: Record<string, 1 | -1>): Aggregate
  skip(count: number): Aggregate
  limit(count: number): Aggregate
  end(): Promise<{ list: Record<string, unknown>[] }>
}

/** What a `db.command` call returns; only the SDK looks inside. */
export interface Operator {
  readonly __operator?: never
  and(other: Operator): Operator
}

export interface Command {
  in(values: readonly unknown[]): Operator
  nin(values: readonly unknown[]): Operator
  /** Of a list: it has every one of them. */
  all(values: readonly unknown[]): Operator
  neq(value: unknown): Operator
  gt(value: unknown): Operator
  gte(value: unknown): Operator
  lt(value: unknown): Operator
  lte(value: unknown): Operator
  exists(yes: boolean): Operator
  or(conditions: Condition[]): Operator
  and(conditions: (Condition | Operator)[]): Operator
  inc(by: number): Operator
  set(value: unknown): Operator
  remove(): Operator
  push(values: unknown[] | { each: unknown[]; sort?: 1 | -1; slice?: number; position?: number }): Operator
  /** The greater of the value and what is there; the value where there is nothing. */
  max(value: unknown): Operator
  /** The lesser of both; the value where there is nothing. */
  min(value: unknown): Operator
  addToSet(value: unknown): Operator
  pull(value: unknown): Operator
}
