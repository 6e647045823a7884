import { canReceive, authorizationId, type Authorization } from '../ledger/authorization'
import { isDoubtful } from '../ledger/claims'
import { cappedUntil, isTooSoon } from '../ledger/spacing'
import { type MessageReason } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'

/** Why the ledger lets nothing more of a kind go out to somebody now. */
export type Obstacle = Extract<MessageReason, 'no-credit' | 'stopped' | 'too-soon' | 'capped' | 'reserved' | 'doubtful'>

type Kind = Pick<Push, 'templateId' | 'type' | 'terms'>

/** Of these people those whom nothing more of the kind can reach now, and why; whoever is not among them can receive. */
export async function obstaclesOf(ports: Ports, { templateId, ...kind }: Kind, openids: readonly string[]): Promise<Map<string, Obstacle>> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const rows = new Map((await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)).map((row) => [row.openid, row]))
  return new Map(
    openids.flatMap((openid) => {
      const obstacle = obstacleOf(ports, rows.get(openid), kind)
      return obstacle === undefined ? [] : [[openid, obstacle]]
    }),
  )
}

/** Of somebody by her row. */
export function obstacleOf(ports: Ports, row: Authorization | undefined, { type, terms }: Omit<Kind, 'templateId'>): Obstacle | undefined {
  if (row === undefined) return 'no-credit'
  if (canReceive(row, type)) {
    if (isTooSoon(ports, row)) return 'too-soon'
    if (cappedUntil(ports, row, { terms })) return 'capped'
    return type === 'one-time' && row.credits <= (terms?.reserve ?? 0) ? 'reserved' : undefined
  }
  if (row.standing === 'stopped') return 'stopped'
  return isDoubtful(row) ? 'doubtful' : 'no-credit'
}
