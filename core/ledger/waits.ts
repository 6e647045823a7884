import { type Ports } from '../ports'
import { authorizationId, authorizationsOf, USABLE, type Authorization } from './authorization'
import { addMissing } from './missing'

/**
 * The ledger's rows of people for whom a message waits until they agree again: flagged before the message waits, so that whoever grants a
 * send sees it in the row that is changed anyway, and what nobody heard of is found by its flag. Each flagging counts, so that a flag is
 * only taken away as it was seen.
 */

/** @param needs  more than one credit, where the last ones are kept for others */
export async function flagWaiting(ports: Ports, templateId: string, openids: readonly string[], needs?: number): Promise<void> {
  const { command } = ports.db
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  await addMissing(ports, templateId, openids)
  await authorizationsOf(ports.db).where({ _id: command.in(ids) }).update({ data: { [flagFor(needs)]: command.inc(1) } })
}

function flagFor(needs: number | undefined): 'waits' | 'waitsForMore' {
  return needs === undefined ? 'waits' : 'waitsForMore'
}

/** Nothing waits there any more, unless something began to since the row was seen. */
export async function unflag(ports: Ports, { _id, waits, waitsForMore }: Pick<Authorization, '_id' | 'waits' | 'waitsForMore'>): Promise<void> {
  const { command } = ports.db
  const as = (value: number | undefined): unknown => value ?? command.exists(false)
  await authorizationsOf(ports.db)
    .where({ _id, waits: as(waits), waitsForMore: as(waitsForMore) })
    .update({ data: { waits: command.remove(), waitsForMore: command.remove() } })
}

export function isFlagged({ waits, waitsForMore }: Pick<Authorization, 'waits' | 'waitsForMore'>): boolean {
  return waits !== undefined || waitsForMore !== undefined
}

/** Rows of people for whom something waits, and who can receive now: nobody has looked at them since. @param longTerm  WeChat's ids of long-term templates */
export async function flaggedAndAble({ db }: Ports, longTerm: readonly string[], most: number): Promise<Authorization[]> {
  const { command } = db
  const able = [{ credits: command.gte(1), standing: command.in(USABLE) }, ...(longTerm.length > 0 ? [{ templateId: command.in(longTerm), standing: 'accept' }] : [])]
  const { data } = await authorizationsOf(db)
    .where(command.and([{ waits: command.gte(1) }, command.or(able)]))
    .limit(most)
    .get()
  return data
}
