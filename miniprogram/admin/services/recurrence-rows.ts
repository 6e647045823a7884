import { type Recurrence } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { pageUrl } from '../../services/routes'
import { RECURRENCE_WORDS } from '../../services/words'
import { type Tone } from './message-states'
import { senderWords } from './sender-words'
import { tagWords } from './tag-filter'

/** A plan in the list. */
export interface RecurrenceRow {
  id: string
  title: string
  /** 每天 09:00 */
  rule: string
  state: string
  tone: Tone
  /** To whom, until when, what. */
  facts: { label: string; value: string }[]
  /** Why it rests by itself; empty where it does not. */
  halt: string
  /** Its latest run; empty where there is none. */
  runs: string
  runUrl: string
  /** What was missed, the newest first; empty where nothing was. */
  missed: string
  missedWhy: string
  mayPause: boolean
  mayResume: boolean
  mayEnd: boolean
}

const TONES: Readonly<Record<Recurrence['state'], Tone>> = { active: 'good', paused: 'warn', ended: 'plain' }

/** @param maySend  whoever may not only looks */
export function recurrenceRow(plan: Recurrence, maySend: boolean): RecurrenceRow {
  const { id, title, ruleWords, endWords, state, halt, data, nextWords, runs, lastRuns, missed, lastMissed } = plan
  const [run] = lastRuns
  const isOpen = maySend && state !== 'ended'
  return {
    id,
    title,
    rule: ruleWords,
    state: RECURRENCE_WORDS[state],
    tone: halt && state === 'paused' ? 'bad' : TONES[state],
    facts: [
      ...(nextWords === undefined ? [] : [{ label: '下一次', value: nextWords }]),
      { label: '发给', value: whomOf(plan) },
      { label: '内容', value: Object.values(data).filter((text) => text !== '').join(' · ') },
      ...(endWords === '' || state === 'ended' ? [] : [{ label: '期限', value: endWords }]),
      { label: '发起', value: senderWords(plan) },
    ],
    halt: (state === 'paused' && halt?.message) || '',
    runs: run ? `发了 ${runs} 次，最近 ${run.words}` : '',
    runUrl: run ? pageUrl('/admin/push/push', { id: run.pushId }) : '',
    missed: missed === 0 ? '' : `${missed} 次没有发：${lastMissed.slice(0, SHOWN).map(({ words }) => words).join('、')}${missed > SHOWN ? ' 等' : ''}`,
    missedWhy: lastMissed[0]?.message ?? '',
    mayPause: maySend && state === 'active',
    mayResume: maySend && state === 'paused',
    mayEnd: isOpen,
  }
}

/** Missed dates that are named. */
const SHOWN = 3

function whomOf({ audience: { kind, tags = {}, count = 0, only } }: Recurrence): string {
  if (only) return only.nickname || maskOpenid(only.openid)
  if (kind === 'openids') return count === 0 ? '名单里没有人了' : `名单里的 ${count} 人`
  if (kind === 'tags') return `标签${tagWords(tags)}的人`
  return kind === 'all' ? '所有人' : '到时所有可接收的人'
}

/** What is asked before it is decided. */
export function askWords(decision: 'pause' | 'resume' | 'end', { rule }: Pick<RecurrenceRow, 'rule'>): { title: string; content: string; confirmText: string } {
  if (decision === 'pause') return { title: '先停下吗？', content: `停下期间不会发，也不补发。点「继续」后，从下一个「${rule}」接着发。`, confirmText: '暂停' }
  if (decision === 'resume') return { title: '接着发吗？', content: `从下一个「${rule}」开始，由你负责。`, confirmText: '继续' }
  return { title: '结束这个重复推送？', content: '以后不会再发，不能恢复；已经发出的和正在发的不受影响。', confirmText: '结束' }
}

export const DONE_WORDS = { pause: '已暂停', resume: '已继续', end: '已结束' } as const
