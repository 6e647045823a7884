import { type Begun } from '../access/calls'
import { type Author } from '../access/identify'
import { type Settlement } from '../ledger/holds'
import { type Ports } from '../ports'
import { type Changes, type Collection, type Database } from '../ports/database'
import { type Lang, type MiniprogramState } from '../ports/openapi'
import { COLLECTIONS } from '../records/collections'
import { groupBy } from '../records/group-by'
import { type MessageData } from '../templates/message-data'
import { type TemplateField } from '../templates/template'
import { type Terms } from '../templates/terms'
import { type Message, type MessageState, type PersonsWord } from './message'

/** What an admin asked for, once: a row of `pushes`, `_id` is its idempotency key. */
export interface Push {
  _id: string
  /** Our key of the template, and WeChat's id for it at that time. */
  template: string
  templateId: string
  title: string
  type: 'one-time' | 'long-term'
  /** The template's fields at that time: whatever becomes of it, this is what was sent. Absent in records of before. */
  fields?: TemplateField[]
  data: MessageData
  /** As it was asked for, its places still open; see `pageOf`. */
  page: string
  /** What goes into them, the message's id apart; absent where there are none. */
  parameters?: MessageData
  /** Of a list in which each is told something of her own: what is not yet written out as her message. */
  texts?: OwnText[]
  /** Fields that stand in `texts`, of which the common text may be missing or hold `{{列名}}`. */
  own?: string[]
  /** Some of its messages are about a matter of which each person gets one. */
  dedupes?: true
  miniprogramState: MiniprogramState
  lang: Lang
  audience: Audience
  /** How far the audience has been written out; undefined once all of it is. */
  cursor?: string
  /** Who writes out an audience that may change meanwhile, and until when nobody else does. */
  expander?: string
  expandUntil?: Date
  /** What becomes of those who have no authorization, or have had enough; absent where nothing of that applies. */
  terms?: Terms
  /** Try also where the ledger has nothing left. */
  anyway: boolean
  /** Send what WeChat may take although we doubt it; see `DOUBTS` of the field rules. */
  asIs?: boolean
  by: Author
  /** Who set it going again, if anybody did; see `answersFor`. */
  goingBy?: Author
  /** Of the request as it was written: the same key with another hash is another push, and refused. */
  bodyHash: string
  state: PushState
  /** Not before this time; by itself as soon as possible. */
  sendAt?: Date
  /** Also within quiet hours. */
  urgent: boolean
  /** To so many that a second member has to agree: what she agreed to, once she has. */
  approval?: Approval | 'needed'
  /** Counts the changes of its state: whoever acts on what was read acts on nothing newer. */
  revision?: number
  /** What did not go out is to be tried again: decided, and not yet done to the messages. */
  requeue?: Requeue
  /** What a person said of all those of which nobody knew at that moment: decided, and not yet done to the messages. */
  resolving?: { outcome: PersonsWord; at: Date }
  /** Messages that waited are to go out: decided, and not yet done to the messages; see `core/waiting`. */
  waking?: true
  /** Cancelled, and some of its messages are not yet over. */
  closing?: boolean
  /** WeChat's daily quota is used up: nothing is tried before this time. */
  notBefore?: Date
  /** Rounds in a row in which the caller had no call token. */
  tokenless?: number
  /** Why it was halted. */
  halt?: Halt
  total: number
  /** That it was asked for, until that is in the audit; see `traced`. */
  record?: Begun
  /** To one person, and asked for where nothing can be sent: nothing is written out, the timer does all of it in one go. */
  forTimer?: true
  /** One of many that a business function sets going by itself, for one person: no list of pushes is about it. */
  notice?: true
  /** Its one message is made of several notices that waited for the same reader; see `core/waiting/gather.ts`. */
  gathers?: true
  /**
   * Which call wrote a notice down. Notices of one call are held in the ledger and settled under this name together, as those of a push
   * to many are under its id; of two to the same person the second has a name of its own.
   */
  batch?: string
  /** The plan that it is a run of, and how often that is in words, as it was then. */
  recurrence?: { id: string; words: string }
  /** When its texts were removed for their age; what was sent to whom stays. */
  textsGoneAt?: Date
  createdAt: Date
  updatedAt: Date
}

/** What one recipient is told over what all are told. */
export interface OwnText {
  openid: string
  data?: MessageData
  parameters?: MessageData
  /** See `dedupeId`. */
  dedupe?: string
}

export interface Requeue {
  states: MessageState[]
  reasons: string[]
  /** Only for those whom the ledger lets receive by then. */
  receiving?: true
  /** How far that was done, where one call was too short for it. */
  cursor?: string
}

/** Whom a push is for. Only a list is fixed from the start; the others are whoever fits when the push begins. */
export type Audience =
  | { kind: 'openids'; openids: string[] }
  /** Everyone of whom the ledger says that one more message of this template may go out. */
  | { kind: 'canReceive' }
  /** Who has one of `tags`, every one of `all`, and none of `none`, as far as these are there. */
  | { kind: 'tags'; tags: string[]; all?: string[]; none?: string[] }
  | { kind: 'all' }

/** Whom tags mean: who has one of `any`, every one of `all`, and none of `none`. Of those that are given none is empty. */
export interface TagFilter {
  any?: string[] | undefined
  all?: string[] | undefined
  none?: string[] | undefined
}

