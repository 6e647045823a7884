import { type Ports } from '../ports'
import { type Transaction } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { isDuplicate } from '../records/find'
import { effectOf, type Answer } from './answer'
import { authorizationId, newAuthorization, type Authorization } from './authorization'

export interface GivenAnswer extends Omit<Answer, 'at'> {
  longTerm: boolean
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

async function recordOne(ports: Ports, answer: GivenAnswer): Promise<boolean> {
  try {
    return await ports.db.runTransaction((transaction) => write(ports, transaction, answer))
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

async function write(ports: Ports, transaction: Transaction, { longTerm, ...answer }: GivenAnswer): Promise<boolean> {
  const now = new Date(ports.clock.now())
  const answers = transaction.collection<Answer>(COLLECTIONS.answers)
  if (await get(answers.doc(answer._id))) return false
  await answers.add({ data: { ...answer, at: now } })
  if (!answer.counted) return true
  const authorizations = transaction.collection<Authorization>(COLLECTIONS.authorizations)
  const document = authorizations.doc(authorizationId(answer.openid, answer.templateId))
  const row = await get(document)
  const { standing, ...counters } = effectOf(answer.choice, longTerm, row?.credits ?? 0)
  if (!row) {
    const fresh = newAuthorization(answer.openid, answer.templateId, now)
    await authorizations.add({ data: { ...fresh, ...counters, standing: standing ?? fresh.standing } })
    return true
  }
  const { inc } = ports.db.command
  await document.update({
    data: {
      credits: inc(counters.credits),
      granted: inc(counters.granted),
      forfeited: inc(counters.forfeited),
      ...(standing && { standing }),
      updatedAt: now,
    },
  })
  return true
}

/** `get` of a missing document rejects inside a transaction. */
async function get<T>(document: { get(): Promise<{ data: T }> }): Promise<T | undefined> {
  try {
    return (await document.get()).data
  } catch (error) {
    if (/does not exist/i.test(String((error as { errMsg?: unknown }).errMsg ?? error))) return undefined
    throw error
  }
}
