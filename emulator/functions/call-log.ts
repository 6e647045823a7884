import type { Clock } from '../clock'
import type { Caller, LogLine } from './invocation'

/** One call, as `history()` shows it. */
export interface CallRecord {
  requestId: string
  functionName: string
  caller: Caller['kind']
  openid?: string
  /** Milliseconds since 1970, emulated time. */
  at: number
  /** Real milliseconds; missing while the call runs. */
  ms?: number
  error?: { code: string; message: string }
  /** Grows on while the instance prints, also after the call. */
  logs: LogLine[]
}

const MAX_CALLS = 1000
const MAX_LINES_PER_CALL = 1000
const MAX_LINE_LENGTH = 8000

/** The last calls and what they printed. */
export class CallLog {
  readonly #calls: CallRecord[] = []

  constructor(private readonly clock: Clock) {}

  begin(call: Omit<CallRecord, 'at' | 'logs'>): CallRecord {
    const record: CallRecord = { ...call, at: this.clock.now(), logs: [] }
    this.#calls.push(record)
    if (this.#calls.length > MAX_CALLS) this.#calls.shift()
    return record
  }

  /** Notes what the function printed. A function that prints without end keeps its first lines. */
  print(record: CallRecord, level: LogLine['level'], text: string): void {
    if (record.logs.length > MAX_LINES_PER_CALL) return
    const full = record.logs.length === MAX_LINES_PER_CALL
    record.logs.push({
      at: this.clock.now(),
      level: full ? 'warn' : level,
      text: full ? `… more than ${MAX_LINES_PER_CALL} lines, the rest is not kept` : text.slice(0, MAX_LINE_LENGTH),
    })
  }

  /** Newest first. */
  calls(): CallRecord[] {
    return this.#calls.toReversed()
  }

  clear(): void {
    this.#calls.length = 0
  }
}
