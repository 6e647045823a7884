import { type PlainObject } from '../document'

/** What one caller may do with one collection. */
export interface Guard {
  /** Which limits hold: 20 rows for a mini-program, 1000 for a function. */
  readonly caller: 'function' | 'client'
  /**
   * The query to use instead, narrowed to what the caller may touch.
   * @param data  the fields of an update
   * @throws WireError DATABASE_PERMISSION_DENIED
   */
  restrict(operation: 'read' | 'update' | 'delete', query: PlainObject, data?: PlainObject): PlainObject
  /**
   * The document to insert instead.
   * @throws WireError DATABASE_PERMISSION_DENIED
   */
  admit(doc: PlainObject): PlainObject
}

/** Functions and the console always have full rights: «数据库 / 权限控制». */
export const FULL_RIGHTS: Guard = {
  caller: 'function',
  restrict: (_operation, query) => query,
  admit: (doc) => doc,
}
