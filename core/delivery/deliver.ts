import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { newId } from '../records/id'
import { type ClaimScope } from './claim'
import { Feeder } from './feeder'
import { STOP_BUDGET_MS } from './limits'
import { SendPool } from './send-pool'
import { Settler } from './settler'
import { sentToday, type Stop } from './stop'

export interface Delivery {
  /** Messages handed to WeChat in this run. */
  tried: number
  /** Why the run ended: nothing more was due, its time was up, or nobody's messages can go out now. */
  ended: 'nothing-due' | Stop
}

/**
 * Claims due messages and sends them until none is due, or time is up. Any number of workers may run at once:
 * a row is only ever touched by the one that holds its lease.
 *
 * Three things go on side by side: the feeder claims, marks and holds; the pool sends; the settler writes what came of it.
 */
export async function deliver(ports: Ports, scope: ClaimScope = {}): Promise<Delivery> {
  requireTime(ports)
  const owner = newId(ports.random)
  const allowance = await allowanceOf(ports)
  if (allowance === 0) return { tried: 0, ended: 'own-limit' }
  const settler = new Settler(ports, owner)
  const pool = new SendPool(ports, settler)
  const feeder = new Feeder(ports, owner, scope, pool, allowance)
  let ended: Delivery['ended']
  try {
    ended = await pool.run(feeder)
  } finally {
    await settler.end()
  }
  await feeder.end()
  return { tried: pool.tried, ended }
}

/** How many messages this run may send: our own caps, where they are set. */
async function allowanceOf(ports: Ports): Promise<number> {
  const { maxPerRun, maxPerDay } = ports.settings
  const ofRun = maxPerRun === 0 ? Infinity : maxPerRun
  const ofDay = maxPerDay === 0 ? Infinity : Math.max(0, maxPerDay - (await sentToday(ports)))
  return Math.min(ofRun, ofDay)
}

/** A function that may only run the platform's default of three seconds would never send anything, and never say why. */
function requireTime({ remainingMs }: Ports): void {
  if (remainingMs() >= STOP_BUDGET_MS) return
  throw new AppError('misconfigured', '云函数的超时时间太短，不够发送消息。请在云控制台或 cloudbaserc.json 里把 push 设为 20 秒、dispatch 设为 60 秒。')
}
