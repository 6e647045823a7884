import { shuffled } from '../seeded'

/** WeChat's three events about subscribe messages: `subscribe_msg_<kind>_event`. */
export const EVENT_KINDS = ['popup', 'change', 'sent'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export const EVENT_ORDERS = ['shuffled', 'reversed'] as const
export type EventOrder = (typeof EVENT_ORDERS)[number]

/** `times` occasions in a row, or each with probability `rate` (0–1); with neither always. */
export interface Often {
  times?: number
  rate?: number
}

/** What happens to WeChat's events on their way to the project. All times are of the emulated clock. */
export interface EventFaults {
  /** Narrows all but `failures` to one kind of event. */
  on?: EventKind
  /** How late each comes. */
  delayMs?: number
  /** Those of one span of `delayMs` come together at its end, in this order. */
  order?: EventOrder
  /** They never come. */
  lost?: Often
  /** They come twice, the second time `afterMs` later. */
  duplicated?: Often & { afterMs?: number }
  /** The send is answered with success, no card arrives, and the sent event says so: by default with the code of the switch events.sentErrorCode. */
  failures?: (Often & { errorCode?: number; errorStatus?: string })[]
}

/** What is to become of one event. */
export interface EventFate {
  /** After how many milliseconds each copy comes; none at all when it is lost. */
  copiesAfterMs: number[]
  /** It waits with others until the span is over. */
  gathered: boolean
}

/** Whether it happens this time; counts it down. */
export type Takes = (often: Often | undefined) => boolean

export function eventKindOf(eventName: string): EventKind | undefined {
  return EVENT_KINDS.find((kind) => eventName === `subscribe_msg_${kind}_event`)
}

export function fateOf({ on, delayMs = 0, order, lost, duplicated }: EventFaults, kind: EventKind | undefined, takes: Takes): EventFate {
  if (on !== undefined && on !== kind) return { copiesAfterMs: [0], gathered: false }
  const gathered = order !== undefined && delayMs > 0
  if (takes(lost)) return { copiesAfterMs: [], gathered }
  if (!takes(duplicated)) return { copiesAfterMs: [delayMs], gathered }
  return { copiesAfterMs: [delayMs, delayMs + (duplicated?.afterMs ?? 0)], gathered }
}

export function inOrder<T>(items: readonly T[], order: EventOrder | undefined, random: () => number): T[] {
  if (order === 'reversed') return items.toReversed()
  return order === 'shuffled' ? shuffled(items, random) : [...items]
}
