import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { count, countedSoFar } from './calls'
import { WRONG_KEY } from './operator-keys'

const MINUTE_MS = 60_000
/** Wrong keys within a minute that are simply told so. */
const FREE_TRIES = 5
/** The longest that an answer to a wrong key is held back: a loop gets nowhere, and nobody pays for functions that stand still. */
const LONGEST_HOLD_MS = 250
const LONGEST_WAIT_S = 60

/** Where the right one stands. */
const WHERE = { operatorKey: '先核对环境变量 OPERATOR_KEY', callerKey: '先核对你们云函数环境变量里的业务密钥' }

/**
 * A wrong operator key or caller key was given: it is counted for all instances together, and from some number on the answers come later and ask for
 * ever longer waits. Only wrong keys wait. The right one is let in at any time and costs no look at the database: whoever can reach
 * the function could otherwise lock the operator out for good, just when something has to be stopped; and a key of the length
 * we ask for is not found by trying.
 * @returns what to answer
 */
export async function wrongKey(ports: Ports, refusal: AppError, which: keyof typeof WHERE = 'operatorKey'): Promise<AppError> {
  const over = (await triesWithin(ports)) - FREE_TRIES
  if (over <= 0) return refusal
  await ports.pause(Math.min(LONGEST_HOLD_MS, 50 * 2 ** over))
  const seconds = Math.min(LONGEST_WAIT_S, 2 ** over)
  return new AppError('too-many-tries', `${which} 不对，而且刚才错得太多了。请 ${seconds} 秒后再试，${WHERE[which]}。`, {
    details: { retryAfterSeconds: seconds },
    retryable: true,
  })
}

/** Where it cannot be counted, the key is as wrong. */
async function triesWithin(ports: Ports): Promise<number> {
  const { function: name = '', source = '' } = ports.call ?? {}
  const at = new Date(ports.clock.now())
  try {
    const id = await count(ports, { at, by: { kind: 'nobody' }, function: name, ...(source !== '' && { source }), action: '', result: WRONG_KEY, facts: {} }, MINUTE_MS)
    return await countedSoFar(ports, id)
  } catch (error) {
    ports.log('error', 'wrong operator key not counted', { error: String(error) })
    return 0
  }
}
