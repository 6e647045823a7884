import type { EmulatedClock } from '../clock'
import type { Project } from '../project/project'
import { MAX_WAIT_MS, realScheduler, type Scheduler } from '../scheduler'
import { isoSeconds } from './context'
import { lastDue, nextDue } from './cron'
import type { FunctionRuntime, InvokeResult } from './invocation'
import { DEFAULT_FUNCTION_SWITCHES } from './switches'
import { timersOf, type ProjectTimer } from './timer-rules'

export interface TimersOptions {
  project: () => Project
  clock: EmulatedClock
  invoke: FunctionRuntime['invoke']
  /** Switch timer.maxPerFunction, for timers uploaded by DevTools. */
  maxPerFunction?: () => number
  scheduler?: Scheduler
  /** Told in words, once for each timer that the platform would not take. Default: to standard error. */
  onError?: (message: string) => void
}

export interface PlannedTimer extends ProjectTimer {
  /** Milliseconds since 1970, emulated time; missing when it is never due again. */
  dueAt?: number
}

/**
 * Fires the project's timers when they are due in emulated time. After a jump of the clock each that became due on the way
 * fires once, for its latest time. A run that lasts beyond the next due time makes that one be left out: no timer overlaps itself.
 */
export class Timers {
  readonly #options: TimersOptions
  readonly #scheduler: Scheduler
  readonly #running = new Map<string, Promise<InvokeResult>>()
  /** Everything due until this moment of emulated time has been seen to. */
  #seenTo = 0
  #stopFollowingClock: (() => void) | undefined
  #told = new Set<string>()

  constructor(options: TimersOptions) {
    this.#options = options
    this.#scheduler = options.scheduler ?? realScheduler()
  }

  start(): void {
    const { clock } = this.#options
    this.#seenTo = clock.now()
    this.#stopFollowingClock ??= clock.onJump(() => this.#wake())
    this.#wake()
  }

  stop(): void {
    this.#stopFollowingClock?.()
    this.#stopFollowingClock = undefined
    this.#scheduler.clear()
  }

  /** All timers, the one that is due first in front, and what never runs last. */
  next(): PlannedTimer[] {
    const now = this.#options.clock.now()
    const planned = this.#timers().map((timer): PlannedTimer => (timer.problem === undefined ? { ...timer, dueAt: nextDue(timer.cron, now) } : timer))
    return planned.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  }

  /**
   * Fires now, whatever the cron says.
   * @param name  of the timer; without it all timers of the function
   * @throws Error in words, when there is no such timer, or the platform would not take it
   */
  async fire(functionName: string, name?: string): Promise<InvokeResult[]> {
    const chosen = this.#timers().filter((timer) => timer.functionName === functionName && (name === undefined || timer.name === name))
    if (chosen.length === 0) throw new Error(`The function ${functionName} has no timer${name === undefined ? '' : ` named ${name}`}.`)
    const wrong = chosen.find(({ problem }) => problem !== undefined)
    if (wrong?.problem !== undefined) throw new Error(wrong.problem)
    return Promise.all(chosen.map((timer) => this.#fire(timer, this.#options.clock.now())))
  }

  /** Resolves when no timer's run is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  #wake(): void {
    const { clock, onError = console.error } = this.#options
    const now = clock.now()
    let dueAt: number | undefined
    try {
      this.#tell(onError)
      this.#fireDue(now)
      dueAt = this.next()[0]?.dueAt
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error))
    }
    this.#scheduler.set(() => this.#wake(), Math.min((dueAt ?? Infinity) - now, MAX_WAIT_MS))
  }

  /** What is wrong is told once, and again when it has been right in between. */
  #tell(onError: (message: string) => void): void {
    const problems = new Set(this.#timers().flatMap(({ problem }) => problem ?? []))
    for (const problem of problems) if (!this.#told.has(problem)) onError(problem)
    this.#told = problems
  }

  #fireDue(now: number): void {
    const since = this.#seenTo
    this.#seenTo = now
    for (const timer of this.#timers()) {
      const due = timer.problem === undefined ? lastDue(timer.cron, now) : undefined
      if (due !== undefined && due > since) void this.#fire(timer, due)
    }
  }

  #fire(timer: ProjectTimer, dueAt: number): Promise<InvokeResult> {
    const key = `${timer.functionName}/${timer.name}`
    const running = this.#running.get(key)
    if (running) return running
    const run = this.#options
      .invoke(timer.functionName, { Time: isoSeconds(dueAt) }, { kind: 'timer', devtools: timer.devtools, name: timer.name })
      .finally(() => this.#running.delete(key))
    this.#running.set(key, run)
    return run
  }

  #timers(): ProjectTimer[] {
    const { project, maxPerFunction } = this.#options
    return timersOf(project().functions, maxPerFunction?.() ?? DEFAULT_FUNCTION_SWITCHES.timer.maxPerFunction)
  }
}
