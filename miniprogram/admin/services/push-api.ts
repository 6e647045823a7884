import {
  type AuditItem,
  type CallerKey,
  type ChainLink,
  type CreatedPush,
  type DryRun,
  type Home,
  type Invitation,
  type Invited,
  type ListPage,
  type Match,
  type Member,
  type MessageDetail,
  type MessageState,
  type MessagesFound,
  type NextDates,
  type Person,
  type PushSummary,
  type PushView,
  type Recipient,
  type Recurrence,
  type Result,
  type RetryTrial,
  type Role,
  type SavedUser,
  type Standstill,
  type SyncPlan,
  type SyncReport,
  type TagCount,
  type TagsWritten,
  type Template,
  type UsersSaved,
  type Verified,
} from '../../services/answers'
import { call } from '../../services/call'
import { type Outcome } from '../../services/outcome'
import { type AskCards, type Funnel, type ReachAnswer, type ReportOverview } from './report-answers'
import { type AuditRequest, type HistoryRequest, type PeopleFilter, type PushRequest, type RecipientsRequest, type RecurrenceRequest, type TemplateChanges, type UserChanges } from './requests'

type Answer<T> = Promise<Outcome<T>>
/** Where a list goes on. */
interface Cursor {
  cursor?: string
}

/** The function `push`: what members do. */
export const pushApi = {
  dryRun: (request: PushRequest & { key?: string }): Answer<DryRun> => call('push', { action: 'create', dryRun: true, ...request }),
  /** The same key with the same request is the same push, however often it is asked for. */
  create: (key: string, request: PushRequest): Answer<CreatedPush> => call('push', { action: 'create', key, ...request }),
  status: (pushId: string): Answer<PushView> => call('push', { action: 'status', pushId }),
  /** Sends for as long as one call may; the timer sends the rest. */
  advance: (pushId: string): Answer<PushView> => call('push', { action: 'advance', pushId }),
  pause: (pushId: string): Answer<PushView> => call('push', { action: 'pause', pushId }),
  resume: (pushId: string): Answer<PushView> => call('push', { action: 'resume', pushId }),
  cancel: (pushId: string): Answer<PushView> => call('push', { action: 'cancel', pushId }),
  approve: (request: { pushId: string; seen: string; recipients: number }): Answer<PushView> => call('push', { action: 'approve', ...request }),
  retry: (pushId: string): Answer<PushView> => call('push', { action: 'retry', pushId }),
  /** Whom that would reach, and whom not. */
  retryTrial: (pushId: string): Answer<RetryTrial> => call('push', { action: 'retry', pushId, dryRun: true }),
  resolve: (id: string, outcome: 'sent' | 'not-sent'): Answer<PushView> => call('push', { action: 'resolve', id, outcome }),
  resolveAll: (pushId: string, outcome: 'sent' | 'not-sent'): Answer<PushView> => call('push', { action: 'resolveAll', pushId, outcome }),
  /** The first page, all of it. */
  home: (): Answer<Home> => call('push', { action: 'home' }),
  results: (request: { pushId: string; state?: MessageState; reason?: string } & Cursor): Answer<ListPage<Result>> => call('push', { action: 'results', ...request }),
  /** Messages: of whoever the search means, or of a push. */
  history: (request: Omit<HistoryRequest, 'search'> & Cursor & ({ search: string } | { pushId: string } | { openid: string })): Answer<MessagesFound> => call('push', { action: 'history', ...request }),
  /** Pushes that such a thing is true of. */
  historyOfPushes: (request: Omit<HistoryRequest, 'search' | 'openid' | 'pushId'> & Cursor): Answer<ListPage<PushSummary>> => call('push', { action: 'history', ...request }),
  /** What is wrong now, the worst first, and what happened in these days, today the last of them. */
  overview: (days: number): Answer<ReportOverview> => call('push', { action: 'overview', days }),
  reach: (template: string): Answer<ReachAnswer> => call('push', { action: 'reach', template }),
  funnel: (request: { template?: string; days: number }): Answer<Funnel> => call('push', { action: 'funnel', ...request }),
  /** From now on it is counted who comes by that card. */
  keepAskCard: (code: string, templates: string[]): Answer<{ code: string }> => call('push', { action: 'keepAskCard', code, templates }),
  /** How many came by the cards of the last weeks that asked for it. */
  askCards: (template: string): Answer<AskCards> => call('push', { action: 'askCards', template }),
  message: (id: string): Answer<MessageDetail> => call('push', { action: 'message', id }),
  recipients: (request: RecipientsRequest): Answer<ListPage<Recipient>> => call('push', { action: 'recipients', ...request }),
  countRecipients: (filter: PeopleFilter): Answer<{ total: number; atLeast?: true }> => call('push', { action: 'countRecipients', ...filter }),
  person: (openid: string): Answer<Person> => call('push', { action: 'person', openid }),
  /** The tags in use. */
  tags: (): Answer<{ tags: TagCount[]; more?: true }> => call('push', { action: 'tags' }),
  /** Who is meant by these names, at most 1,000; none is guessed. */
  matchPeople: (request: { names: string[]; by?: 'openid' | 'remark' | 'nickname' }): Answer<{ matches: Match[] }> => call('push', { action: 'matchPeople', ...request }),
  saveUser: (changes: UserChanges): Answer<{ user: SavedUser }> => call('push', { action: 'saveUser', ...changes }),
  /** At most 200 at a time. */
  saveUsers: (users: readonly UserChanges[], keepTags: boolean): Answer<UsersSaved> => call('push', { action: 'saveUsers', users: [...users], keepTags }),
  /** At most 1,000 at a time. */
  tagUsers: (request: { openids: string[]; add?: string[]; remove?: string[] }): Answer<TagsWritten> => call('push', { action: 'tagUsers', ...request }),

  recurrences: (): Answer<{ recurrences: Recurrence[] }> => call('push', { action: 'recurrences' }),
  nextDates: (rule: RecurrenceRequest['rule']): Answer<NextDates> => call('push', { action: 'nextDates', rule }),
  /** What it would send each time, and when. */
  tryRecurrence: (request: Omit<RecurrenceRequest, 'key'>): Answer<DryRun & NextDates> => call('push', { action: 'saveRecurrence', ...request, dryRun: true }),
  saveRecurrence: (key: string, request: Omit<RecurrenceRequest, 'key'>): Answer<{ recurrence: Recurrence; replayed: boolean }> => call('push', { action: 'saveRecurrence', key, ...request }),
  decideRecurrence: (decision: 'pause' | 'resume' | 'end', id: string): Answer<{ recurrence: Recurrence }> => call('push', { action: `${decision}Recurrence`, id }),

  templates: (): Answer<{ templates: Template[] }> => call('push', { action: 'templates' }),
  saveTemplate: (changes: TemplateChanges): Answer<{ template: Template }> => call('push', { action: 'saveTemplate', ...changes }),
  /** What a sync would do. */
  planSync: (): Answer<SyncPlan> => call('push', { action: 'syncTemplates', dryRun: true }),
  /** Only what was shown. */
  syncTemplates: (seen: string): Answer<SyncReport> => call('push', { action: 'syncTemplates', seen }),

  members: (): Answer<{ members: Member[] }> => call('push', { action: 'members' }),
  /** It stands in the audit that somebody looked. */
  showOpenid: (whose: { message: string } | { member: string } | { user: string }): Answer<{ openid: string }> => call('push', { action: 'showOpenid', ...whose }),
  /** Leave to take along full openids, of the results of a push or of a list of people; it stands in the audit. */
  exportOpenids: (of: { pushId: string } | { people: PeopleFilter }): Answer<{ recipients: number }> => call('push', { action: 'exportOpenids', ...of }),
  grant: (openid: string, role: Role): Answer<{ members: Member[] }> => call('push', { action: 'grant', openid, role }),
  standstill: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'standstill' }),
  stopAll: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'stopAll' }),
  releaseAll: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'releaseAll' }),
  revoke: (openid: string): Answer<{ members: Member[] }> => call('push', { action: 'revoke', openid }),
  invite: (role: Role): Answer<Invited> => call('push', { action: 'invite', role }),
  invitations: (): Answer<{ invitations: Invitation[] }> => call('push', { action: 'invitations' }),
  withdrawInvitation: (id: string): Answer<{ invitations: Invitation[] }> => call('push', { action: 'withdrawInvitation', id }),

  callerKeys: (): Answer<{ callerKeys: CallerKey[] }> => call('push', { action: 'callerKeys' }),
  /** The key is told this once. */
  createCallerKey: (request: { name: string; templates?: string[]; perDay: number }): Answer<{ key: string; callerKeys: CallerKey[] }> => call('push', { action: 'createCallerKey', ...request }),
  withdrawCallerKey: (id: string): Answer<{ callerKeys: CallerKey[]; paused: number }> => call('push', { action: 'withdrawCallerKey', id }),
  /** Of everything that rests under that name; `left` where one call was too short. */
  decideNotices: (name: string, decision: 'resume' | 'cancel'): Answer<{ notices: number; left: number }> => call('push', { action: 'decideNotices', name, decision }),

  audit: (request: AuditRequest): Answer<ListPage<AuditItem>> => call('push', { action: 'audit', ...request }),
  /** As far as one call can; from where the one before ended. */
  verifyAudit: (from?: ChainLink): Answer<Verified> => call('push', { action: 'verifyAudit', ...(from && { from }) }),
}
