import type { EmulatedClock } from '../clock'
import type { FunctionConfig, Project } from '../project/project'
import { MAX_WAIT_MS, realScheduler, type Scheduler } from '../scheduler'
import { isoSeconds } from './context'
import { lastDue, nextDue, parseCron } from './cron'
import type { FunctionRuntime, InvokeResult } from './invocation'
import { MAX_CLI_TIMERS } from './limits'
import { DEFAULT_FUNCTION_SWITCHES } from './switches'

export interface TimersOptions {
  project: () => Project
  clock: EmulatedClock
  invoke: FunctionRuntime['invoke']
  /** Switch timer.maxPerFunction, for timers uploaded by DevTools. */
  maxPerFunction?: () => number
  scheduler?: Scheduler
  /** Told in words, when the project's files turn out to be wrong after the start. Default: to standard error. */
  onError?: (message: string) => void
}

export interface PlannedTimer {
  functionName: string
  name: string
  cron: string
  devtools: boolean
  /** Milliseconds since 1970, emulated time; missing when it is never due again. */
  dueAt?: number
}

/** The triggers page. */
const NAME = /^[A-Za-z][\w-]{0,59}$/

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

  constructor(options: TimersOptions) {
    this.#options = options
    this.#scheduler = options.scheduler ?? realScheduler()
  }

  /** @throws Error naming function and timer, when the platform would not take one */
  start(): void {
    this.#check()
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

  /** All timers, the one that is due first in front. */
  next(): PlannedTimer[] {
    const now = this.#options.clock.now()
    const planned = this.#timers().map((timer) => ({ ...timer, dueAt: nextDue(timer.cron, now) }))
    return planned.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  }

  /**
   * Fires now, whatever the cron says.
   * @param name  of the timer; without it all timers of the function
   * @throws Error in words, when there is no such timer
   */
  async fire(functionName: string, name?: string): Promise<InvokeResult[]> {
    const chosen = this.#timers().filter((timer) => timer.functionName === functionName && (name === undefined || timer.name === name))
    if (chosen.length === 0) throw new Error(`The function ${functionName} has no timer${name === undefined ? '' : ` named ${name}`}.`)
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
      this.#check()
      this.#fireDue(now)
      dueAt = this.next()[0]?.dueAt
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error))
    }
    this.#scheduler.set(() => this.#wake(), Math.min((dueAt ?? Infinity) - now, MAX_WAIT_MS))
  }

  #fireDue(now: number): void {
    const since = this.#seenTo
    this.#seenTo = now
    for (const timer of this.#timers()) {
      const due = lastDue(timer.cron, now)
      if (due !== undefined && due > since) void this.#fire(timer, due)
    }
  }

  #fire(timer: PlannedTimer, dueAt: number): Promise<InvokeResult> {
    const key = `${timer.functionName}/${timer.name}`
    const running = this.#running.get(key)
    if (running) return running
    const run = this.#options
      .invoke(timer.functionName, { Time: isoSeconds(dueAt) }, { kind: 'timer', devtools: timer.devtools, name: timer.name })
      .finally(() => this.#running.delete(key))
    this.#running.set(key, run)
    return run
  }

  #check(): void {
    checkTimers(this.#options.project().functions, this.#options.maxPerFunction?.() ?? DEFAULT_FUNCTION_SWITCHES.timer.maxPerFunction)
  }

  #timers(): PlannedTimer[] {
    return this.#options.project().functions.flatMap(({ name, timers }) => timers.map((timer) => ({ ...timer, functionName: name })))
  }
}

function checkTimers(functions: FunctionConfig[], maxPerFunction: number): void {
  for (const { name: functionName, timers } of functions) {
    for (const { name, cron } of timers) {
      const timer = `The timer ${name} of function ${functionName}`
      if (!NAME.test(name)) throw new Error(`${timer}: a name starts with a letter and has up to 60 letters, digits, - and _.`)
      try {
        parseCron(cron)
      } catch (cause) {
        throw new Error(`${timer}: the cron "${cron}" is not valid: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause })
      }
    }
    refuseMore(functionName, timers.filter(({ devtools }) => devtools).length, maxPerFunction, 'config.json (switch timer.maxPerFunction)')
    refuseMore(functionName, timers.filter(({ devtools }) => !devtools).length, MAX_CLI_TIMERS, 'cloudbaserc.json')
  }
}

function refuseMore(functionName: string, count: number, max: number, where: string): void {
  if (count > max) throw new Error(`The function ${functionName} has ${count} timers in ${where}, the platform takes ${max}.`)
}
