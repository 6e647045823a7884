/**
 * What the cloud functions answer, as it arrives here: moments are ISO texts.
 * Written out because nothing outside `miniprogram/` can ship with it; a type check compares it with `core/`
 * (tests/end-to-end/product/answers.contract.ts).
 */

export type Role = 'viewer' | 'sender' | 'owner'
export type Standing = 'none' | 'accept' | 'reject' | 'ban' | 'stopped'
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'cancelling' | 'cancelled'
export type PushState = 'scheduled' | 'expanding' | 'running' | 'finished' | 'halted' | 'paused' | 'cancelled'
export type Counts = Record<MessageState, number>
export type MiniprogramState = 'developer' | 'trial' | 'formal'
export type InputKind = 'text' | 'digits' | 'datetime' | 'date' | 'enum' | 'phone' | 'plate' | 'amount'

export interface Line {
  label: string
  value: string
}

export interface FieldFault {
  /** Path in the request, for example `data.thing1`. */
  field: string
  message: string
  /** Where WeChat may take it all the same: it can be sent as it stands. */
  doubts?: string[]
}

/** One page of a list; `next` asks for the one after it. */
export interface ListPage<T> {
  items: T[]
  next?: string
}

/** A kind of reminder, as its user sees it. */
export interface Kind {
  key: string
  templateId: string
  title: string
  type: 'one-time' | 'long-term'
  about: string
  sample: Line[]
  /** Sends left. */
  credits: number
  standing: Standing
}

export interface Overview {
  user: { openid: string; nickname: string }
  /** Only members have one. */
  role?: Role
  templates: Kind[]
}

export interface Recorded {
  templates: Kind[]
  recorded: number
  /** Answered, but not asked for any more. */
  unavailable: { templateId: string; title?: string }[]
}

/** A message as its reader sees it. */
export interface InboxItem {
  id: string
  template: string
  templateId: string
  title: string
  lines: Line[]
  page: string
  at: string
  unread: boolean
}

/** A part of it; `next` asks for the one after. */
export interface OwnData {
  user?: object
  authorizations: object[]
  answers: object[]
  messages: object[]
  next?: string
}

export interface TemplateField {
  /** WeChat's keyword: type and number, e.g. thing1. */
  key: string
  label: string
  rule: string
  max?: number
  /** Source of a RegExp with the `u` flag that a good value matches whole. */
  pattern?: string
  /** The same of what WeChat may take beyond it. */
  possible?: string
  hint: string
  input: InputKind
  enum?: string[]
}

/** A template as members see it. */
export interface Template {
  key: string
  templateId: string
  title: string
  type: 'one-time' | 'long-term'
  about: string
  fields: TemplateField[]
  page: string
  sample: Record<string, string>
  enabled: boolean
  isPlaceholder: boolean
  updatedAt: string
}

export interface SyncReport {
  added: string[]
  updated: string[]
  unchanged: string[]
  missing: string[]
}

export interface Member {
  _id: string
  nickname: string
  role: Role
  grantedBy: string
  at: string
}

export interface Recipient {
  openid: string
  nickname: string
  remark: string
  lastSeen: string
  /** These three are of the chosen template; absent when none was chosen. */
  credits?: number
  standing?: Standing
  canReceive?: boolean
}

export interface MessageView {
  id: string
  openid: string
  state: MessageState
  reason?: string
  message?: string
  errcode?: number
  /** By which WeChat finds the request again, for seven days. */
  rid?: string
}

export interface PushView {
  pushId: string
  state: PushState
  template: string
  title: string
  counts: Counts
  /** Recipients so far; grows while the audience is written out. */
  total: number
  createdAt: string
  by: Author
  /** Nickname of the member who asked for it; empty when there is none. */
  author: string
  sendAt?: string
  /** Why messages did not simply go out, the most frequent first. */
  reasons: ReasonCount[]
  /** The first ones only. */
  messages: MessageView[]
  halt?: Halt
}

export type Author = { kind: 'member'; openid: string } | { kind: 'operator' }

export interface Halt {
  reason: string
  errcode?: number
  message: string
}

export interface ReasonCount {
  state: MessageState
  reason: string
  count: number
  /** What it means and what to do. */
  message?: string
  /** Another try may succeed, once what it says has been seen to. */
  retryable: boolean
}

/** A push in a list. */
export interface PushSummary {
  pushId: string
  state: PushState
  template: string
  title: string
  total: number
  counts: Counts
  createdAt: string
  sendAt?: string
  halt?: Halt
  /** Of a push to one person: who, and her message. */
  only?: { openid: string; nickname: string; messageId: string }
}

/** What became of one message of a push. */
export interface Result extends MessageView {
  nickname: string
}

export interface CreatedPush extends PushView {
  /** The key was known already: nothing was sent a second time. */
  replayed: boolean
}

export interface DryRun {
  dryRun: true
  total: number
  canReceive: number
  noAuthorization: number
  stopped: number
  duplicates: number
  unknownUsers: number
  unfit: number
  faults: FieldFault[]
  /** The key stands for this very push already: nothing would be sent. */
  replays?: true
  card: { title: string; lines: Line[] }
  message: string
}

export interface HistoryItem extends MessageView {
  pushId: string
  template: string
  title: string
  nickname: string
  createdAt: string
}

export interface MessageDetail extends MessageView {
  push: {
    pushId: string
    page: string
    miniprogramState: MiniprogramState
    lang: string
    by: Author
    title: string
    template: string
  }
  nickname: string
  lines: Line[]
  timeline: { at: string; state: MessageState; reason?: string }[]
  attempts: number
  msgid?: string
  raw?: string
  openedAt?: string
}