/** Of an audience by tags. */
export function tagFilterOf({ tags, all, none }: Extract<Audience, { kind: 'tags' }>): TagFilter {
  return { ...(tags.length > 0 && { any: tags }), ...(all && { all }), ...(none && { none }) }
}

export interface Approval {
  by: Author
  at: Date
  /** No more than so many get it. */
  recipients: number
  /** What she was shown; see `Asked`. */
  seen: string
}

export interface Halt {
  reason: string
  errcode?: number
  message: string
}

/**
 * The life of a push. Each way is one write of `changePush`; what has to be done to its messages because of it is marked in the
 * push by the same write, and done by whoever comes first: the caller, or the next round of the timer (`reconcile`).
 *
 * | state | leaves it by | who | what is left to be done, and its mark |
 * |---|---|---|---|
 * | pending | a second member agrees → scheduled, or expanding | `approvePush` | |
 * | scheduled | its time has come → expanding; or halted, when its template is not fit any more | the timer | |
 * | expanding | the audience is written out → running | `expand`, any number of callers | the rest of the audience: `cursor` |
 * | running | nothing of it is open → finished | `finishIfDone` | |
 * | scheduled, expanding, running | a person, or because its author may not push any more → paused; every send would fail alike → halted | a member, `pauseOrphans`; a worker | |
 * | paused, halted | a person → where it was | a member | what failed for the reason of the halt: `requeue` |
 * | running, finished | a person tries again → running | a member | what may go out by now: `requeue` |
 * | finished | its reader agrees again, or a time has come for what waits → running | whoever hears of it, the timer | those messages: `waking` |
 * | any, and stays there | a person says what came of all the unknown | a member | those messages: `resolving` |
 * | all but finished, and finished while some of it waits | a person → cancelled | a member | what is still open: `closing` |
 */
export type PushState = (typeof PUSH_STATES)[number]

export const PUSH_STATES = ['pending', 'scheduled', 'expanding', 'running', 'finished', 'halted', 'paused', 'cancelled'] as const

/** All of a push but the names in it, and what each is told: a list may be 3,000 long, and is read by `expand` only. */
export const WITHOUT_NAMES = { 'audience.openids': false, texts: false }

export function pushesOf(db: Database): Collection<Push> {
  return db.collection<Push>(COLLECTIONS.pushes)
}

/** Who set it going last: it goes out while that person may push. */
export function answersFor({ goingBy, by }: Pick<Push, 'goingBy' | 'by'>): Author {
  return goingBy ?? by
}

/** Pushes of which one send tells whether all would fail alike: a notice is one of many that go out with the same template. */
export function kinOf({ _id, notice, templateId }: Pick<Push, '_id' | 'notice' | 'templateId'>): string {
  return notice ? `notices ${templateId}` : _id
}

/** Under which name the ledger holds what its messages need. */
export function holdOf({ _id, batch }: Pick<Push, '_id' | 'batch'>): string {
  return batch ?? _id
}

/** Pushes whose messages are held and settled together, as if they were of one: at most one message to a person among them. */
export function bondOf(push: Pick<Push, '_id' | 'batch' | 'template' | 'templateId' | 'type' | 'anyway'>): string {
  return push.batch === undefined ? push._id : [push.batch, push.template, push.templateId, push.type, push.anyway].join(' ')
}

/** What a second member agreed to, where she has; whatever else may stand there is no agreement. */
export function agreementOf({ approval }: Pick<Push, 'approval'>): Approval | undefined {
  return typeof approval === 'object' && approval !== null ? approval : undefined
}

/** What somebody agreed to is not what would go out with this id: somebody has to look again. */
export function isAgreed(push: Pick<Push, 'approval' | 'templateId'>, templateId: string): boolean {
  return push.approval === undefined || (agreementOf(push) !== undefined && templateId === push.templateId)
}

/** Where a push that rested goes on. */
export function onwardOf({ clock }: Ports, { sendAt, cursor }: Pick<Push, 'sendAt' | 'cursor'>): PushState {
  if (cursor === undefined) return 'running'
  return sendAt !== undefined && sendAt.getTime() > clock.now() && cursor === '' ? 'scheduled' : 'expanding'
}

/** Changes a push as it was seen. @returns false when somebody else has changed it since */
export async function changePush<P extends Pick<Push, '_id' | 'revision'>>(ports: Ports, seen: P, changes: Changes): Promise<boolean> {
  const { command } = ports.db
  const { stats } = await pushesOf(ports.db)
    .where({ _id: seen._id, revision: seen.revision ?? command.exists(false) })
    .update({ data: { ...changes, revision: command.inc(1), updatedAt: new Date(ports.clock.now()) } })
  return stats.updated > 0
}

/**
 * What the ledger must know to settle what these messages hold, for each of WeChat's ids that they were claimed with.
 * @param push  of the messages, or one of several with the same `bondOf`
 */
export function settlementsOf(push: Push, messages: readonly Pick<Message, 'openid' | 'templateId'>[]): Settlement[] {
  return [...groupBy(messages, ({ templateId }) => templateId ?? push.templateId)].map(([templateId, group]) => ({
    pushId: holdOf(push),
    templateId,
    openids: group.map(({ openid }) => openid),
    anyway: push.anyway,
    template: push.template,
    ...(push.terms && { terms: push.terms }),
  }))
}
