import { type Ports } from '../ports'
import { type Transaction } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { getIfAny, isDuplicate } from '../records/find'
import { type Answer } from './answer'
import { authorizationId, newAuthorization, type Authorization } from './authorization'
import { effectOf } from './facts'

export interface GivenAnswer extends Omit<Answer, 'at' | 'heardAt'> {
  longTerm: boolean
  /** When it was said; now, when not given. */
  at?: Date
  /** The earliest moment that `at` may mean, where the source tells whole seconds. */
  since?: Date
}

/**
 * Writes each answer and its effect on the ledger in one transaction, so that a tap counts once:
 * not zero times when a reply is lost, not twice when it is reported again.
 * @returns how many were new
 */
export async function recordAnswers(ports: Ports, answers: readonly GivenAnswer[]): Promise<number> {
  let recorded = 0
  for (const answer of answers) if (await recordOne(ports, answer)) recorded += 1
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

async function recordOne(ports: Ports, answer: GivenAnswer): Promise<boolean> {
  try {
    return await ports.db.runTransaction((transaction) => write(ports, transaction, answer))
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

async function write(ports: Ports, transaction: Transaction, { longTerm, ...said }: GivenAnswer): Promise<boolean> {
  const now = new Date(ports.clock.now())
  const { at = now, since = at, ...given } = said
  const answer = { ...given, at }
  const answers = transaction.collection<Answer>(COLLECTIONS.answers)
  if (await getIfAny(answers.doc(answer._id))) return false
  await answers.add({ data: { ...answer, heardAt: now } })
  const authorizations = transaction.collection<Authorization>(COLLECTIONS.authorizations)
  const document = authorizations.doc(authorizationId(answer.openid, answer.templateId))
  const row = await getIfAny(document)
  const before = row ?? newAuthorization(answer.openid, answer.templateId, now)
  const { credits, granted, forfeited, ...known } = effectOf(before, { ...answer, longTerm, since })
  if (!row) {
    await authorizations.add({ data: { ...before, ...known, credits, granted, forfeited } })
    return true
  }
  const { inc } = ports.db.command
  await document.update({ data: { ...known, credits: inc(credits), granted: inc(granted), forfeited: inc(forfeited), updatedAt: now } })
  return true
}
