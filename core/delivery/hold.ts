import { checkStanding, overdraw, reserveCredits, type HoldResult } from '../ledger/holds'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'

/** Secures what each of these users' messages needs before it may go out. */
export async function hold(ports: Ports, push: Push, openids: readonly string[]): Promise<HoldResult> {
  const request = { pushId: push._id, templateId: push.templateId, openids }
  const first = push.type === 'long-term' ? await checkStanding(ports, request) : await reserveCredits(ports, request)
  if (!push.anyway || first.refused.length === 0) return first
  const rest = first.refused.map((refusal) => refusal.openid)
  const second = await overdraw(ports, { ...request, openids: rest })
  return { held: new Set([...first.held, ...second.held]), refused: second.refused }
}
