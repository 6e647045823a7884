import { noToken, readWeChatError } from '../error/wechat-errors'
import { type TemplateField } from '../templates/template'
import { type Message, type MessageReason } from './message'

/** Reasons of our own; WeChat's are worded in `error/wechat-errors.ts`, that of a call which is not even tried among them. */
const OWN: Partial<Record<MessageReason, string>> = {
  'no-credit': '对方未授权推送：没有剩余的授权次数，这条没有发出。请对方在小程序里再点一次「开启提醒」。',
  'too-soon': '对方刚收到过这类消息（或有一条正在发），为免打扰，这条没有发出。过了间隔时间可以重新推送。',
  capped: '对方已经收够这个时段的这类消息（模板限了每天、每周几条），为免打扰，这条没有发出。过了时段可以重新推送。',
  reserved: '对方剩下的授权次数留给重要通知了（模板设了预留），这条没有发出。对方再同意几次，或把优先级改为「个人通知」，就能发。',
  expired: '等对方再次同意，等到了期限也没有等到，这条没有发出。她在小程序的「消息」里看得到。',
  doubtful: '对方的授权存疑：页面报来的同意，微信连续几次都不认，这条没有发出。等微信的事件确认她再次同意，或选「没有授权也试一次」发成功一条，就恢复正常。',
  duplicate: '同一件事（业务编号相同）已经推送过，这条没有发。',
  stopped: '对方已停止接收这类提醒，这条没有发出。',
  'no-call-token': noToken().message,
  resolved: '由管理员确认没有送达，授权次数已退回。',
  'delivery-failed': '微信收下了这条，但说没能送达（微信的系统原因），对方没有收到。还有授权次数的，可以重新推送。',
  'gave-up': '多次重试都没有成功，已放弃，没有发出。授权次数已退回，可以重新推送。',
  'worker-lost': '发送途中程序中断，不知道是否已送出。为免重复打扰，不会自动重发；请先向对方确认。',
}

/** Of what waits: when it goes out. */
const WAITING: Partial<Record<MessageReason, string>> = {
  'no-credit': '对方没有剩余的授权次数：等对方再次同意就自动发出，到期就不再等。',
  'not-authorized': '微信说对方没有授权（43101）：等对方再次同意就自动发出，到期就不再等。',
  doubtful: '对方的授权存疑：等微信的事件确认对方再次同意，就自动发出。',
  reserved: '对方剩下的授权次数留给重要通知：等对方再多同意几次就自动发出，到期就不再等。',
  'too-soon': '对方刚收到过这类消息：过了间隔时间自动发出。',
  capped: '对方已经收够这个时段的这类消息：下个时段自动发出。',
  gathering: '等一会儿：同类通知凑到一起，合成一条发出，只用一次授权。',
}

/** What to tell the admin about a message, where its state alone does not say enough. */
export function wordsFor(message: Pick<Message, 'reason' | 'errcode' | 'raw'> & { state?: Message['state'] }, fields: readonly TemplateField[] = []): string | undefined {
  if (message.state === 'merged') return '和同类的其他通知合成一条发出，只用一次授权。'
  if (message.reason === undefined) return undefined
  if (message.state === 'waiting') return WAITING[message.reason]
  if (message.reason === 'bad-field') return `内容用在这位收件人上不合要求，没有发出：${message.raw ?? ''}`
  const own = OWN[message.reason]
  if (own !== undefined) return own
  const verdict = readWeChatError({ errCode: message.errcode, errMsg: message.raw ?? '' })
  if (verdict.field === undefined) return verdict.message
  const label = fields.find((field) => field.key === verdict.field)?.label
  return `字段${label === undefined ? '' : `「${label}」`}（${verdict.field}）有问题：${verdict.message}`
}
