import * as v from 'valibot'
import { acceptInvitation } from '../../../core/access/accept-invitation'
import { HOURS, invite, openInvitations, withdrawInvitation } from '../../../core/access/invite'
import { note } from '../../../core/access/audit'
import { grant, revoke } from '../../../core/access/manage-members'
import { memberAction, userAction, type Action } from '../../../core/api/actions'
import { text } from '../../../core/api/schema'
import { releaseAll, stopAll, viewStandstill } from '../../../core/delivery/standstill'
import { AUDIT_REQUEST, listAudit, VERIFY_REQUEST, verifyAudit } from '../../../core/history/audit'
import { detailNow } from '../../../core/history/detail'
import { history, HISTORY_REQUEST, pushStatus } from '../../../core/history/history'
import { home, HOME } from '../../../core/history/home'
import { person, PERSON_REQUEST } from '../../../core/history/person'
import { listPushes, PUSHES_REQUEST } from '../../../core/history/pushes'
import { pushResults, RESULTS_REQUEST } from '../../../core/history/results'
import { callerActions } from '../../../core/notify/actions'
import { DECIDE_REQUEST, decideNotices } from '../../../core/notify/decide'
import { createCallerKey, CREATE_KEY_REQUEST, listCallerKeys, withdrawCallerKey } from '../../../core/notify/keys'
import { keepAskCard, KEEP_ASK_CARD_REQUEST } from '../../../core/consent/ask-cards'
import { ASK_CARDS_REQUEST, countAskCards } from '../../../core/consent/ask-card-counts'
import { approvePush } from '../../../core/push/approval'
import { advancePush } from '../../../core/push/advance'
import { cancelPush, pausePush, resolveAll, resolveMessage, resumePush } from '../../../core/push/control'
import { createPush } from '../../../core/push/create'
import { besideCreate } from '../../../core/push/ground'
import { pauseOrphans } from '../../../core/push/orphans'
import { CREATE_REQUEST } from '../../../core/push/request'
import { retryPush, tryRetry } from '../../../core/push/retry'
import { endRecurrence, pauseRecurrence, resumeRecurrence } from '../../../core/recurring/control'
import { listRecurrences } from '../../../core/recurring/list'
import { pauseOrphanPlans } from '../../../core/recurring/orphans'
import { DATES_REQUEST, PLAN_ID, SAVE_REQUEST as SAVE_RECURRENCE } from '../../../core/recurring/request'
import { datesOf, saveRecurrence, trySave } from '../../../core/recurring/save'
import { funnel, FUNNEL_REQUEST } from '../../../core/reports/funnel'
import { overview, OVERVIEW_REQUEST } from '../../../core/reports/overview'
import { reach, REACH_REQUEST } from '../../../core/reports/reach'
import { type Ports } from '../../../core/ports'
import { SYNC_REQUEST, syncOrPlan } from '../../../core/push/sync-plan'
import { listTemplates, TEMPLATES_REQUEST } from '../../../core/templates/list'
import { SAVE_REQUEST, saveTemplate } from '../../../core/templates/save'
import { describeTemplate } from '../../../core/templates/describe'
import { exportOpenids, EXPORT_OPENIDS_REQUEST } from '../../../core/users/export-openids'
import { listMembers } from '../../../core/users/list-members'
import { MATCH_REQUEST, matchPeople } from '../../../core/users/match'
import { listRecipients, RECIPIENTS_REQUEST } from '../../../core/users/recipients'
import { showOpenid, SHOW_OPENID_REQUEST } from '../../../core/users/show-openid'
import { countRecipients, COUNT_REQUEST } from '../../../core/users/count-recipients'
import { saveUser, saveUsers, SAVE_USER_REQUEST, SAVE_USERS_REQUEST } from '../../../core/users/save-user'
import { tagUsers, TAG_USERS_REQUEST } from '../../../core/users/tag-users'
import { listTags } from '../../../core/users/tags'
import { knowingPages } from './pages'

const NOTHING = v.strictObject({})
const PUSH_ID = v.strictObject({ pushId: text(64) })
const RETRY = v.strictObject({ pushId: text(64), dryRun: v.optional(v.boolean('只能是 true 或 false')) })
const OUTCOME = v.picklist(['sent', 'not-sent'], '只能是 sent（已送达）或 not-sent（没有送达）')
const RESOLVE = v.strictObject({ id: text(200), outcome: OUTCOME })
const RESOLVE_ALL = v.strictObject({ pushId: text(64), outcome: OUTCOME })
const APPROVE = v.strictObject({ pushId: text(64), seen: text(64), recipients: v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(0, '不能小于 0')) })
const ROLE = v.picklist(['owner', 'sender', 'viewer'], '只能是 owner（所有者）、sender（推送者）或 viewer（查看者）')

