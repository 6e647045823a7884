import { canReceive, type Authorization } from '../ledger/authorization'
import { flaggedAndAble, isFlagged, unflag } from '../ledger/waits'
import { messagesOf, type MessageReason } from '../outbox/message'
import { type Ports } from '../ports'
import { allTemplates } from '../templates/registry'
import { type Template } from '../templates/template'
import { completeGatherings } from './gather'
import { wake, wakeDue } from './wake'
import { OF_WAITING, type Waiting } from './waiting'

/** What waits for these goes out when its reader agrees; all else waits for a time. */
const FOR_A_GRANT: readonly MessageReason[] = ['no-credit', 'not-authorized', 'doubtful', 'reserved']

/** Of one reader, looked at in one go. */
const MOST = 200

/** Readers that one round looks at. */
const READERS = 100

/**
 * She may have agreed: what waits for that goes out, the newest first, as many as there are credits.
 * @param rows  of the ledger, hers, as they are now
 * @returns the pushes that have something to send now
 */
export async function wakeGranted(ports: Ports, openid: string, rows: readonly Authorization[], templates: readonly Template[]): Promise<string[]> {
  const able = rows.flatMap((row) => {
    const template = templates.find(({ templateId }) => templateId === row.templateId)
    return template && isFlagged(row) && canReceive(row, template.type) ? [{ row, template }] : []
  })
  if (able.length === 0) return []
  const { command } = ports.db
  const { data: waiting } = await messagesOf(ports.db)
    .where({ openid, state: 'waiting', reason: command.in(FOR_A_GRANT), template: command.in(able.map(({ template }) => template._id)) })
    .orderBy('createdAt', 'desc')
    .limit(MOST)
    .field(OF_WAITING)
    .get()
  const chosen = able.map(({ row, template }) => chosenOf(waiting.filter((each) => each.template === template._id), row, template))
  const woken = await wake(ports, chosen.flatMap(({ now }) => now))
  // Last: a death before leaves the flag.
  for (const [index, { row }] of able.entries()) if (waiting.length < MOST && chosen[index]?.isAll) await unflag(ports, row)
  return woken
}

function chosenOf(waiting: readonly Waiting[], { credits }: Authorization, { type, terms }: Template): { now: Waiting[]; isAll: boolean } {
  const able = type === 'long-term' ? [...waiting] : waiting.filter(({ needs = 1 }) => needs <= credits)
  // Several become one message.
  const now = type === 'long-term' || terms?.digest ? able : able.slice(0, credits)
  return { now, isAll: now.length === waiting.length }
}

/** A round of the timer: what waits and need not any more, for whatever reason. */
export async function wakeWaiting(ports: Ports): Promise<void> {
  await completeGatherings(ports)
  await wakeDue(ports)
  const templates = await allTemplates(ports.db)
  const longTerm = templates.filter(({ type }) => type === 'long-term').map(({ templateId }) => templateId)
  for (const row of await flaggedAndAble(ports, longTerm, READERS)) await wakeGranted(ports, row.openid, [row], templates)
}
