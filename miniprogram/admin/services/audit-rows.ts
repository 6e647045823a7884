import { type AuditItem } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { ROLE_WORDS } from '../../services/words'
import { ACTION_WORDS, REASON_WORDS, RESULT_WORDS } from './audit-words'
import { type Tone } from './message-states'

/** An entry of the audit in the list. */
export interface AuditRow {
  id: string
  /** `#41`; 早期记录 for what was written before the chain. */
  number: string
  what: string
  who: string
  /** To whom, how many, which. */
  about: string
  time: string
  result: string
  tone: Tone
}

export function auditRow(item: AuditItem, now: Date = new Date()): AuditRow {
  const { id, n, action, result = 'ok', at, times } = item
  return {
    id,
    number: n === undefined ? '早期记录' : `#${n}`,
    what: action === '' ? (result === 'wrong-key' ? '试密钥' : '未知操作') : (ACTION_WORDS[action] ?? action),
    who: whoOf(item),
    about: [...aboutOf(item), ...(times === undefined ? [] : [`一段时间内共 ${times} 次`])].join(' · '),
    time: momentOf(at, now),
    result: RESULT_WORDS[result] ?? result,
    tone: result === 'ok' ? 'good' : result === 'unanswered' || result === 'busy' ? 'warn' : 'bad',
  }
}

function whoOf({ by, byName }: AuditItem): string {
  if (by.kind === 'operator') return ['云控制台', by.key].filter(Boolean).join(' · ')
  if (by.kind === 'timer') return '定时器'
  if (by.kind === 'nobody') return '身份不明的调用'
  if (byName !== '') return byName
  const person = 'person' in by ? by.person : undefined
  const kind = by.kind === 'member' ? '成员' : by.kind === 'event' ? '微信推送' : '用户'
  return person === undefined ? `一位${kind}` : `${kind} ${shortRef(person)}`
}

function aboutOf({ facts, aboutName }: AuditItem): string[] {
  const { person, role, recipients, template, reason } = facts
  const whom = aboutName || (typeof person === 'string' ? `用户 ${shortRef(person)}` : '')
  const roleName = typeof role === 'string' ? (ROLE_WORDS[role as keyof typeof ROLE_WORDS] ?? role) : ''
  return [
    whom && roleName ? `${whom} → ${roleName}` : whom,
    typeof recipients === 'number' ? `${recipients} 人` : '',
    typeof template === 'string' ? template : '',
    typeof reason === 'string' ? (REASON_WORDS[reason] ?? reason) : '',
  ].filter((part) => part !== '')
}

/** Enough of it to tell people apart in a list. */
function shortRef(person: string): string {
  return person.slice(0, 6)
}

/** All of an entry, for whoever wants to know exactly. */
export function auditDetails({ id, n, at, function: name, source, action, result = 'ok', by, facts, call, prev, hash }: AuditItem): string {
  const who = Object.values(by).join(' ')
  const known = Object.entries(facts).map(([key, value]) => `${key} ${String(value)}`)
  return [
    `编号 ${n ?? id}`,
    `时间 ${at}`,
    `操作 ${action || '（没有）'} → ${result}`,
    `身份 ${who}`,
    ...(name === undefined ? [] : [`来自 ${[name, source].filter(Boolean).join(' · ')}`]),
    ...known,
    ...(call === undefined ? [] : [`调用 ${call}`]),
    ...(hash === undefined ? [] : [`前一条 ${prev || '（没有）'}`, `哈希 ${hash}`]),
  ].join('\n')
}

/** One entry a line, as `npm run audit -- verify --file` reads it. */
export function auditLines(items: readonly AuditItem[]): string {
  return items.map(({ id, byName: _byName, aboutName: _aboutName, ...entry }) => JSON.stringify({ _id: id, ...entry })).join('\n')
}