/** Another function's call has no call token: what it asks for is queued. */
export const CALLER_ACTIONS: Readonly<Record<string, Action>> = callerActions((ports) => ({ ports: knowingPages(ports) }))

export const MEMBER_ACTIONS: Readonly<Record<string, Action>> = {
  create: memberAction(
    'sender',
    CREATE_REQUEST,
    (ports, by, request) => createPush(knowingPages(ports), request, by),
    ({ dryRun }) => (dryRun ? 'noted' : 'own'),
    besideCreate,
  ),
  advance: memberAction(
    'sender',
    PUSH_ID,
    async (ports, by, { pushId }) => {
      const push = await advancePush(ports, pushId)
      await note(ports, by, 'advance', { pushId })
      return push
    },
    () => 'counted',
  ),
  pause: memberAction('sender', PUSH_ID, (ports, by, { pushId }) => pausePush(ports, by, pushId)),
  resume: memberAction('sender', PUSH_ID, (ports, by, { pushId }) => resumePush(ports, by, pushId)),
  approve: memberAction('sender', APPROVE, (ports, by, request) => approvePush(ports, by, request)),
  cancel: memberAction('sender', PUSH_ID, (ports, by, { pushId }) => cancelPush(ports, by, pushId)),
  retry: memberAction(
    'sender',
    RETRY,
    (ports, by, { pushId, dryRun }) => (dryRun ? tryRetry(ports, pushId) : retryPush(ports, by, pushId)),
    ({ dryRun }) => (dryRun ? 'noted' : 'each'),
  ),
  resolve: memberAction('sender', RESOLVE, (ports, by, { id, outcome }) => resolveMessage(ports, by, id, outcome)),
  resolveAll: memberAction('sender', RESOLVE_ALL, (ports, by, { pushId, outcome }) => resolveAll(ports, by, pushId, outcome)),
  status: memberAction('viewer', PUSH_ID, ({ db }, _by, { pushId }) => pushStatus(db, pushId)),
  home: memberAction('viewer', NOTHING, (ports) => home(ports), undefined, () => HOME),
  pushes: memberAction('viewer', PUSHES_REQUEST, ({ db }, _by, request) => listPushes(db, request)),
  results: memberAction('viewer', RESULTS_REQUEST, ({ db }, _by, request) => pushResults(db, request)),
  history: memberAction('viewer', HISTORY_REQUEST, ({ db }, _by, request) => history(db, request)),
  message: memberAction('viewer', v.strictObject({ id: text(200) }), (ports, _by, { id }) => detailNow(ports, id)),
  overview: memberAction('viewer', OVERVIEW_REQUEST, (ports, _by, request) => overview(ports, request)),
  reach: memberAction('viewer', REACH_REQUEST, (ports, _by, request) => reach(ports, request)),
  funnel: memberAction('viewer', FUNNEL_REQUEST, (ports, _by, request) => funnel(ports, request)),
  recipients: memberAction('viewer', RECIPIENTS_REQUEST, ({ db }, _by, request) => listRecipients(db, request)),
  /** To look for people is no deed. */
  matchPeople: memberAction('sender', MATCH_REQUEST, ({ db }, _by, request) => matchPeople(db, request), () => 'noted'),

  recurrences: memberAction('viewer', NOTHING, (ports) => listRecurrences(ports)),
  nextDates: memberAction('viewer', DATES_REQUEST, (ports, _by, { rule }) => Promise.resolve(datesOf(ports, rule))),
  saveRecurrence: memberAction(
    'sender',
    SAVE_RECURRENCE,
    (ports, by, request) => (request.dryRun ? trySave(knowingPages(ports), request) : saveRecurrence(knowingPages(ports), by, request)),
    ({ dryRun }) => (dryRun ? 'noted' : 'each'),
  ),
  pauseRecurrence: memberAction('sender', PLAN_ID, (ports, by, { id }) => pauseRecurrence(ports, by, id)),
  resumeRecurrence: memberAction('sender', PLAN_ID, (ports, by, { id }) => resumeRecurrence(knowingPages(ports), by, id)),
  endRecurrence: memberAction('sender', PLAN_ID, (ports, by, { id }) => endRecurrence(ports, by, id)),

  keepAskCard: memberAction('sender', KEEP_ASK_CARD_REQUEST, keepAskCard),
  askCards: memberAction('viewer', ASK_CARDS_REQUEST, (ports, _by, request) => countAskCards(ports, request)),

  templates: memberAction('viewer', TEMPLATES_REQUEST, ({ db }, _by, request) => listTemplates(db, request)),
  saveTemplate: memberAction('owner', SAVE_REQUEST, async (ports, by, request) => ({
    template: describeTemplate(await saveTemplate(ports, by, request)),
  })),
  syncTemplates: memberAction('owner', SYNC_REQUEST, syncOrPlan, ({ dryRun }) => (dryRun ? 'noted' : 'each')),

  countRecipients: memberAction('viewer', COUNT_REQUEST, (ports, _by, request) => countRecipients(ports, request)),
  tags: memberAction('viewer', NOTHING, ({ db }) => listTags(db)),
  person: memberAction('viewer', PERSON_REQUEST, ({ db }, _by, request) => person(db, request)),
  saveUser: memberAction('sender', SAVE_USER_REQUEST, saveUser),
  saveUsers: memberAction('sender', SAVE_USERS_REQUEST, saveUsers),
  tagUsers: memberAction('sender', TAG_USERS_REQUEST, tagUsers),

  members: memberAction('viewer', NOTHING, async ({ db }) => ({ members: await listMembers(db) })),
  showOpenid: memberAction('owner', SHOW_OPENID_REQUEST, showOpenid),
  exportOpenids: memberAction('owner', EXPORT_OPENIDS_REQUEST, exportOpenids),
  grant: memberAction('owner', v.strictObject({ openid: text(64), role: ROLE }), async (ports, by, { openid, role }) => {
    await grant(ports, by, openid, role)
    return { members: await listMembers(ports.db), paused: await pauseGone(ports) }
  }),
  revoke: memberAction('owner', v.strictObject({ openid: text(64) }), async (ports, by, { openid }) => {
    await revoke(ports, by, openid)
    return { members: await listMembers(ports.db), paused: await pauseGone(ports) }
  }),

  standstill: memberAction('viewer', NOTHING, ({ db }) => viewStandstill(db)),
  stopAll: memberAction('owner', v.strictObject({ reason: v.optional(text(100)) }), (ports, by, { reason = '' }) => stopAll(ports, by, reason)),
  releaseAll: memberAction('owner', NOTHING, (ports, by) => releaseAll(ports, by)),
  invite: memberAction('owner', v.strictObject({ role: ROLE, hours: v.optional(HOURS) }), (ports, by, { role, hours }) => invite(ports, by, role, hours)),
  invitations: memberAction('owner', NOTHING, async (ports) => ({ invitations: await openInvitations(ports) }), () => 'noted'),
  withdrawInvitation: memberAction('owner', v.strictObject({ id: text(64) }), async (ports, by, { id }) => {
    await withdrawInvitation(ports, by, id)
    return { invitations: await openInvitations(ports) }
  }),

  callerKeys: memberAction('owner', NOTHING, (ports) => listCallerKeys(ports), () => 'noted'),
  createCallerKey: memberAction('owner', CREATE_KEY_REQUEST, (ports, by, request) => createCallerKey(ports, by, request)),
  withdrawCallerKey: memberAction('owner', v.strictObject({ id: text(64) }), (ports, by, { id }) => withdrawCallerKey(ports, by, id)),
  decideNotices: memberAction('owner', DECIDE_REQUEST, (ports, by, request) => decideNotices(ports, by, request)),
  ...CALLER_ACTIONS,

  /** Of whoever has the code: no member yet. */
  acceptInvitation: userAction(v.strictObject({ code: text(64) }), (ports, openid, { code }) => acceptInvitation(ports, openid, code)),
  // To look at the audit is no deed.
  audit: memberAction('owner', AUDIT_REQUEST, ({ db }, _by, request) => listAudit(db, request), () => 'noted'),
  verifyAudit: memberAction('owner', VERIFY_REQUEST, (ports, _by, request) => verifyAudit(ports, request), () => 'noted'),
}

/** Whatever was set going by somebody who may not push any more. @returns how many pushes and plans rest */
async function pauseGone(ports: Ports): Promise<number> {
  return (await pauseOrphans(ports)) + (await pauseOrphanPlans(ports))
}
