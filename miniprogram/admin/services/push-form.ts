import { type DryRun, type FieldFault, type Line, type MiniprogramState, type Template, type TemplateField } from '../../services/answers'
import { withPlaceholders } from './variables'
import { isOfRow } from './own-texts'
import { type Repeat } from './repeat'
import { type PushRequest } from './requests'

/** Which version of the mini-program a card opens; '' leaves it to the environment. */
export const OPENS: readonly { key: MiniprogramState | ''; title: string }[] = [
  { key: '', title: '跟随云端设置' },
  { key: 'formal', title: '正式版' },
  { key: 'trial', title: '体验版' },
  { key: 'developer', title: '开发版' },
]

export type IfNone = '' | 'wait' | 'skip'

/** What becomes of people without an authorization; '' leaves it to the template. */
export const IF_NONE: readonly { key: IfNone; title: string }[] = [
  { key: '', title: '跟随模板' },
  { key: 'wait', title: '等到再次同意' },
  { key: 'skip', title: '不发' },
]

export interface FormValues {
  data: Record<string, string>
  /** '' is the template's own page. */
  page: string
  state: MiniprogramState | ''
  anyway: boolean
  /** Send also what the field rules doubt. */
  asIs: boolean
  /** `2026-12-01`, as WeChat's date picker gives it; '' sends at once. */
  sendDate: string
  /** `09:00` */
  sendTime: string
  urgent: boolean
  ifNone: IfNone
  /** To many, with the authorizations that are kept for what is important. */
  important: boolean
  /** Again and again; null for once. */
  repeat: Repeat | null
}

/** What is behind «高级设置»; a form begins with it. */
export const NOTHING_ADVANCED: Omit<FormValues, 'data'> = { page: '', state: '', anyway: false, asIs: false, sendDate: '', sendTime: '09:00', urgent: false, ifNone: '', important: false, repeat: null }

export function requestOf(template: string, recipients: Pick<PushRequest, 'to' | 'items' | 'audience'>, values: FormValues): PushRequest {
  const { data, page, state, anyway, asIs, urgent, ifNone, important, repeat: _repeat, ...moment } = values
  const sendAt = sendAtOf(moment)
  const advanced = { ...(page !== '' && { page }), ...(state !== '' && { state }), ...(anyway && { anyway }), ...(asIs && { asIs }), ...(urgent && { urgent }), ...(ifNone && { ifNone }), ...(important && { priority: 'transactional' as const }) }
  return { template, data, ...recipients, ...advanced, ...(sendAt !== undefined && { sendAt }) }
}

/** The moment in Beijing time, whatever the phone's time zone is. */
export function sendAtOf({ sendDate, sendTime }: Pick<FormValues, 'sendDate' | 'sendTime'>): string | undefined {
  return sendDate === '' ? undefined : `${sendDate}T${sendTime}:00+08:00`
}

/** `12月1日 09:00（北京时间）` */
export function sendAtText({ sendDate, sendTime }: Pick<FormValues, 'sendDate' | 'sendTime'>): string {
  const [, month, day] = sendDate.split('-').map(Number)
  return sendDate === '' ? '' : `${month}月${day}日 ${sendTime}（北京时间）`
}

/** What the button says: what it does. */
export function sendWordsOf({ repeat, sendDate }: Pick<FormValues, 'repeat' | 'sendDate'>, moment: string, rule: string): string {
  if (repeat) return rule === '' ? '重复发送' : `${rule} 发送`
  return sendDate === '' ? '发送' : `${moment} 发送`
}

/** The values that a template has fields for, each of them present. */
export function dataFor(fields: readonly TemplateField[], given: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(fields.map(({ key }) => [key, given[key] ?? '']))
}

/** The card as its reader will see it; of a list as its first one will. */
export function previewOf(fields: readonly TemplateField[], data: Readonly<Record<string, string>>, columns: Readonly<Record<string, string>> = {}): Line[] {
  return fields.map(({ key, label }) => ({ label, value: withPlaceholders(data[key] ?? '', columns) }))
}

/** Faults that the function found, field key → words; those of no field are for the foot of the form. */
export function sortFaults(faults: readonly FieldFault[]): { fields: Record<string, string>; rest: string } {
  const ofData = faults.filter(({ field }) => field.startsWith('data.'))
  const others = faults.filter(({ field }) => !field.startsWith('data.') && !isOfRow(field))
  return {
    fields: Object.fromEntries(ofData.map(({ field, message }) => [field.slice('data.'.length).split('.')[0] ?? '', message])),
    rest: others.map(({ message }) => message).join('；'),
  }
}

export interface Cost {
  text: string
  isRisky: boolean
}

/** Of what goes on: this much each time. */
export function costEachTime({ text, isRisky }: Cost, canReceive: number): Cost {
  return canReceive === 0 ? { text: '现在没有人能收到；到时授权了的人会收到', isRisky: true } : { text: `每次都这样：${text}`, isRisky }
}

/** Of a push that was submitted before, with an answer that never came. */
export const COSTS_NOTHING: Cost = { text: '上次已经提交，不会再发一次', isRisky: false }

/** What sending will cost, said before it is confirmed. */
export function costOf({ canReceive, stopped, capped, reserved, waits }: Pick<DryRun, 'canReceive' | 'stopped'> & Partial<Pick<DryRun, 'capped' | 'reserved' | 'waits'>>, type: Template['type'], anyway: boolean): Cost {
  if (canReceive > 0) return { text: type === 'long-term' ? '长期提醒，不消耗授权次数' : '会用掉对方 1 次授权', isRisky: false }
  if (stopped > 0) return { text: '对方已停止接收这类提醒，不会发出', isRisky: true }
  if (capped) return { text: `对方这个时段已经收够这类消息，${waits ? '下个时段自动发出' : '不会发出'}`, isRisky: true }
  if (reserved) return { text: `对方剩下的授权留给重要通知，${waits ? '多同意几次后自动发出' : '不会发出'}`, isRisky: true }
  if (waits) return { text: '对方没有剩余授权，等再次同意时自动发出', isRisky: true }
  if (anyway) return { text: '账上没有剩余授权，仍会请微信试发一次', isRisky: true }
  return { text: '对方没有剩余授权，多半发不出去', isRisky: true }
}

/** The same for many: how many will get it. */
export function costOfMany({ canReceive }: Pick<DryRun, 'canReceive'>, type: Template['type']): Cost {
  if (canReceive === 0) return { text: '现在没有人能收到', isRisky: true }
  return { text: type === 'long-term' ? '长期提醒，不消耗授权次数' : '每人用掉 1 次授权', isRisky: false }
}
