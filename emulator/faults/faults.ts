import { seeded } from '../seeded'
import { eventKindOf, fateOf, inOrder, type EventFate, type EventFaults, type Often } from './event-faults'

/** What a faulty network or gateway does to a request instead of carrying it out. */
export const HTTP_FAULT_MODES = [
  '500text',
  '503json',
  '504empty',
  'notjson',
  'reset',
  'hang',
  'SYS_ERR',
  'EXCEED_REQUEST_LIMIT',
] as const
export type HttpFaultMode = (typeof HTTP_FAULT_MODES)[number]

/** Which requests of the SDK: database.*, wx.openApi and wx.api, or functions.invokeFunction. */
export const REQUEST_KINDS = ['database', 'openapi', 'function'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** Trouble that a test or a person orders. All off by default; `POST /emulator/faults` replaces the whole set. */
export interface FaultPlan {
  send?: {
    /** Delay of each subscribeMessage.send, in milliseconds. */
    latencyMs?: number
    /** Answered instead of sending: `times` calls in a row, or each call with probability `rate` (0–1). */
    errors?: ({ errcode: number } & Often)[]
    /** So many sends are carried out, and then the connection is cut instead of answering. */
    lostReplies?: number
  }
  db?: {
    latencyMs?: number
    /** Answered instead of executing the request; `code` is the wire code, e.g. SYS_ERR. */
    errors?: ({ code: string } & Often)[]
    /** So many writes are carried out, and then the connection is cut instead of answering. */
    lostReplies?: number
    /** So many requests of a transaction are answered with a conflict: its operations, or its commit (which drops it). */
    conflicts?: { operation?: number; commit?: number }
  }
  /** The next `times` requests meet a broken transport and are not carried out; `on` narrows it to one kind of request. */
  http?: { mode: HttpFaultMode; times: number; on?: RequestKind }
  /** SIGKILL to the function's instances as soon as `afterSends` sends of it have been carried out (once). */
  kill?: { function: string; afterSends: number }
  /** What happens to the events that WeChat pushes. */
  events?: EventFaults
  /** Makes every chance of this plan (rates, an order of chance) the same at each run. */
  seed?: number
}

/** Counts the plan down as it is used. Chance is injected, so that a run can be repeated. */
export class Faults {
  #plan: FaultPlan = {}
  #chance: () => number

  constructor(private readonly random: () => number = Math.random) {
    this.#chance = random
  }

  /** What is left of the plan. */
  get plan(): FaultPlan {
    return structuredClone(this.#plan)
  }

  set(plan: FaultPlan): void {
    this.#plan = structuredClone(plan)
    this.#chance = plan.seed === undefined ? this.random : seeded(plan.seed)
  }

  clear(): void {
    this.set({})
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
    return countDown(this.#plan[of], 'lostReplies')
  }

  takeConflict(at: 'operation' | 'commit'): boolean {
    return countDown(this.#plan.db?.conflicts, at)
  }

  /** How the transport fails for this request, if it does. */
  takeHttpFault(kind: RequestKind | undefined): HttpFaultMode | undefined {
    const http = this.#plan.http
    if (!http || (http.on !== undefined && http.on !== kind)) return undefined
    return countDown(http, 'times') ? http.mode : undefined
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

  /** What is to become of an event that WeChat pushes. */
  takeEvent(eventName: string): EventFate {
    return fateOf(this.#plan.events ?? {}, eventKindOf(eventName), (often) => this.#takes(often))
  }

  /** With which error the delivery of an accepted message is to fail, if it is. */
  takeDeliveryFailure(): { errorCode?: number; errorStatus?: string } | undefined {
    return this.#takeFrom(this.#plan.events?.failures)
  }

  /** Events that are due at the same time, in the order in which they are to come. */
  orderOfEvents<T>(events: readonly T[]): T[] {
    return inOrder(events, this.#plan.events?.order, this.#chance)
  }

  #takeFrom<E extends Often>(ordered: E[] | undefined): E | undefined {
    return ordered?.find((each) => this.#takes(each))
  }

  #takes(often: Often | undefined): boolean {
    if (!often) return false
    return often.times === undefined ? this.#chance() < (often.rate ?? 1) : countDown(often, 'times')
  }
}

/** Uses one up, if one is left. */
function countDown<K extends string>(holder: Partial<Record<K, number>> | undefined, key: K): boolean {
  const left = holder?.[key]
  if (!holder || !left || left <= 0) return false
  holder[key] = left - 1
  return true
}
