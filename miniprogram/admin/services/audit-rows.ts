import { type AuditItem, type Template } from '../../services/answers'
import { exactMomentOf, momentOf } from '../../services/moments'
import { ROLE_WORDS } from '../../services/words'
import { ACTION_WORDS, REASON_WORDS, RESULT_WORDS } from './audit-words'
import { type Tone } from './message-states'

type Titled = Pick<Template, 'key' | 'title'>

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

/** @param templates  to call them by their titles */
export function auditRow(item: AuditItem, templates: readonly Titled[] = [], now: Date = new Date()): AuditRow {
  const { id, n, action, result = 'ok', at, times } = item
  return {
    id,
    number: n === undefined ? '早期记录' : `#${n}`,
    what: action === '' ? (result === 'wrong-key' ? '试密钥' : '未知操作') : (ACTION_WORDS[action] ?? action),
    who: whoOf(item),
    about: [...aboutOf(item, templates), ...(times === undefined ? [] : [`一段时间内共 ${times} 次`])].join(' · '),
    time: momentOf(at, now),
    result: RESULT_WORDS[result] ?? result,
    tone: result === 'ok' ? 'good' : result === 'unanswered' || result === 'busy' ? 'warn' : 'bad',
  }
}

function whoOf({ by, byName }: AuditItem): string {
  if (by.kind === 'operator') return ['云控制台', by.key].filter(Boolean).join(' · ')
  if (by.kind === 'caller') return ['业务函数', by.key].filter(Boolean).join(' · ')
  if (by.kind === 'timer') return '定时器'
  if (by.kind === 'nobody') return '身份不明的调用'
  if (byName !== '') return byName
  const person = 'person' in by ? by.person : undefined
  const kind = by.kind === 'member' ? '成员' : by.kind === 'event' ? '微信推送' : '用户'
  return person === undefined ? `一位${kind}` : `${kind} ${shortRef(person)}`
}

function aboutOf({ facts, aboutName }: AuditItem, templates: readonly Titled[]): string[] {
  const { person, role, recipients, refused, template, reason, name } = facts
  const whom = aboutName || (typeof person === 'string' ? `用户 ${shortRef(person)}` : '')
  const roleName = typeof role === 'string' ? (ROLE_WORDS[role as keyof typeof ROLE_WORDS] ?? role) : ''
  return [
    whom && roleName ? `${whom} → ${roleName}` : whom,
    typeof recipients === 'number' ? `${recipients} 人` : '',
    typeof refused === 'number' ? `退回 ${refused} 条` : '',
    typeof name === 'string' ? name : '',
    typeof template === 'string' ? (templates.find(({ key }) => key === template)?.title ?? template) : '',
    typeof reason === 'string' ? (REASON_WORDS[reason] ?? reason) : '',
  ].filter((part) => part !== '')
}

/** Enough of it to tell people apart in a list. */
function shortRef(person: string): string {
  return person.slice(0, 6)
}

/** What the row does not say, for whoever wants to know exactly; a copy of it has all. */
export function auditDetails({ id, n, at, function: name, source, action, result = 'ok', by, facts, hash }: AuditItem, now: Date = new Date()): string {
  const who = Object.values(by).map((value) => short(String(value)))
  return [
    `编号 ${n ?? id}`,
    `时间 ${exactMomentOf(at, now)}`,
    `操作 ${[action, result].filter(Boolean).join(' · ')}`,
    `身份 ${who.join(' · ')}`,
    ...(name === undefined ? [] : [`来自 ${[name, source].filter(Boolean).join(' · ')}`]),
    ...Object.entries(facts).map(([key, value]) => `${key} ${short(String(value))}`),
    ...(hash === undefined ? [] : [`哈希 ${short(hash)}`]),
  ].join('\n')
}

function short(text: string): string {
  return text.length > 20 || /^[0-9a-f]{20}$/.test(text) ? `${text.slice(0, 12)}…` : text
}

/** One entry a line, as `npm run audit -- verify --file` reads it. */
export function auditLines(items: readonly AuditItem[]): string {
  return items.map(({ id, byName: _byName, aboutName: _aboutName, ...entry }) => JSON.stringify({ _id: id, ...entry })).join('\n')
}
