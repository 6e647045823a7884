import { type Call } from './call'
import { type Clock } from './clock'
import { type Database } from './database'
import { type OpenApi } from './openapi'
import { type Settings } from './settings'

/** One line of log: what happened, with the facts. Openids are masked on the way out. */
export type Log = (level: 'info' | 'warn' | 'error', what: string, facts?: Record<string, unknown>) => void

/** Kept by an instance of a function between its calls, so that it does not ask what it knows. */
export interface Remembered {
  /** When the records were last seen to have today's shape, milliseconds since 1970. */
  schemaSeenAt?: number
  /** The last day of which the figures are written down. */
  closedThrough?: string
  /** The settings as they were last written down, as text; see `keepSettings`. */
  settingsKept?: string
  /** When it last brought receipts to their messages, and whether it has called a round for what came since. */
  arrivals?: { appliedAt: number; isRoundCalled: boolean }
}

/** Everything core needs of the world. */
export interface Ports {
  db: Database
  openapi: OpenApi
  clock: Clock
  /** A number in [0, 1), for ids and for spreading retries. */
  random: () => number
  /** Lets so many milliseconds pass. */
  pause: (ms: number) => Promise<void>
  log: Log
  settings: Settings
  /** Milliseconds that this invocation may still take. */
  remainingMs: () => number
  /** What this instance remembers from call to call; absent where nothing is to be, and then everything is looked up. */
  remembered?: Remembered
  /** Absent where no function was called, such as in the rounds of a benchmark. */
  call?: Call
}

export type { Call, Clock, Database, OpenApi, Settings }
