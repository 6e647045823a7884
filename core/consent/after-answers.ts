import { type Answer } from '../ledger/answer'
import { authorizationId, type Authorization } from '../ledger/authorization'
import { isFlagged } from '../ledger/waits'
import { type Ports } from '../ports'
import { callRound } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { type Template } from '../templates/template'
import { wakeGranted } from '../waiting/granted'

interface Around {
  templates: readonly Template[]
  /** Her rows of the ledger as they are now; read when not given. */
  rows?: readonly Authorization[]
  /** `sendWoken`, where the call may have a token and its caller is she herself; the timer sends when not given. */
  send?: (ports: Ports, openid: string, ids: readonly string[]) => Promise<void>
}

/**
 * What waited for her answer goes out, at once or by the timer. No call where nothing waits. Her answer is written down by then: whatever
 * goes wrong here is no reason to say otherwise, and the next round finds what waits.
 * @param recorded  answers that were new
 * @returns whether anything waited
 */
export async function afterAnswers(ports: Ports, openid: string, recorded: readonly Answer[], { templates, rows, send }: Around): Promise<boolean> {
  const counted = recorded.filter((answer) => answer.counted)
  if (counted.length === 0) return false
  try {
    const ids = counted.map(({ templateId }) => authorizationId(openid, templateId))
    const now = rows ?? (await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids))
    if (!now.some(isFlagged)) return false
    const woken = await wakeGranted(ports, openid, now, templates)
    if (send) await send(ports, openid, woken)
    else if (woken.length > 0) await callRound(ports)
    return woken.length > 0
  } catch (error) {
    ports.log('warn', 'what waits is left to the timer', { error: String(error) })
    await callRound(ports)
    return false
  }
}
