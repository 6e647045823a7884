import { type Role } from '../../../core/access/member'
import { CALLER_KEY, CALLERS, EVENT, openidOf, type Kind } from './callers'
import { type World } from './world'

/** What is decided of one action. A new one gets its line here, or the test of the matrix fails and names it. */
export interface Right {
  /** `user`: whoever is signed in, as herself; a role: members of at least that, and the operator; or exactly these callers. */
  may: 'user' | Role | readonly string[]
  /** A request that would be carried out, or several. */
  asks?: (world: World, openid: string) => object | object[]
  /** Collections that it may change beside `audit`. */
  changes?: readonly string[]
  /** There may be nothing to change. Everything else that may change something must. */
  idle?: true
  /** Whether a user may by it change rows that are not about herself. */
  reaches?: 'others'
  /** What even those are told who may: nothing here can carry it out. */
  told?: string
}

const DELIVERY = ['pushes', 'messages', 'authorizations', 'receipts', 'refusals', 'runs', 'quotas']
/** Whoever has a key for it, and comes from where such a key may be. */
const BUSINESS = ['business function']
const aPush = (which: 'finished' | 'scheduled' | 'paused') => (world: World) => ({ pushId: world[which] })

/** `function.action`, or the function alone where it has no actions. */
export const RIGHTS: Record<string, Right> = {
  'push.create': { may: 'sender', asks: ({ template, bystander }) => ({ template: template._id, data: { thing1: '车库' }, to: [bystander] }), changes: DELIVERY },
  'push.advance': { may: 'sender', asks: aPush('finished'), changes: DELIVERY, idle: true },
  'push.pause': { may: 'sender', asks: aPush('scheduled'), changes: ['pushes'] },
  'push.resume': { may: 'sender', asks: aPush('paused'), changes: DELIVERY },
  'push.cancel': { may: 'sender', asks: aPush('scheduled'), changes: DELIVERY },
  'push.retry': { may: 'sender', asks: aPush('finished'), changes: DELIVERY },
  'push.resolve': { may: 'sender', asks: ({ unknownMessage }) => ['sent', 'not-sent'].map((outcome) => ({ id: unknownMessage, outcome })), changes: DELIVERY },
  'push.resolveAll': { may: 'sender', asks: ({ unknownMessage }) => ['sent', 'not-sent'].map((outcome) => ({ pushId: unknownMessage.split(':')[0], outcome })), changes: DELIVERY },
  /** Its author is the operator, who agrees to nothing. */
  'push.approve': { may: ['sender', 'owner'], asks: ({ pending }) => pending, changes: DELIVERY },
  'push.recurrences': { may: 'viewer' },
  'push.nextDates': { may: 'viewer', asks: () => ({ rule: { every: 'day', time: '09:00' } }) },
  'push.saveRecurrence': { may: 'sender', asks: ({ template, bystander }) => ({ template: template._id, data: { thing1: '车库' }, to: [bystander], rule: { every: 'day', time: '09:00' } }), changes: ['recurrences'] },
  'push.pauseRecurrence': { may: 'sender', asks: ({ plan }) => ({ id: plan }), changes: ['recurrences'] },
  'push.resumeRecurrence': { may: 'sender', asks: ({ restingPlan }) => ({ id: restingPlan }), changes: ['recurrences'] },
  'push.endRecurrence': { may: 'sender', asks: ({ plan }) => ({ id: plan }), changes: ['recurrences'] },
  'push.status': { may: 'viewer', asks: aPush('finished') },
  'push.home': { may: 'viewer' },
  'push.pushes': { may: 'viewer' },
  'push.results': { may: 'viewer', asks: aPush('finished') },
  'push.history': { may: 'viewer' },
  'push.message': { may: 'viewer', asks: ({ unknownMessage }) => ({ id: unknownMessage }) },
  'push.recipients': { may: 'viewer' },
  'push.matchPeople': { may: 'sender', asks: ({ bystander }) => ({ names: [bystander] }) },
  /** What is wrong is logged, and that it was. */
  'push.overview': { may: 'viewer', changes: ['alarms'], idle: true },
  'push.reach': { may: 'viewer', asks: ({ template }) => ({ template: template._id }) },
  'push.funnel': { may: 'viewer' },
  'push.keepAskCard': { may: 'sender', asks: ({ template }, openid) => ({ code: `card-${openid.slice(-12)}`, templates: [template._id] }), changes: ['askCards'] },
  'push.askCards': { may: 'viewer' },
  'push.templates': { may: 'viewer' },
  'push.saveTemplate': { may: 'owner', asks: ({ template }) => ({ key: template._id, enabled: false }), changes: ['templates'] },
  'push.syncTemplates': { may: 'owner', changes: ['templates'], idle: true, told: 'no-call-token' },
  'push.audit': { may: 'owner' },
  'push.verifyAudit': { may: 'owner' },
  'push.countRecipients': { may: 'viewer' },
  'push.tags': { may: 'viewer' },
  'push.person': { may: 'viewer', asks: ({ bystander }) => ({ openid: bystander }) },
  'push.saveUser': { may: 'sender', asks: ({ bystander }) => ({ openid: bystander, remark: '3 幢' }), changes: ['users'] },
  'push.saveUsers': { may: 'sender', asks: ({ bystander }) => ({ users: [{ openid: bystander, tags: ['业主'] }] }), changes: ['users'] },
  'push.tagUsers': { may: 'sender', asks: ({ bystander }) => ({ openids: [bystander], add: ['志愿者'] }), changes: ['users'] },
  'push.members': { may: 'viewer' },
  'push.grant': { may: 'owner', asks: ({ bystander }, openid) => [bystander, openid].map((each) => ({ openid: each, role: 'owner' })), changes: ['members', 'pushes', 'recurrences'] },
  'push.revoke': { may: 'owner', asks: (_world, openid) => ['oRights_other-owner', ...(openid === openidOf('operator') ? [] : [openid])].map((each) => ({ openid: each })), changes: ['members', 'pushes', 'recurrences'] },
  /** The look itself stands in the audit. */
  'push.showOpenid': { may: 'owner', asks: ({ unknownMessage }) => ({ message: unknownMessage }) },
  /** So does what is taken along. */
  'push.exportOpenids': { may: 'owner', asks: aPush('finished') },
  'push.standstill': { may: 'viewer' },
  'push.stopAll': { may: 'owner', asks: () => ({ reason: '先停一下' }), changes: ['standstill', 'runs'] },
  'push.releaseAll': { may: 'owner', changes: ['standstill'], idle: true },
  'push.invite': { may: 'owner', asks: () => ({ role: 'owner' }), changes: ['invitations'] },
  'push.invitations': { may: 'owner' },
  'push.withdrawInvitation': { may: 'owner', asks: ({ invitationId }) => ({ id: invitationId }), changes: ['invitations'] },
  'push.acceptInvitation': { may: 'user', asks: ({ code }) => ({ code }), changes: ['members', 'invitations', 'tries'], reaches: 'others' },
  'push.callerKeys': { may: 'owner' },
  'push.createCallerKey': { may: 'owner', asks: () => ({ name: 'stock', perDay: 10 }), changes: ['callerKeys'] },
  'push.withdrawCallerKey': { may: 'owner', asks: () => ({ id: CALLER_KEY.split('_')[1] }), changes: ['callerKeys', 'pushes'] },
  'push.decideNotices': { may: 'owner', asks: ({ resting }) => ['resume', 'cancel'].map((decision) => ({ name: resting, decision })), changes: DELIVERY },
  'push.notify': {
    may: BUSINESS,
    asks: ({ template, bystander }) => [{ template: template._id, to: bystander, data: { thing1: '车库' }, dedupe: 'd1' }, { template: template._id, items: [{ to: bystander, data: { thing1: '车库' }, dedupe: 'd2' }] }],
    changes: [...DELIVERY, 'callerKeys'],
  },
  'push.cancelNotice': { may: BUSINESS, asks: ({ notice }) => ({ dedupe: notice }), changes: DELIVERY },

  'subscribe.overview': { may: 'user', changes: ['users'], idle: true },
  'subscribe.record': {
    may: 'user',
    asks: ({ template }) => ({ promptId: 'p1', result: { errMsg: 'requestSubscribeMessage:ok', [template.templateId]: 'accept' } }),
    changes: ['users', 'answers', 'authorizations'],
  },
  'subscribe.settings': {
    may: 'user',
    asks: ({ template }) => ({ mainSwitch: true, itemSettings: { [template.templateId]: 'reject' } }),
    changes: ['users', 'answers', 'authorizations', 'drifts'],
  },
  'subscribe.stop': { may: 'user', asks: ({ template }) => ({ template: template._id }), changes: ['users', 'answers', 'authorizations'] },
  'subscribe.messages': { may: 'user', changes: ['users'], idle: true },
  'subscribe.message': { may: 'user', asks: ({ finished }, openid) => ({ id: `${finished}:${openid}` }), changes: ['messages', 'users'] },
  // Off as it is set up: `core/push/move.test.ts` has what it does.
  'subscribe.move': { may: 'user', asks: () => ({}) },
  'subscribe.opened': { may: 'user', asks: ({ finished }, openid) => ({ id: `${finished}:${openid}` }), changes: ['messages', 'users'] },
  'subscribe.profile': { may: 'user', asks: () => ({ nickname: '林夏' }), changes: ['users'] },
  'subscribe.export': { may: 'user' },
  /** A member's rights are an owner's to take, not hers to erase. */
  'subscribe.erase': {
    may: ['user', 'revoked member'],
    asks: () => ({ confirm: true }),
    changes: ['users', 'answers', 'authorizations', 'messages', 'receipts', 'refusals', 'erasures', 'pushes', 'recurrences', 'audit'],
    reaches: 'others',
  },

  dispatch: { may: ['timer', 'operator', 'operator over http'], asks: () => ({ Type: 'Timer', TriggerName: 'dispatch' }), changes: [...DELIVERY, 'recurrences', 'arrivals', 'erasures', 'standstill', 'alarms', 'figures', 'marker'], idle: true },
  events: { may: ['event'], asks: () => EVENT, changes: ['answers', 'authorizations', 'receipts', 'messages', 'arrivals', 'standstill'], idle: true },
}

const RANK: readonly Kind[] = ['viewer', 'sender', 'owner', 'operator']

/** @param who  key of CALLERS */
export function isAllowed({ may }: Right, who: string): boolean {
  const kind = CALLERS[who]?.kind ?? 'nobody'
  if (typeof may !== 'string') return may.includes(who)
  if (may === 'user') return ['user', 'revoked', 'odd', 'viewer', 'sender', 'owner'].includes(kind)
  return RANK.indexOf(kind) >= RANK.indexOf(may)
}
