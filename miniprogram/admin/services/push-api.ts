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
  type PushSummary,
  type PushView,
  type Recipient,
  type Result,
  type RetryTrial,
  type Role,
  type Standstill,
  type SyncPlan,
  type SyncReport,
  type Template,
  type Verified,
} from '../../services/answers'
import { call } from '../../services/call'
import { type Outcome } from '../../services/outcome'
import { type AskCards, type Funnel, type ReachAnswer, type ReportOverview } from './report-answers'
import { type AuditRequest, type HistoryRequest, type PushRequest, type RecipientsRequest, type TemplateChanges } from './requests'

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
  history: (request: Omit<HistoryRequest, 'search'> & Cursor & ({ search: string } | { pushId: string })): Answer<MessagesFound> => call('push', { action: 'history', ...request }),
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
  matchPeople: (names: string[], by?: 'remark' | 'nickname'): Answer<{ matches: Match[] }> => call('push', { action: 'matchPeople', names, ...(by && { by }) }),
  recipients: (request: RecipientsRequest): Answer<ListPage<Recipient>> => call('push', { action: 'recipients', ...request }),

  templates: (): Answer<{ templates: Template[] }> => call('push', { action: 'templates' }),
  saveTemplate: (changes: TemplateChanges): Answer<{ template: Template }> => call('push', { action: 'saveTemplate', ...changes }),
  /** What a sync would do. */
  planSync: (): Answer<SyncPlan> => call('push', { action: 'syncTemplates', dryRun: true }),
  /** Only what was shown. */
  syncTemplates: (seen: string): Answer<SyncReport> => call('push', { action: 'syncTemplates', seen }),

  members: (): Answer<{ members: Member[] }> => call('push', { action: 'members' }),
  /** It stands in the audit that somebody looked. */
  showOpenid: (whose: { message: string } | { member: string }): Answer<{ openid: string }> => call('push', { action: 'showOpenid', ...whose }),
  /** Leave to take along the results with full openids; it stands in the audit. */
  exportOpenids: (pushId: string): Answer<{ recipients: number }> => call('push', { action: 'exportOpenids', pushId }),
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
