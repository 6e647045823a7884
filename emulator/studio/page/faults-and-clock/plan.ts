import { type EventKind, type EventOrder, type FaultPlan } from '../live/contract'

type Http = NonNullable<FaultPlan['http']>
type Events = NonNullable<FaultPlan['events']>

/** The plan as plain fields; 0 is off. What has no field here is only seen in the JSON, and stays as it is. */
export interface FaultFields {
  sendLatencyMs: number
  sendErrcode: number
  sendErrors: number
  sendLost: number
  dbLatencyMs: number
  dbErrors: number
  dbLost: number
  conflicts: number
  httpMode: Http['mode']
  httpTimes: number
  httpOn: NonNullable<Http['on']> | ''
  killFunction: string
  killAfter: number
  eventOn: EventKind | ''
  eventDelayMs: number
  eventOrder: EventOrder | ''
  eventsLost: number
  eventsTwice: number
  failedDeliveries: number
}

const DEFAULT_ERRCODE = 43101
const DB_ERROR_CODE = 'SYS_ERR'

export function fieldsOf(plan: FaultPlan): FaultFields {
  const { send, db, http, kill, events } = plan
  const sendError = send?.errors?.find(counted)
  return {
    sendLatencyMs: send?.latencyMs ?? 0,
    sendErrcode: sendError?.errcode ?? DEFAULT_ERRCODE,
    sendErrors: sendError?.times ?? 0,
    sendLost: send?.lostReplies ?? 0,
    dbLatencyMs: db?.latencyMs ?? 0,
    dbErrors: db?.errors?.find(counted)?.times ?? 0,
    dbLost: db?.lostReplies ?? 0,
    conflicts: db?.conflicts?.operation ?? 0,
    httpMode: http?.mode ?? '503json',
    httpTimes: http?.times ?? 0,
    httpOn: http?.on ?? '',
    killFunction: kill?.function ?? '',
    killAfter: kill?.afterSends ?? 0,
    eventOn: events?.on ?? '',
    eventDelayMs: events?.delayMs ?? 0,
    eventOrder: events?.order ?? '',
    eventsLost: events?.lost?.times ?? 0,
    eventsTwice: events?.duplicated?.times ?? 0,
    failedDeliveries: events?.failures?.find(counted)?.times ?? 0,
  }
}

/** The plan with these fields in place of its own. */
export function planOf(fields: FaultFields, plan: FaultPlan): FaultPlan {
  const { httpMode, httpTimes, httpOn, killFunction, killAfter } = fields
  const { send, db, seed } = plan
  return pruned({
    send: {
      latencyMs: fields.sendLatencyMs,
      errors: withCounted(send?.errors, fields.sendErrors, { errcode: fields.sendErrcode, times: fields.sendErrors }),
      lostReplies: fields.sendLost,
    },
    db: {
      latencyMs: fields.dbLatencyMs,
      errors: withCounted(db?.errors, fields.dbErrors, { code: db?.errors?.find(counted)?.code ?? DB_ERROR_CODE, times: fields.dbErrors }),
      lostReplies: fields.dbLost,
      conflicts: { ...db?.conflicts, operation: fields.conflicts },
    },
    http: httpTimes > 0 ? { mode: httpMode, times: httpTimes, ...(httpOn !== '' && { on: httpOn }) } : undefined,
    kill: killAfter > 0 && killFunction !== '' ? { function: killFunction, afterSends: killAfter } : undefined,
    events: eventsOf(fields, plan.events),
    seed,
  })
}

function eventsOf({ eventOn, eventDelayMs, eventOrder, eventsLost, eventsTwice, failedDeliveries }: FaultFields, events: Events = {}): Events {
  const { lost, duplicated, failures } = events
  return {
    ...(eventOn !== '' && { on: eventOn }),
    delayMs: eventDelayMs,
    ...(eventOrder !== '' && eventDelayMs > 0 && { order: eventOrder }),
    lost: withTimes(lost, eventsLost),
    duplicated: withTimes(duplicated, eventsTwice),
    failures: withCounted(failures, failedDeliveries, { ...failures?.find(counted), times: failedDeliveries }),
  }
}

/** What happens with a rate, or always, has no field. */
function withTimes<O extends Counted>(often: O | undefined, times: number): O | undefined {
  return often && !counted(often) ? often : ({ ...often, times } as O)
}

/** Whether anything in the plan can still happen. */
export function isActive(plan: FaultPlan): boolean {
  const { seed: _, ...left } = pruned(plan)
  return Object.keys(left).length > 0
}

interface Counted {
  times?: number
}

function counted({ times }: Counted): boolean {
  return times !== undefined
}

function withCounted<E extends Counted>(errors: E[] | undefined, times: number, error: E): E[] {
  const first = errors?.find(counted)
  const others = errors?.filter((each) => each !== first) ?? []
  return times > 0 ? [error, ...others] : others
}

/** Without what is empty or used up. */
function pruned(plan: FaultPlan): FaultPlan {
  return (prune(plan) ?? {}) as FaultPlan
}

function prune(value: unknown): unknown {
  if (value === 0 || value === undefined) return undefined
  if (Array.isArray(value)) {
    const left = value.filter(({ times }: Counted) => times !== 0)
    return left.length > 0 ? left : undefined
  }
  if (typeof value !== 'object' || value === null) return value
  // One number of these says whether it happens at all; the rest only how.
  if ((value as Counted).times === 0 || (value as { afterSends?: number }).afterSends === 0) return undefined
  // Always: it has no number.
  if (Object.keys(value).length === 0) return value
  const entries = Object.entries(value).map(([key, item]) => [key, prune(item)] as const)
  const left = entries.filter(([, item]) => item !== undefined)
  // A kind alone says only to which events something would happen.
  return left.some(([key]) => key !== 'on') ? Object.fromEntries(left) : undefined
}
