import { recordPushedAnswers } from '../consent/pushed-answers'
import { applyArrivals } from '../delivery/arrivals'
import { keepArrivals, noteOdd } from '../outbox/arrival'
import { type Ports } from '../ports'
import { callRound } from '../records/agenda'
import { readEvent } from './read-event'

/** What a message push came to. */
export interface Received {
  /** Answers that were new. */
  recorded: number
  /** Receipts that were new. */
  kept: number
}

/**
 * An instance brings what was kept to its messages at most this often; while many come, all that has gathered goes together, by this
 * or by a round of the timer. A receipt then costs one call, and not five.
 */
const APPLIED_EVERY_MS = 20_000

/** A single message is mostly written down as sent a moment after its receipt came. */
const MOMENT_MS = 1_000

/** WeChat's message push about subscribe messages, whatever it is called. What it tells is kept before anything else is done. */
export async function receiveEvent(ports: Ports, pushed: unknown): Promise<Received> {
  const event = readEvent(pushed, ports.clock.now())
  if (!event) return { recorded: 0, kept: 0 }
  if (event.odd) await tellOdd(ports, event.name, event.odd)
  const recorded = (await recordPushedAnswers(ports, 'popup-event', event.popup)) + (await recordPushedAnswers(ports, 'change-event', event.change))
  const kept = await keepArrivals(ports, event.sent)
  if (kept > 0) await bring(ports)
  return { recorded, kept }
}

async function tellOdd(ports: Ports, event: string, names: string[]): Promise<void> {
  ports.log('warn', 'pushed event not understood', { event, names })
  await noteOdd(ports, event, names)
}

/** Whatever of it fails or dies is done by the next round. */
async function bring(ports: Ports): Promise<void> {
  const { clock, remembered } = ports
  const now = clock.now()
  if (remembered?.arrivals && now - remembered.arrivals.appliedAt < APPLIED_EVERY_MS) {
    // The first of those that are only kept calls the round for all of them.
    if (!remembered.arrivals.isRoundCalled) await callRound(ports)
    remembered.arrivals.isRoundCalled = true
    return
  }
  if (remembered) remembered.arrivals = { appliedAt: now, isRoundCalled: false }
  if ((await applyArrivals(ports)) === 0) return
  await ports.pause(MOMENT_MS)
  if ((await applyArrivals(ports)) > 0) await callRound(ports)
}
