import { availableParallelism } from 'node:os'

/** How many processes of functions there may be. */
export interface ProcessLimits {
  /** At work at a time, over all functions. */
  total: number
  /** Of one function; what is left is for the others, so that a slow one does not hold up all. */
  perFunction: number
  /** Handling pushed messages. */
  events: number
  /** Functions that may have so many at work whatever the machine, by name; the others do not count them. For who wants to see races. */
  forced: Readonly<Record<string, number>>
  /** At work and warm together, beyond which the longest unused one makes room. */
  alive: number
  /** How long one that nobody uses stays warm, in milliseconds. SCF does not say how long its own do. */
  warmMs: number
}

export interface ProcessOptions {
  /** Processes at work at a time over all functions. Default: by the machine's cores. */
  processes?: number
  /** The Node that runs them, to have the cloud's version; by itself the one that runs the local cloud. */
  node?: string
  /** Function → processes that it may have at work, whatever the limit. */
  concurrency?: Readonly<Record<string, number>>
}

const WARM_MS = 300_000

/**
 * A call spends most of its time waiting for the gateway, so a few more processes than cores keep these busy; more only take turns.
 * The cloud itself runs up to 20 of each function at once (the quota page).
 */
export function processLimits({ processes = availableParallelism() + 2, concurrency = {} }: ProcessOptions = {}): ProcessLimits {
  const forced = Object.values(concurrency).reduce((sum, count) => sum + count, 0)
  return {
    total: processes,
    // On two cores a third one of the same function only adds its start to the queue of those who wait.
    perFunction: Math.min(processes, Math.max(2, Math.ceil(processes / 2))),
    events: Math.max(1, Math.floor(processes / 3)),
    forced: concurrency,
    alive: 2 * processes + forced,
    warmMs: WARM_MS,
  }
}
