import { type Answer } from '../ledger/answer'
import { driftsOf, type DriftKind } from '../ledger/drift'
import { type Ports } from '../ports'
import { DAY_MS } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { readParts, type Part } from '../records/joined'
import { allTemplates } from '../templates/registry'
import { type Template } from '../templates/template'
import { DRIFT_LEAST, DRIFT_TIMES, DRIFT_WITHIN_DAYS } from './limits'
import { type Alarm } from './table'

/** What the ledger had wrong by our own fault; that somebody changes her mind in WeChat's settings is none. */
const OURS: readonly DriftKind[] = ['refusedWithCredit', 'sentWithout']

/** Why ledger and WeChat part, as far as the records tell. */
export type DriftCause = 'template-replaced' | 'event-source-off' | 'counted-twice'

export const CAUSE_WORDS: Record<DriftCause, string> = {
  'template-replaced': '出错的多是旧的模板 ID：模板换过，旧 ID 上的授权微信已不认。让用户按新的模板再授权一次；还在等的推送取消后重新推送。',
  'event-source-off': '没有收到过微信的授权事件，用户在微信里关掉或改了授权这里不知道。请在云开发控制台的「消息推送」里配好 subscribe_msg_popup_event 和 subscribe_msg_change_event，指向云函数 events。',
  'counted-twice': '同一次同意可能记了两遍：页面上报和微信事件都在计入。请核对 CONSENT_SOURCE 在各云函数上一致，只用 page 或 event 其中一个。',
}

/** What tells who is believed: the newest answers, by where they came from. */
export const ANSWER_SOURCES: Part = {
  from: COLLECTIONS.answers,
  match: {},
  sort: { heardAt: -1 },
  limit: 1000,
  group: { _id: { templateId: '$templateId', source: '$source', choice: '$choice', counted: '$counted' }, count: { $sum: 1 } },
}

export interface SourceGroup {
  _id: Pick<Answer, 'templateId' | 'source' | 'choice' | 'counted'>
  count: number
}

/** Part of the accepts that both sources count: a doubtful row counts a few of the other's. */
const BOTH_SHARE = 0.1
/** Yeses of a page, at the least, that WeChat would have told of as well. */
const TOLD_LEAST = 5

interface Told {
  /** Cases, and how many of them are of an id that the template has no more. */
  cases: number
  underOldId: number
}

/** The likeliest cause of what was found of a template; undefined where the records tell of none. */
export function causeOf(groups: readonly SourceGroup[], { templateId }: Pick<Template, 'templateId'>, { cases, underOldId }: Told): DriftCause | undefined {
  if (cases === 0) return undefined
  if (underOldId * 2 > cases) return 'template-replaced'
  const accepts = groups.filter(({ _id }) => _id.templateId === templateId && _id.choice === 'accept')
  const counted = (source: Answer['source']): number => sum(accepts.filter(({ _id }) => _id.source === source && _id.counted))
  const [page, event] = [counted('page'), counted('popup-event')]
  if (Math.min(page, event) > (page + event) * BOTH_SHARE) return 'counted-twice'
  const isTold = groups.some(({ _id }) => _id.source === 'popup-event' || _id.source === 'change-event')
  const tapped = sum(accepts.filter(({ _id }) => _id.source === 'page'))
  return !isTold && tapped >= TOLD_LEAST ? 'event-source-off' : undefined
}

interface DriftGroup {
  _id: { template?: string | null; templateId: string; kind: DriftKind; isRecent: boolean }
  count: number
}

/**
 * Templates of which the ledger was wrong more often in the last day than in the days before it. One question when there was no such
 * case, two more to say why.
 */
export async function findDrift(ports: Ports): Promise<Alarm[]> {
  const groups = await recentDrifts(ports)
  if (sum(groups.filter(isOurs)) < DRIFT_LEAST) return []
  const [templates, { sources = [] }] = await Promise.all([allTemplates(ports.db), readParts(ports.db, { sources: ANSWER_SOURCES })])
  return templates.flatMap((template) => alarmOf(template, groups.filter(({ _id }) => (_id.template ?? '') === template._id || _id.templateId === template.templateId), sources as SourceGroup[]))
}

function alarmOf(template: Template, groups: readonly DriftGroup[], sources: readonly SourceGroup[]): Alarm[] {
  const recent = groups.filter((group) => isOurs(group))
  const count = sum(recent)
  const before = sum(groups.filter(({ _id }) => !_id.isRecent && OURS.includes(_id.kind))) / (DRIFT_WITHIN_DAYS - 1)
  if (count < DRIFT_LEAST || count < before * DRIFT_TIMES) return []
  const cause = causeOf(sources, template, { cases: count, underOldId: sum(recent.filter(({ _id }) => _id.templateId !== template.templateId)) })
  const of = (kind: DriftKind): number => sum(recent.filter(({ _id }) => _id.kind === kind))
  const what = [of('refusedWithCredit') > 0 && `${of('refusedWithCredit')} 次账上有次数而微信拒绝`, of('sentWithout') > 0 && `${of('sentWithout')} 次账上没有而微信收下`].filter(Boolean).join('，')
  const about = `「${template.title}」最近一天 ${what}。${cause ? CAUSE_WORDS[cause] : '还看不出原因，账本已按微信的回答改正。'}`
  return [{ id: 'drift', problem: `drift:${template._id}`, about, count, page: `/admin/reach/reach?template=${encodeURIComponent(template._id)}`, template: template._id }]
}

function isOurs({ _id }: DriftGroup): boolean {
  return _id.isRecent && OURS.includes(_id.kind)
}

async function recentDrifts({ db, clock }: Ports): Promise<DriftGroup[]> {
  const now = clock.now()
  const isRecent = { $gte: ['$heardAt', new Date(now - DAY_MS)] }
  const { list } = await driftsOf(db)
    .aggregate()
    .match({ heardAt: db.command.gte(new Date(now - DRIFT_WITHIN_DAYS * DAY_MS)) })
    .group({ _id: { template: '$template', templateId: '$templateId', kind: '$kind', isRecent }, count: { $sum: 1 } })
    .limit(1000)
    .end()
  return list as unknown as DriftGroup[]
}

function sum(groups: readonly { count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
