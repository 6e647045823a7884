import { subscribeApi } from './subscribe-api'

/** Not more often than this, whatever pages are opened. */
const EVERY_MS = 60_000

let movedAt = -Infinity

/** Lends this call's token to messages that are due; the page does not wait for it, and nobody hears of what came of it. */
export function moveQueue(now: number = Date.now()): void {
  if (now - movedAt < EVERY_MS) return
  movedAt = now
  void subscribeApi.move()
}
