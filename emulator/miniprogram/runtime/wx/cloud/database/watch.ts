import { onChanges } from '../../../changes'
import { type CloudError } from '../cloud-error'
import { type Data, failureOf } from './run'
import { type Query } from './sdk'
import { firstSnapshot, nextSnapshot, type Snapshot } from './snapshot'

export interface WatchOptions {
  onChange?: (snapshot: Snapshot) => void
  onError?: (error: CloudError) => void
}

export interface Watched {
  collection: string
  query: Query
  /** Of the query; without one it is not limited to what a `get` gives. */
  limit?: number
  /** The documents with these _ids, whether the query matches them or not. */
  others(ids: unknown[]): Query
}

/** What one `get` of a client gives at most. */
const PAGE = 20
/** Guide «实时数据推送»: a watch of more fails. */
const MAX_DOCUMENTS = 5000
const NETWORK = -601003
const RETRY_MS = 2000
const API = 'collection.watch'

/** `watch`: the answer of a query now, and again whenever it has changed, under the permissions of the user. */
export function watch(watched: Watched, { onChange, onError }: WatchOptions = {}): { close: () => Promise<void> } {
  if (typeof onChange !== 'function') throw failureOf(API, new Error('parameter.onChange should be function'))
  if (typeof onError !== 'function') throw failureOf(API, new Error('parameter.onError should be function'))
  let known: Data[] | undefined
  let told = 0
  let closed = false
  let asking = false
  let askAgain = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const stopHearing = onChanges(({ what, collection }) => {
    if (what === 'listening' || (what === 'database' && collection === watched.collection)) void look()
  })
  const close = async (): Promise<void> => {
    closed = true
    clearTimeout(retry)
    stopHearing()
  }
  void look()
  return { close }

  /** One look at a time; what changes meanwhile is looked at afterwards. */
  async function look(): Promise<void> {
    askAgain = true
    if (asking) return
    asking = true
    while (askAgain && !closed) {
      askAgain = false
      clearTimeout(retry)
      await ask().catch(failed)
    }
    asking = false
  }

  async function ask(): Promise<void> {
    const docs = await allOf(watched.query, watched.limit)
    const gone = (known ?? []).filter(({ _id }) => !docs.some((doc) => doc._id === _id)).map(({ _id }) => _id)
    const existing = gone.length > 0 ? await allOf(watched.others(gone)) : []
    const snapshot = known ? nextSnapshot(told + 1, known, docs, new Set(existing.map(({ _id }) => _id))) : firstSnapshot(docs)
    known = docs
    if (closed || !snapshot) return
    told = snapshot.id
    tell(() => onChange?.(snapshot))
  }

  /** A break of the network is waited out; anything else ends the watch. */
  function failed(cause: unknown): void {
    const error = failureOf(API, cause)
    if (closed) return
    if (error.errCode === NETWORK && known) {
      retry = setTimeout(() => void look(), RETRY_MS)
      return
    }
    void close()
    tell(() => onError?.(error))
  }
}

/** @throws Error for more than can be watched */
async function allOf(query: Query, limit = Infinity): Promise<Data[]> {
  const found: Data[] = []
  for (;;) {
    const page = Math.min(PAGE, limit - found.length)
    const { data } = await query.skip(found.length).limit(page).get()
    found.push(...data)
    if (found.length > MAX_DOCUMENTS) throw new Error(`a watch can have at most ${MAX_DOCUMENTS} documents`)
    if (data.length < page || found.length >= limit) return found
  }
}

/** What a listener throws is the mini-program's error, and ends nothing here. */
function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
