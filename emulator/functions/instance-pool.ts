import { Instance, type InstanceOptions } from './instance'
import { MAX_INSTANCES, MAX_WARM_INSTANCES } from './limits'

/** How to start an instance now. A warm one started from another `version` is not used again. */
export interface Blueprint extends Omit<InstanceOptions, 'onEnd'> {
  version: string
}

interface Member {
  instance: Instance
  version: string
}

/** The instances of one function: warm ones are reused, more are started while calls overlap, up to the platform's cap. */
export class InstancePool {
  readonly #all = new Set<Member>()
  readonly #idle: Member[] = []
  readonly #waiting: (() => void)[] = []

  constructor(
    private readonly onColdStart: () => void,
    private readonly maxInstances = MAX_INSTANCES,
  ) {}

  /** Has `use` work with an instance that no one else uses; waits for one when the cap is reached. */
  async with<T>(blueprint: () => Blueprint, use: (instance: Instance) => Promise<T>): Promise<T> {
    while (this.#idle.length === 0 && this.#all.size >= this.maxInstances) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    let member: Member | undefined
    try {
      member = this.#take(blueprint())
      return await use(member.instance)
    } finally {
      if (member) this.#giveBack(member)
      this.#wakeNext()
    }
  }

  instances(): Instance[] {
    return [...this.#all].map(({ instance }) => instance)
  }

  async kill(): Promise<void> {
    await Promise.all(this.instances().map((instance) => instance.kill()))
  }

  #take(blueprint: Blueprint): Member {
    for (let member = this.#idle.pop(); member; member = this.#idle.pop()) {
      if (member.instance.alive && member.version === blueprint.version) return member
      void member.instance.kill()
    }
    this.onColdStart()
    const member: Member = { version: blueprint.version, instance: new Instance({ ...blueprint, onEnd: () => this.#forget(member) }) }
    this.#all.add(member)
    return member
  }

  #giveBack(member: Member): void {
    const wanted = this.#idle.length < MAX_WARM_INSTANCES + this.#waiting.length
    if (member.instance.alive && wanted) this.#idle.push(member)
    else void member.instance.kill()
  }

  #forget(member: Member): void {
    this.#all.delete(member)
    const index = this.#idle.indexOf(member)
    if (index >= 0) this.#idle.splice(index, 1)
    this.#wakeNext()
  }

  #wakeNext(): void {
    this.#waiting.shift()?.()
  }
}
