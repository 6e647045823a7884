/** Trouble that a test or a person orders. All off by default; `POST /emulator/faults` replaces the whole set. */
export interface FaultPlan {
  send?: {
    /** Delay of each subscribeMessage.send, in milliseconds. */
    latencyMs?: number
    /** Answered instead of sending: `times` calls in a row, or each call with probability `rate` (0–1). */
    errors?: { errcode: number; times?: number; rate?: number }[]
    /** So many sends are carried out, and then the connection is cut instead of answering. */
    lostReplies?: number
  }
  db?: {
    latencyMs?: number
    /** Answered instead of executing the request; `code` is the wire code, e.g. SYS_ERR. */
    errors?: { code: string; times?: number; rate?: number }[]
    /** So many writes are carried out, and then the connection is cut instead of answering. */
    lostReplies?: number
  }
  /** SIGKILL to the function's instances as soon as `afterSends` sends of it have been carried out (once). */
  kill?: { function: string; afterSends: number }
}

/** Counts the plan down as it is used. Chance is injected, so that a run can be repeated. */
export class Faults {
  #plan: FaultPlan = {}

  constructor(private readonly random: () => number = Math.random) {}

  get plan(): FaultPlan {
    return this.#plan
  }

  set(plan: FaultPlan): void {
    this.#plan = structuredClone(plan)
  }

  clear(): void {
    this.#plan = {}
  }

  get sendLatencyMs(): number {
    return this.#plan.send?.latencyMs ?? 0
  }

  get dbLatencyMs(): number {
    return this.#plan.db?.latencyMs ?? 0
  }

  /** The errcode to answer this send with, if one is due. */
  takeSendError(): number | undefined {
    return this.#takeFrom(this.#plan.send?.errors)?.errcode
  }

  /** The wire code to answer this database request with, if one is due. */
  takeDbError(): string | undefined {
    return this.#takeFrom(this.#plan.db?.errors)?.code
  }

  takeLostReply(of: 'send' | 'db'): boolean {
    const part = this.#plan[of]
    if (!part?.lostReplies) return false
    part.lostReplies -= 1
    return true
  }

  /** To be told after each send that was carried out; true when the function is to be killed now. */
  takeKill(functionName: string): boolean {
    const kill = this.#plan.kill
    if (kill?.function !== functionName) return false
    kill.afterSends -= 1
    if (kill.afterSends > 0) return false
    delete this.#plan.kill
    return true
  }

  #takeFrom<E extends { times?: number; rate?: number }>(errors: E[] | undefined): E | undefined {
    return errors?.find((error) => {
      if (error.times === undefined) return this.random() < (error.rate ?? 1)
      if (error.times <= 0) return false
      error.times -= 1
      return true
    })
  }
}
