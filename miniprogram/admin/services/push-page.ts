import { type Asked, type Line, type PushView, type ReasonCount } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { hasPage, pageUrl } from '../../services/routes'
import { barParts, doneOf, type BarPart } from './bar-parts'
import { wordsOf, type Tone } from './message-states'
import { STEP_WORDS, stepFor, type NextStep } from './next-steps'
import { tagWords } from './tag-filter'
import { unknownWords, type UnknownWords } from './unknown-words'
import { paceText, rateOf, type Sample } from './pace'
import { senderWords } from './sender-words'
import { buttonsOf, isUnderway, sentenceOf, stateWords, type PushButton } from './push-states'

export interface ReasonRow {
  key: string
  count: number
  /** What became of these messages. */
  text: string
  tone: Tone
  /** Why, and what to do. */
  message: string
  /** What helps these people; empty where nothing does. */
  step: string
  /** Where they are listed, each; empty where that page is not installed. */
  url: string
  /** Below it a person may settle each of these; all of them are listed together, at the first reason. */
  hasUnknownList: boolean
}

/** Everything that the page of a push shows, in words. */
export interface PushPageView {
  title: string
  head: string
  tone: Tone
  sentence: string
  parts: BarPart[]
  pace: string
  /** Who asked for it, and when. */
  origin: string
  /** How often, of a run of a plan; empty for once. */
  repeat: string
  buttons: readonly PushButton[]
  reasons: ReasonRow[]
  /** What a second member is to look at before she agrees; null when there is nothing to agree to. */
  asked: AskedView | null
  /** What is known of those of which nobody knows what came; null where there are none. */
  unknown: UnknownWords | null
  /** Nobody has set up WeChat's receipts: said once, where the push is over and somebody may wonder. */
  isWithoutReceipts: boolean
  /** Messages that may be tried again, once the push is at an end. */
  retryable: number
}

export interface AskedView {
  seen: string
  recipients: number
  card: { title: string; lines: Line[] }
  rows: Line[]
}

/** It goes on by itself, or what to do stands below it. */
const NOT_SAID: readonly NextStep[] = ['wait', 'confirm']

interface Seen {
  samples?: readonly Sample[]
  isStalled?: boolean
  now?: Date
}

export function pushPageView(push: PushView, { samples = [], isStalled = false, now = new Date() }: Seen = {}): PushPageView {
  const { text, tone } = stateWords(push)
  const left = Math.max(0, push.total - doneOf(push.counts))
  return {
    title: push.title,
    head: text,
    tone,
    sentence: sentenceOf(push, { isStalled, now }),
    parts: barParts(push),
    pace: isUnderway(push.state) && !isStalled ? paceText(rateOf(samples), left) : '',
    repeat: push.recurrence?.words ?? '',
    origin: `${senderWords(push)} · ${momentOf(push.createdAt, now)}`,
    buttons: buttonsOf(push),
    reasons: reasonRows(push),
    unknown: unknownWords(push, now),
    isWithoutReceipts: push.state === 'finished' && push.withoutReceipts === true,
    asked: push.asked ? askedView(push.asked, push.sendAtText) : null,
    retryable: push.state === 'finished' ? push.reasons.reduce((sum, { retryable, count }) => sum + (retryable ? count : 0), 0) : 0,
  }
}

const WHOM: Readonly<Record<Exclude<Asked['audience']['kind'], 'tags'>, string>> = { openids: '名单里的人', canReceive: '所有可接收的人', all: '所有用户' }
const VERSIONS: Readonly<Record<Asked['miniprogramState'], string>> = { developer: '开发版', trial: '体验版', formal: '正式版' }

function askedView({ seen, recipients, audience, card, page, miniprogramState, anyway, terms, urgent }: Asked, sendAt = '批准后马上'): AskedView {
  const rows = [
    { label: '发给', value: whomText(audience) },
    { label: '人数', value: `${recipients} 人` },
    { label: '时间', value: sendAt },
    { label: '点开后', value: page === '' ? '不打开页面' : page.replace('{{id}}', '〔各自的消息〕') },
    { label: '小程序', value: VERSIONS[miniprogramState] },
    ...(terms?.ifNone === 'wait' ? [{ label: '没有授权的人', value: `等到再次同意，最多 ${terms.waitDays ?? 7} 天` }] : []),
    ...(anyway ? [{ label: '没有授权的人', value: '也试着发' }] : []),
    ...(urgent ? [{ label: '免打扰时段', value: '照样发' }] : []),
  ]
  return { seen, recipients, card, rows }
}

function whomText({ kind, tags, all, none }: Asked['audience']): string {
  return kind === 'tags' ? `标签${tagWords({ any: tags, all, none })}` : WHOM[kind]
}

/** Why the push was halted is said at the top already. */
function reasonRows({ state, halt, reasons, pushId, title, template }: PushView): ReasonRow[] {
  const told = reasons.filter(({ reason }) => state !== 'halted' || reason !== halt?.reason)
  const firstUnknown = told.findIndex((each) => each.state === 'unknown')
  return told.map((each, place) => ({ ...reasonRow(each, place, place === firstUnknown), url: peopleUrl(each, pushId, { title, template }) }))
}

function reasonRow({ state, reason, count, message = '' }: ReasonCount, place: number, hasUnknownList: boolean): Omit<ReasonRow, 'url'> {
  const step = stepFor({ state, reason })
  return { key: `${state}-${reason}-${place}`, count, ...wordsOf({ state, reason }), message, hasUnknownList, step: step === undefined || NOT_SAID.includes(step) ? '' : STEP_WORDS[step] }
}

function peopleUrl({ state, reason, count }: ReasonCount, id: string, kind: { title: string; template: string }): string {
  if (!hasPage('admin/people/people')) return ''
  return pageUrl('/admin/people/people', { id, state, reason, count: String(count), ...kind })
}
