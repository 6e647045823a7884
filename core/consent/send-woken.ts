import { deliver } from '../delivery/deliver'
import { HAND_OVER_MS } from '../delivery/limits'
import { type Push, WITHOUT_NAMES } from '../outbox/push'
import { type Ports } from '../ports'
import { finishIfDone, reconcile } from '../push/reconcile'
import { callRound } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'

/** Pushes that one call of a reader brings further; the timer does the rest. */
const MOST = 5

/**
 * Sends what waited for this reader, in the call that told of her answer: only hers, whoever else a push is to. Whatever keeps the call
 * from it, a missing token among them, is no reason for it to fail: the timer was called first.
 * @param ids  of the pushes
 */
export async function sendWoken(ports: Ports, openid: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await callRound(ports)
  try {
    const pushes = await findByIds<Push>(ports.db, COLLECTIONS.pushes, ids.slice(0, MOST), WITHOUT_NAMES)
    const running: Push[] = []
    // An audience that is being written out is no matter of hers.
    for (const push of pushes) if (push.state === 'running' || push.gathers) running.push(await reconcile(ports, push))
    if (running.length === 0 || ports.remainingMs() < HAND_OVER_MS) return
    await deliver(ports, { pushIds: running.map(({ _id }) => _id), openid })
    for (const push of running) await finishIfDone(ports, push)
  } catch (error) {
    ports.log('warn', 'what waited is left to the timer', { error: String(error) })
  }
}
