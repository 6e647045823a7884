import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { newId } from '../records/id'
import { Feeder, type Scope } from './feeder'
import { Journal } from './journal'
import { LEAST_LIMIT_MS } from './limits'
import { type Ending } from './outcome'
import { Quota } from './quota'
import { SendPool } from './send-pool'
import { Settler } from './settler'

export interface Delivery {
  /** Messages handed to WeChat in this run. */
  tried: number
  /** Of these, what WeChat took; all of it is settled. */
  sent: number
  ended: Ending
}

export const NOTHING_DUE: Delivery = { tried: 0, sent: 0, ended: 'nothing-due' }

/**
 * Claims due messages and sends them until none is due, or time is up. Any number of workers may run at once:
 * a row is only ever touched by the one that holds its lease.
 *
 * Four things go on side by side: the feeder claims and holds, the journal says what may go out, the pool sends,
 * the settler writes what came of it. `outbox/message.ts` has the life of a message as a table.
 */
export async function deliver(ports: Ports, scope: Scope = {}): Promise<Delivery> {
  const owner = scope.given?.owner ?? newId(ports.random)
  const journal = new Journal(ports, owner)
  const settler = new Settler(ports, owner, journal)
  const quota = new Quota(ports)
  const pool = new SendPool(ports, new Feeder(ports, owner, scope, journal), journal, quota, settler)
  let ended: Ending
  try {
    ended = await pool.run()
  } finally {
    await settler.end()
    await quota.giveBack(pool.unused)
  }
  if (ended !== 'given-up') await journal.close()
  return { tried: pool.tried, sent: pool.sent, ended }
}

/**
 * To be asked when a call begins. @throws AppError `misconfigured` when the function may run for so short a time, such as the
 * platform's default of three seconds, that it would write down pushes and never send them
 */
export function requireTime({ remainingMs }: Ports): void {
  if (remainingMs() >= LEAST_LIMIT_MS) return
  throw new AppError('misconfigured', '云函数的超时时间太短，不够发送消息。请在云控制台或 cloudbaserc.json 里把 push 设为 20 秒、dispatch 设为 60 秒。')
}
