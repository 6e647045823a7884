import { setImmediate as nextTurn } from 'node:timers/promises'
import { CallQueue, type Demand } from './call-queue'
import { Instance, type InstanceOptions } from './instance'
import { type ProcessLimits } from './process-limits'

/** How to start an instance now. A warm one started from another `version` is not used again. */
export interface Blueprint extends Omit<InstanceOptions, 'onEnd'> {
  version: string
}

interface Member {
  functionName: string
  version: string
  instance: Instance
  /** Since when nobody uses it. */
  idleSince?: number
}

export interface InstancePoolOptions {
  limits: ProcessLimits
  onColdStart: () => void
  /** Milliseconds; only differences count. */
  now?: () => number
}

/**
 * The instances of all functions. A call whose turn has come takes a warm one of its function, or starts one.
 * What nobody uses stays warm for a time, and makes room when others need it.
 *
 * Each is started anew by Node, SDK and all: Node cannot fork a process that has the SDK loaded already, and one that loads it before it
 * knows its function would load it without that function's variables.
 */
export class InstancePool {
  readonly #queue: CallQueue
  readonly #members = new Set<Member>()
  readonly #sweeping: NodeJS.Timeout
  readonly #now: () => number
  #startedThisTurn = false

  constructor(private readonly options: InstancePoolOptions) {
    this.#queue = new CallQueue(options.limits)
    this.#now = options.now ?? (() => performance.now())
    this.#sweeping = setInterval(() => this.endCold(), options.limits.warmMs / 2).unref()
  }

  /** Has `use` work with an instance that no one else uses, when it is this call's turn. */
  with<T>(demand: Demand, blueprint: () => Blueprint, use: (instance: Instance) => Promise<T>): Promise<T> {
    return this.#queue.with(demand, async () => {
      // To start a process holds this one for some 15 ms: one a turn, so that what comes meanwhile is answered in between.
      while (this.#startedThisTurn && !this.#idle().some(({ functionName }) => functionName === demand.functionName)) await nextTurn()
      const member = this.#take(demand.functionName, blueprint())
      try {
        return await use(member.instance)
      } finally {
        if (member.instance.alive) member.idleSince = this.#now()
      }
    })
  }

  instances(functionName?: string): Instance[] {
    return this.#of(functionName).map(({ instance }) => instance)
  }

  /** Ends the instances of one function, or all. Resolves when the processes are gone. */
  async kill(functionName?: string): Promise<void> {
    await Promise.all(this.#of(functionName).map(retire))
  }

  /** Ends the instances that have a call. Resolves when the processes are gone. */
  async killBusy(): Promise<void> {
    await Promise.all([...this.#members].filter(({ idleSince }) => idleSince === undefined).map(retire))
  }

  /** Ends what nobody has used for `warmMs`. */
  endCold(): void {
    const { warmMs } = this.options.limits
    for (const member of this.#idle()) if (this.#now() - (member.idleSince ?? 0) >= warmMs) void retire(member)
  }

  /** Ends all, and looks after nothing any more. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping)
    await this.kill()
  }

  #of(functionName: string | undefined): Member[] {
    return [...this.#members].filter((member) => functionName === undefined || member.functionName === functionName)
  }

  #take(functionName: string, blueprint: Blueprint): Member {
    const idle = this.#idle().filter((member) => member.functionName === functionName)
    // The one that was used last: the others can grow cold.
    for (const member of idle.toReversed()) {
      if (member.version === blueprint.version) {
        delete member.idleSince
        return member
      }
      void retire(member)
    }
    this.#makeRoom()
    this.#startedThisTurn = true
    setImmediate(() => (this.#startedThisTurn = false))
    this.options.onColdStart()
    const member: Member = {
      functionName,
      version: blueprint.version,
      instance: new Instance({ ...blueprint, onEnd: () => this.#members.delete(member) }),
    }
    this.#members.add(member)
    return member
  }

  /** Whoever was used longest ago gives way. */
  #makeRoom(): void {
    const alive = [...this.#members].filter(({ instance }) => instance.alive).length
    const [oldest] = this.#idle()
    if (oldest && alive >= this.options.limits.alive) void retire(oldest)
  }

  /** The one that was used longest ago comes first. */
  #idle(): Member[] {
    return [...this.#members]
      .filter(({ instance, idleSince }) => instance.alive && idleSince !== undefined)
      .sort((a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0))
  }
}

function retire(member: Member): Promise<void> {
  delete member.idleSince
  return member.instance.kill()
}
