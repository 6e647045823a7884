import { type MessagePush, type PushRow, type PushState } from '../account/message-push'
import { type Target } from '../target/target'
import { type Step } from './step'

/** Rows of message push are put beside those of others. Without the mini-program's secret nobody can read them: then they are a person's. */
export async function planMessagePush(target: Target, push: MessagePush | undefined): Promise<Step[]> {
  const byHand = (note: string): Step[] =>
    target.messagePush.map(({ msgType, event, functionName }) => ({ kind: 'hand', what: `消息推送（可选）：类型 ${msgType}，事件 ${event} → 云函数 ${functionName}`, note }))
  if (!push) return byHand('云开发控制台 → 设置 → 其他设置 → 消息推送，模式选云函数')
  const present = await push.read()
  const foreign = target.messagePush.filter((row) => present.callbacks.some((known) => sameEvent(known, row) && !sameTarget(known, row)))
  const missing = target.messagePush.filter((row) => !present.callbacks.some((known) => sameEvent(known, row)))
  const off = present.callbacks.filter((known) => !known.enable && target.messagePush.some((row) => sameEvent(known, row) && sameTarget(known, row)))
  const taken = foreign.map((row): Step => {
    const [known] = present.callbacks.filter((other) => sameEvent(other, row))
    return { kind: 'hand', what: `消息推送 ${row.event} 已经推给别的云函数，没有动它`, today: `${known?.env ?? ''} 的 ${known?.functionName ?? ''}`, note: '一个事件只能推给一个云函数；要用它，请在控制台里改' }
  })
  if (missing.length === 0 && off.length === 0) return [{ kind: 'keep', what: '消息推送' }, ...taken]
  const words = [...missing, ...off].map(({ event }) => event).join('、')
  const run = async (): Promise<void> => push.write(merge(await push.read(), target.messagePush))
  return [{ kind: missing.length > 0 ? 'create' : 'change', what: `消息推送：${words} → 云函数 events`, today: `${present.callbacks.length} 行，都留着${present.enable ? '' : '；总开关是关的，会打开'}`, run }, ...taken]
}

/** Rows of others stay, also where one has an event of ours. */
export function merge(present: PushState, rows: readonly PushRow[]): PushState {
  const ours = rows.filter((row) => !present.callbacks.some((known) => sameEvent(known, row)))
  const callbacks = present.callbacks.map((known) => (rows.some((row) => sameEvent(known, row) && sameTarget(known, row)) ? { ...known, enable: true } : known))
  return { enable: true, callbacks: [...callbacks, ...ours] }
}

function sameEvent(a: PushRow, b: PushRow): boolean {
  return a.msgType === b.msgType && a.event === b.event
}

function sameTarget(a: PushRow, b: PushRow): boolean {
  return a.env === b.env && a.functionName === b.functionName
}
