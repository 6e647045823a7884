/** What nobody has compared with the real cloud yet; each can be switched to the other reading. */
export interface DatabaseSwitches {
  /** `collection.remove()` sends an empty query: answer INVALID_PARAM, or remove every document? */
  removeWithoutWhere: 'refuse' | 'all'
  /** Does `updated` count the documents that changed, or all that matched? */
  updatedCounts: 'changed' | 'matched'
  /** Seconds after its start at which a transaction is dropped, and its locks with it. */
  transactionSeconds: number
  /** Indexes of one collection: 20 by the WeChat pages, 100 by CloudBase's. */
  indexMax: number
}

export const DEFAULT_SWITCHES: DatabaseSwitches = {
  removeWithoutWhere: 'refuse',
  updatedCounts: 'changed',
  transactionSeconds: 30,
  indexMax: 20,
}
