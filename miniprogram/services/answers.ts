/**
 * What the cloud functions answer, as it arrives here. Types only: nothing of `core/` ships with the mini-program, and nothing of this
 * file is left at run time.
 */
import type * as accepting from '../../core/access/accept-invitation'
import type * as inviting from '../../core/access/invite'
import type { AlarmView } from '../../core/alarms/table'
import type { NamedMember } from '../../core/users/list-members'
import type * as consent from '../../core/consent/overview'
import type * as record from '../../core/consent/record'
import type * as audit from '../../core/history/audit'
import type * as detail from '../../core/history/detail'
import type * as history from '../../core/history/history'
import type * as home from '../../core/history/home'
import type * as inbox from '../../core/history/inbox'
import type * as person from '../../core/history/person'
import type { Page } from '../../core/records/page'
import type * as pushes from '../../core/history/pushes'
import type * as results from '../../core/history/results'
import type { RecurrenceView } from '../../core/recurring/list'
import type * as recurring from '../../core/recurring/save'
import type { CallerKeyView } from '../../core/notify/keys'
import type { StandstillView } from '../../core/delivery/standstill'
import type { Created } from '../../core/push/create'
import type * as dryRun from '../../core/push/dry-run'
import type * as retry from '../../core/push/retry'
import type * as view from '../../core/push/view'
import type { DescribedField, DescribedTemplate } from '../../core/templates/describe'
import type * as ownData from '../../core/users/export'
import type * as match from '../../core/users/match'
import type * as recipients from '../../core/users/recipients'
import type { SavedUser, UsersSaved } from '../../core/users/save-user'
import type { TagsWritten } from '../../core/users/tag-users'
import type { TagCount } from '../../core/users/tags'

/** A value as it arrives: a moment is its ISO text. */
export type Json<T> = T extends Date ? string : T extends readonly (infer Item)[] ? Json<Item>[] : T extends object ? { [Key in keyof T]: Json<T[Key]> } : T

export type { Role } from '../../core/access/member'
export type { FieldFault } from '../../core/error/app-error'
export type { Standing } from '../../core/ledger/authorization'
export type { MessageReason, MessageState } from '../../core/outbox/message'
export type { Author } from '../../core/access/identify'
export type { PushState } from '../../core/outbox/push'
export type { MiniprogramState } from '../../core/ports/openapi'
export type { Counts, MessageView, ReasonCount } from '../../core/push/view'
export type { SyncPlan } from '../../core/push/sync-plan'
export type { SyncReport } from '../../core/templates/sync'

/** One page of a list; `next` asks for the one after it. */
export type ListPage<T> = Page<T>

/** A kind of reminder, as its user sees it. */
export type Kind = consent.TemplateOverview
export type Line = Kind['sample'][number]
export type Overview = consent.UserOverview
export type Recorded = record.Recorded
/** A message as its reader sees it. */
export type InboxItem = Json<inbox.InboxItem>
/** What is told of a message that a card was opened of. */
export type OpenedMessage = inbox.OpenedMessage
export type OwnData = Json<ownData.OwnData>

/** Who is meant by a name. */
export type Match = match.Match

/** A template as members see it. */
export type Template = Json<DescribedTemplate>
export type TemplateField = DescribedField
export type InputKind = TemplateField['input']
export type Member = Json<NamedMember>
export type Invited = Json<inviting.Invited>
/** A key for business functions. */
export type CallerKey = Json<CallerKeyView>
/** What is sent again and again. */
export type Recurrence = Json<RecurrenceView>
/** When a rule is next, and how it is called. */
export type NextDates = Json<recurring.NextDates>
/** An invitation that can still be accepted. */
export type Invitation = Json<inviting.OpenInvitation>
export type Accepted = accepting.Accepted
export type Recipient = Json<recipients.Recipient>
/** Somebody, by herself. */
export type Person = Json<person.PersonView>
export type { SavedUser, TagCount, TagsWritten, UsersSaved }

export type PushView = Json<view.PushView>
export type Asked = NonNullable<PushView['asked']>
export type Halt = NonNullable<PushView['halt']>
/** Something that is wrong now. */
export type Alarm = Json<AlarmView>
/** A push in a list. */
export type PushSummary = Json<pushes.PushSummary>
export type Home = Json<home.Home>
/** What became of one message of a push. */
export type Result = Json<results.Result>
export type CreatedPush = Json<Created>
export type Standstill = NonNullable<Json<StandstillView>['standstill']>
export type DryRun = Json<dryRun.DryRun>
export type HistoryItem = Json<history.HistoryItem>
/** What the history answers for a person; for a push, without her. */
export type MessagesFound = Json<Extract<history.Found, { of: 'messages' }>>
/** Whom another try would reach. */
export type RetryTrial = retry.RetryTrial
/** An entry of the audit. */
export type AuditItem = Json<audit.AuditItem>
export type Verified = Json<audit.Verified>
export type ChainLink = NonNullable<Verified['head']>
export type MessageDetail = Json<detail.DetailNow>
