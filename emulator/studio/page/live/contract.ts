import { type ChangeKind } from '../../../control/changes'
import { type FaultPlan } from '../../../faults/faults'
import { type CallStep } from '../../../functions/call-log'
import { type InvokeResult, type LogLine } from '../../../functions/invocation'

export type { EventKind, EventOrder } from '../../../faults/event-faults'
export type { FaultPlan }
export type { InvokeResult, LogLine }

/** The plan as it is shown, and how many pushed events are on their way. */
export type ShownFaults = FaultPlan & { waiting?: number }

export interface User {
  openid: string
  nickname?: string
  /** As the seed told, and how it is called. */
  role?: string
  roleName?: string
}

export interface Template {
  templateId: string
  title: string
  /** 2 for one-time, 3 for long-term. */
  type: number
  banned: boolean
}

/** A ready call for the console, told by the seed. */
export interface Sample {
  title: string
  function: string
  data: unknown
  caller?: Caller
}

/** One of the first steps, told by the seed: ticked when such a change is seen. */
export interface FirstStep {
  text: string
  done: ChangeKind
  /** Whose phone it is done on. */
  openid?: string
}

export interface Config {
  url: string
  appid: string
  appName?: string
  env: string
  project: string
  pages: string[]
  functions: string[]
  users: User[]
  templates: Template[]
  samples?: Sample[]
  steps?: FirstStep[]
}

export type Caller =
  | { kind: 'client'; openid: string }
  | { kind: 'console' }
  | { kind: 'timer'; devtools?: boolean }
  | { kind: 'event' }
  | { kind: 'http' }

export interface Card {
  id: string
  templateId: string
  title: string
  lines: { label: string; value: string }[]
  page?: string
  miniprogramState: string
  /** Milliseconds since 1970, emulated time; so are all times here. */
  at: number
  read: boolean
}

export interface Subscription {
  templateId: string
  quota: number
  choice: 'accept' | 'reject' | 'none'
  /** 总是保持以上选择 */
  sticky: boolean
}

export interface Settings {
  mainSwitch: boolean
}

export interface Run {
  requestId: string
  functionName: string
  caller: string
  openid?: string
  at: number
  ms?: number
  error?: { code: string; message: string }
  /** The code in its answer `{ok: false}`. */
  refused?: string
  action?: string
  logs: LogLine[]
}

/** A run with all that came of it. */
export interface RunDetail extends Run {
  event?: unknown
  answer?: unknown
  parent?: string
  steps: CallStep[]
  called: Run[]
  sent: { openid: string; msgid: string; id?: string; title?: string; read?: boolean }[]
}

/** What decides over calls of mini-program users. */
export interface Permissions {
  functionRules: Record<string, { invoke: boolean | string }>
  collections: { name: string; acl?: string; rule?: Record<string, boolean | string> }[]
}

export interface Timer {
  functionName: string
  name: string
  cron: string
  devtools: boolean
  dueAt?: number
  /** Why it never runs: the platform would not take it. */
  problem?: string
}

export interface Collection {
  name: string
  count: number
}

export type Document = Record<string, unknown>

export interface CollectionDetail extends Collection {
  acl: string
  rule?: Record<string, boolean | string>
  indexes: { name: string; unique?: boolean; keys: [field: string, direction: 1 | -1][] }[]
}

/** How a query is read. */
export interface Explained {
  /** Name of the index; null when all documents are looked at. */
  index: string | null
  candidates: number
  returned: number
  ms: number
  /** An index that would help, and what it would take. */
  missing: { keys: [field: string, direction: 1 | -1][]; candidates: number; returned: number; ms: number } | null
}

export interface PermissionAnswer {
  allowed: boolean
  reason?: string
  acl: string
  rule?: Record<string, boolean | string>
  query?: unknown
  documents?: { matching: number; reached: number }
  document?: unknown
}

export interface ImportResult {
  inserted: number
  replaced: number
  failed: { at: string; message: string }[]
}

export interface RouteInfo {
  method: string
  path: string
  about: string
}
