import type { LogLine } from './invocation'

/** What the local cloud tells an instance (`runner.cjs`). */
export type ToInstance =
  | { type: 'clock'; offsetMs: number }
  | {
      type: 'call'
      /** JSON text. */
      event: string
      /** The second argument of the handler, without its functions. */
      context: Record<string, unknown> & { time_limit_in_ms: number }
      environment: Record<string, string>
      /** Whether the variables of earlier calls stay in place. */
      sticky: boolean
      /** Emulated time minus the machine's. */
      offsetMs: number
    }

/** What an instance tells the local cloud; it has one call at a time, so none needs a number. */
export type FromInstance =
  /** The code is loaded and the handler about to run. */
  | { type: 'started' }
  | { type: 'log'; level: LogLine['level']; text: string }
  /** JSON text of what the handler gave. */
  | { type: 'result'; json: string }
  /** The handler threw; or, with `fatal`, the code cannot be loaded. */
  | { type: 'error'; message: string; fatal: boolean }
  /** Nothing caught this error: the process is about to end. */
  | { type: 'crash'; message: string }
