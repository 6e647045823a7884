import { type Ports } from '../ports'
import { type Transaction } from '../ports/database'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { getIfAny, isDuplicate } from '../records/find'
import { type Answer } from './answer'
import { authorizationId, newAuthorization, type Authorization } from './authorization'
import { weigh } from './claims'
import { ledgerOf, type Drift } from './drift'
import { effectOf } from './facts'
import { isIn, keep, tapOf } from './taps'

export interface GivenAnswer extends Omit<Answer, 'at' | 'heardAt' | 'uncounted'> {
  longTerm: boolean
  /** As many accepts count of one day, where the source can make them up. */
  mostADay?: number
  /** When it was said; now, when not given. */
  at?: Date
  /** The earliest moment that `at` may mean, where the source tells whole seconds. */
  since?: Date
}

/**
 * Writes each answer and its effect on the ledger in one transaction, so that a tap counts once:
 * not zero times when a reply is lost, not twice when it is reported again.
 * @returns those that were new, as they were written down
 */
export async function recordAnswers(ports: Ports, answers: readonly GivenAnswer[]): Promise<Answer[]> {
  const recorded: Answer[] = []
  for (const answer of answers) {
    const row = await recordOne(ports, answer)
    if (row) recorded.push(row)
  }
  return recorded
}

/** Of templates that we do not know: there is no ledger for them, but nothing that was said gets lost. */
export async function keepUnknown(ports: Ports, answers: readonly Omit<Answer, 'heardAt' | 'counted'>[]): Promise<void> {
  for (const answer of answers) {
    const row = { ...answer, counted: false, heardAt: new Date(ports.clock.now()) }
    await ports.db
      .collection<Answer>(COLLECTIONS.answers)
      .add({ data: row })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error
      })
  }
}

async function recordOne(ports: Ports, answer: GivenAnswer): Promise<Answer | undefined> {
  try {
    return await ports.db.runTransaction((transaction) => write(ports, transaction, answer))
  } catch (error) {
    if (isDuplicate(error)) return undefined
    throw error
  }
}

async function write(ports: Ports, transaction: Transaction, { longTerm, mostADay, ...said }: GivenAnswer): Promise<Answer | undefined> {
  const now = new Date(ports.clock.now())
  const { at = now, since = at, ...given } = said
  const answers = transaction.collection<Answer>(COLLECTIONS.answers)
  const written = await getIfAny(answers.doc(given._id))
  if (written && !written.apart) return undefined
  const authorizations = transaction.collection<Authorization>(COLLECTIONS.authorizations)
  const document = authorizations.doc(authorizationId(given.openid, given.templateId))
  const row = await getIfAny(document)
  if (written && isIn(row, written)) return undefined
  const before = row ?? newAuthorization(given.openid, given.templateId, now)
  const { counted, believed, uncounted, claim } = weigh(before, { ...given, longTerm, mostADay }, dayOf(now.getTime()))
  const answer = written ? { ...written, counted: written.counted && counted } : { ...given, counted, ...(uncounted && { uncounted }), at, heardAt: now }
  if (!written) await answers.add({ data: answer })
  // Written down apart, and its call died before it was counted; what came meanwhile may have made it one too many.
  else if (written.counted !== answer.counted) await answers.doc(given._id).update({ data: { counted: false, ...(uncounted && { uncounted }) } })
  const effect = effectOf(before, { ...answer, longTerm, since, believed })
  const { credits, granted, forfeited, ...known } = effect
  const drift = driftIn(before, answer, effect.forfeited > 0 || (before.standing === 'accept' && effect.standing !== 'accept'))
  if (drift) await transaction.collection<Drift>(COLLECTIONS.drifts).add({ data: drift })
  if (!row) {
    await authorizations.add({ data: { ...before, ...known, ...(written && { taps: [tapOf(written)] }), ...claim, credits, granted, forfeited } })
    return answer
  }
  const { inc } = ports.db.command
  await document.update({ data: { ...known, ...claim, ...(written && keep(ports.db.command, written)), credits: inc(credits), granted: inc(granted), forfeited: inc(forfeited), updatedAt: now } })
  return answer
}

/** Of what WeChat tells by itself, or in its settings, whatever the ledger had not known; of what she taps herself nothing. */
function driftIn(row: Authorization, { _id, openid, templateId, source, said, at, heardAt }: Answer, isNews: boolean): Drift | undefined {
  if (!isNews || (source !== 'change-event' && source !== 'settings')) return undefined
  const kind = source === 'change-event' ? 'changed' : 'reported'
  return { _id, openid, templateId, kind, ledger: ledgerOf(row, row.reservations.length > 0), said, source, at, heardAt }
}
