import { createContext, Script } from 'node:vm'
import { isPlainObject } from '../document'
import { requestFailed } from '../errors'

/** How long a query may take. */
export interface TimeLimits {
  /** Milliseconds at a time, where a regular expression may need more time than there is: some milliseconds are usual. */
  regexMs: number
  /** Milliseconds of work in all. */
  queryMs: number
}

export const DEFAULT_TIME_LIMITS: TimeLimits = { regexMs: 1000, queryMs: 10_000 }

/** What can keep a step of a query from coming to its end. */
export type Risk =
  /** Nothing: it looks at a set number of documents. */
  | 'none'
  /** It can make many documents, or long lists, of few. */
  | 'heavy'
  /** It tries a regular expression that can go back and try again. */
  | 'regex'

/** The time of one query. Only its steps count, not those of others in between. */
export class TimeBudget {
  #spentMs = 0

  constructor(private readonly limits: TimeLimits = DEFAULT_TIME_LIMITS) {}

  /**
   * Carries out one step. One with a risk is ended wherever it is when its time is over, so that it must only read.
   * @throws WireError DATABASE_REQUEST_FAILED when there is no more time
   */
  run<T>(risk: Risk, step: () => T): T {
    const { regexMs, queryMs } = this.limits
    const leftMs = queryMs - this.#spentMs
    if (leftMs <= 0) throw outOfTime(queryMs)
    const started = performance.now()
    try {
      return risk === 'none' ? step() : ended(step, risk === 'regex' ? Math.min(regexMs, leftMs) : leftMs)
    } finally {
      this.#spentMs += performance.now() - started
    }
  }
}

/** What makes more than it was given, and may be put into itself. */
const MULTIPLYING = new Set(['$unwind', '$lookup', '$range', '$reduce', '$map', '$zip'])

/** Of a query, an update or stages. Most have none: watching a step costs a thread, which is a tenth of the step. */
export function riskOf(value: unknown): Risk {
  if (value instanceof RegExp) return riskOfPattern(value.source)
  if (Array.isArray(value)) return greatest(value.map(riskOf))
  if (!isPlainObject(value)) return 'none'
  return greatest(
    Object.entries(value).map(([key, item]) => {
      if (key === '$jsonSchema') return 'regex'
      if (key.startsWith('$regex')) return typeof item === 'string' ? riskOfPattern(item) : item instanceof RegExp ? riskOf(item) : 'regex'
      return greatest([MULTIPLYING.has(key) ? 'heavy' : 'none', riskOf(item)])
    }),
  )
}

function greatest(risks: Risk[]): Risk {
  return risks.includes('regex') ? 'regex' : risks.includes('heavy') ? 'heavy' : 'none'
}

/** Only what repeats or stands in a group is ever tried again. Escaped characters are themselves. */
function riskOfPattern(pattern: string): Risk {
  return /[*+?{(]/.test(pattern.replace(/\\./gs, '')) ? 'regex' : 'none'
}

/** The engine of regular expressions cannot be told to give up, but V8 can: it ends a script that runs too long, in whatever it is. */
const SCRIPT = new Script('step()')
const sandbox = createContext({ step: undefined as unknown })

function ended<T>(step: () => T, ms: number): T {
  try {
    sandbox.step = step
    return SCRIPT.runInContext(sandbox, { timeout: Math.ceil(ms) }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw outOfTime(ms)
    throw error
  } finally {
    sandbox.step = undefined
  }
}

function outOfTime(ms: number): Error {
  const next = '请缩小查询范围、给字段加索引,或换一个更简单的正则表达式'
  return requestFailed(`operation exceeded time limit of ${Math.round(ms)} ms: ${next}`)
}
