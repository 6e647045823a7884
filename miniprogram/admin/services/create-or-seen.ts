import { type CreatedPush, type PushView } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { type PushRequest } from './requests'

/** Its own page shows a push better than a button that waits. */
const PATIENCE_MS = 2_000

interface Calls {
  create(key: string, request: PushRequest): Promise<Outcome<CreatedPush>>
  status(pushId: string): Promise<Outcome<PushView>>
}

/**
 * Creates a push to many. The call sends for as long as it may; as soon as the push is known to be taken down, that is answer enough.
 * Only for a key that was never sent before: what is found under it is then this push and no other.
 */
export async function createOrSeen(key: string, request: PushRequest, calls: Calls): Promise<Outcome<CreatedPush>> {
  const created = calls.create(key, request)
  let timer = 0
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  const early = await Promise.race([created, patience])
  clearTimeout(timer)
  if (early) return early
  const seen = await calls.status(key)
  return seen.ok ? { ok: true, value: { ...seen.value, replayed: false } } : created
}
