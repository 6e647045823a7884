import type { Clock } from '../clock'
import type { Caller, LogLine } from './invocation'

/** What a run asked of the cloud: `database.getDocument` of a collection, `subscribeMessage.send` to a user. */
export interface CallStep {
  kind: 'database' | 'openapi'
  name: string
  /** Real milliseconds that it took. */
  ms: number
  /** Why it was refused: a code. */
  error?: string
  collection?: string
  /** To whom something was sent. */
  openid?: string
  /** Of what was sent, 19 digits. */
  msgid?: string
}

/** One call, as `history()` shows it. */
export interface CallRecord {
  requestId: string
  functionName: string
  caller: Caller['kind']
  openid?: string
  /** Of the run that called it. */
  parent?: string
  /** Milliseconds since 1970, emulated time. */
  at: number
  /** Real milliseconds; missing while the call runs. */
  ms?: number
  error?: { code: string; message: string }
  /** It ended well, and its answer is `{ok: false}`: the code in it. */
  refused?: string
  /** `action` of the event, where it has one. */
  action?: string
  /** The event as the function got it, JSON; the beginning of a long one. */
  event?: string
  /** The answer, likewise. */
  answer?: string
  /** What it asked of the cloud, in order, as many as are kept. */
  steps: CallStep[]
  /** Grows on while the instance prints, also after the call. */
  logs: LogLine[]
}

const MAX_CALLS = 1000
const MAX_LINES_PER_CALL = 1000
const MAX_LINE_LENGTH = 8000
const MAX_STEPS = 100
const MAX_TEXT_LENGTH = 16_000

/** The last calls, what they printed and what they asked of the cloud. */
export class CallLog {
  readonly #calls = new Map<string, CallRecord>()

  constructor(private readonly clock: Clock) {}

  begin(call: Omit<CallRecord, 'at' | 'logs' | 'steps'>): CallRecord {
    const record: CallRecord = { ...call, at: this.clock.now(), steps: [], logs: [] }
    this.#calls.set(call.requestId, record)
    const [oldest] = this.#calls.keys()
    if (this.#calls.size > MAX_CALLS && oldest !== undefined) this.#calls.delete(oldest)
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

  /** Notes what a run asked of the cloud, as long as it is kept. */
  step(requestId: string, step: CallStep): void {
    const steps = this.#calls.get(requestId)?.steps
    if (steps && steps.length < MAX_STEPS) steps.push(step)
  }

  /** Newest first. */
  calls(): CallRecord[] {
    return [...this.#calls.values()].reverse()
  }

  find(requestId: string): CallRecord | undefined {
    return this.#calls.get(requestId)
  }

  clear(): void {
    this.#calls.clear()
  }
}

/** As much of a text as is kept. A part of a long one is copied, or else it would keep the whole. */
export function keptText(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${Buffer.from(text.slice(0, MAX_TEXT_LENGTH)).toString()}…`
}

/** What an answer `{ok: false, error: {code}}` gives as its reason; undefined for any other answer. */
export function refusalIn(answer: unknown): string | undefined {
  const { ok, error } = (typeof answer === 'object' && answer !== null ? answer : {}) as { ok?: unknown; error?: unknown }
  if (ok !== false) return undefined
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : error
  return typeof code === 'string' || typeof code === 'number' ? String(code) : 'ok: false'
}
