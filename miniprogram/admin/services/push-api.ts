import {
  type Alarm,
  type AuditItem,
  type ChainLink,
  type CreatedPush,
  type DryRun,
  type HistoryItem,
  type Home,
  type Invitation,
  type Invited,
  type ListPage,
  type Member,
  type MessageDetail,
  type MessageState,
  type PushState,
  type PushSummary,
  type PushView,
  type Recipient,
  type Result,
  type Role,
  type Standstill,
  type SyncReport,
  type Template,
  type Verified,
} from '../../services/answers'
import { call } from '../../services/call'
import { type Outcome } from '../../services/outcome'
import { type AuditRequest, type PushRequest, type RecipientsRequest, type TemplateChanges } from './requests'

type Answer<T> = Promise<Outcome<T>>

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
  resolve: (id: string, outcome: 'sent' | 'not-sent'): Answer<PushView> => call('push', { action: 'resolve', id, outcome }),
  resolveAll: (pushId: string, outcome: 'sent' | 'not-sent'): Answer<PushView> => call('push', { action: 'resolveAll', pushId, outcome }),
  /** The first page, all of it. */
  home: (): Answer<Home> => call('push', { action: 'home' }),
  pushes: (request: { state?: PushState | readonly PushState[]; cursor?: string }): Answer<ListPage<PushSummary>> => call('push', { action: 'pushes', ...request }),
  results: (request: { pushId: string; cursor?: string }): Answer<ListPage<Result>> => call('push', { action: 'results', ...request }),
  history: (request: { template?: string; state?: MessageState; pushId?: string; cursor?: string }): Answer<ListPage<HistoryItem>> =>
    call('push', { action: 'history', ...request }),
  /** What is wrong now, the worst first. */
  overview: (): Answer<{ alarms: Alarm[] }> => call('push', { action: 'overview' }),
  message: (id: string): Answer<MessageDetail> => call('push', { action: 'message', id }),
  recipients: (request: RecipientsRequest): Answer<ListPage<Recipient>> => call('push', { action: 'recipients', ...request }),

  templates: (): Answer<{ templates: Template[] }> => call('push', { action: 'templates' }),
  saveTemplate: (changes: TemplateChanges): Answer<{ template: Template }> => call('push', { action: 'saveTemplate', ...changes }),
  syncTemplates: (): Answer<SyncReport> => call('push', { action: 'syncTemplates' }),

  members: (): Answer<{ members: Member[] }> => call('push', { action: 'members' }),
  /** It stands in the audit that somebody looked. */
  showOpenid: (whose: { message: string } | { member: string }): Answer<{ openid: string }> => call('push', { action: 'showOpenid', ...whose }),
  grant: (openid: string, role: Role): Answer<{ members: Member[] }> => call('push', { action: 'grant', openid, role }),
  standstill: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'standstill' }),
  stopAll: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'stopAll' }),
  releaseAll: (): Answer<{ standstill?: Standstill }> => call('push', { action: 'releaseAll' }),
  revoke: (openid: string): Answer<{ members: Member[] }> => call('push', { action: 'revoke', openid }),
  invite: (role: Role): Answer<Invited> => call('push', { action: 'invite', role }),
  invitations: (): Answer<{ invitations: Invitation[] }> => call('push', { action: 'invitations' }),
  withdrawInvitation: (id: string): Answer<{ invitations: Invitation[] }> => call('push', { action: 'withdrawInvitation', id }),

  audit: (request: AuditRequest): Answer<ListPage<AuditItem>> => call('push', { action: 'audit', ...request }),
  /** As far as one call can; from where the one before ended. */
  verifyAudit: (from?: ChainLink): Answer<Verified> => call('push', { action: 'verifyAudit', ...(from && { from }) }),
}
