import { type ProcessLimits } from './process-limits'

/** A call that needs a process. */
export interface Demand {
  functionName: string
  /** Whether WeChat pushed it: nobody waits for these, so few of them are at work at a time. */
  isEvent: boolean
  /** Request id of this call; calls that it makes of other functions name it as their parent. */
  id: string
  parent?: string
}

/** A call at work. While it waits for calls of its own its place is lent to them: it holds nobody up, and nested calls never wait for themselves. */
interface Work {
  demand: Demand
  nested: number
}

interface Waiting {
  demand: Demand
  begin: (work: Work) => void
}

type Limits = Pick<ProcessLimits, 'total' | 'perFunction' | 'events' | 'forced'>

/** Lets calls work as far as the limits go. The others wait: in order within their function, and whoever has least at work goes first. */
export class CallQueue {
  readonly #working = new Set<Work>()
  /** In order of arrival. */
  readonly #waiting: Waiting[] = []

  constructor(private readonly limits: Limits) {}

  /** Does `act` when it is this call's turn: at once, where that is now. */
  with<T>(demand: Demand, act: () => Promise<T>): Promise<T> {
    const parent = this.#parentOf(demand)
    if (parent) parent.nested += 1
    return new Promise((resolve) => {
      this.#waiting.push({ demand, begin: (work) => resolve(act().finally(() => this.#end(work))) })
      this.#admit()
    })
  }

  #end(work: Work): void {
    this.#working.delete(work)
    const parent = this.#parentOf(work.demand)
    if (parent) parent.nested -= 1
    this.#admit()
  }

  #parentOf({ parent }: Demand): Work | undefined {
    return parent === undefined ? undefined : [...this.#working].find(({ demand }) => demand.id === parent)
  }

  /** Begins what may begin. */
  #admit(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      const work: Work = { demand: next.demand, nested: 0 }
      this.#working.add(work)
      next.begin(work)
    }
  }

  /** Whose turn it is: of those that may begin, whoever has least at work; among equals the one that came first. */
  #next(): Waiting | undefined {
    let best: { waiting: Waiting; atWork: number } | undefined
    const seen = new Set<string>()
    for (const waiting of this.#waiting) {
      const lane = laneOf(waiting.demand)
      if (seen.has(lane)) continue
      seen.add(lane)
      if (!this.#mayBegin(waiting.demand)) continue
      const atWork = this.#count((demand) => laneOf(demand) === lane)
      if (!best || atWork < best.atWork) best = { waiting, atWork }
    }
    return best?.waiting
  }

  #mayBegin({ functionName, isEvent }: Demand): boolean {
    const { total, perFunction, events, forced } = this.limits
    const ofFunction = this.#count((demand) => demand.functionName === functionName)
    const ownLimit = forced[functionName]
    if (ownLimit !== undefined) return ofFunction < ownLimit
    if (isEvent && this.#count((demand) => demand.isEvent) >= events) return false
    return ofFunction < perFunction && this.#count((demand) => forced[demand.functionName] === undefined) < total
  }

  /** How many calls of that kind are at work, those aside that wait for calls of their own. */
  #count(isMeant: (demand: Demand) => boolean): number {
    let count = 0
    for (const { demand, nested } of this.#working) if (nested === 0 && isMeant(demand)) count += 1
    return count
  }
}

/** Pushed messages of a function wait apart from its other calls. */
function laneOf({ functionName, isEvent }: Demand): string {
  return `${functionName} ${isEvent ? 'event' : 'call'}`
}
