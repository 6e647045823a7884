/**
 * 业务函数当场发送订阅消息用的模块：require 同目录的 subscribe-messages.js。用法见 docs/业务函数.md。
 * Beside the bundle of `in-process.ts`, by itself: it imports nothing.
 */

export interface Notice {
  /** 模板的 key，例如 order-shipped。 */
  template: string
  /** 收件人的 openid。 */
  to: string
  /** 字段名 → 文字，或微信的 {value} 写法。 */
  data: Record<string, string | number | { value: string | number }>
  /** 这件事的编号：同一个编号只发一次，例如 `shipped-${orderId}`。 */
  dedupe: string
  page?: string
  /** 北京时间的文字，或 1970 年以来的毫秒数；不写就是现在。 */
  sendAt?: string | number
  /** 免打扰时段也发。 */
  urgent?: boolean
  state?: 'developer' | 'trial' | 'formal'
  lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW'
  /** 我们有疑问、微信也许收的内容，照原样发。 */
  asIs?: boolean
}

/** 一次最多 1000 条；写在外面的，每一条没有另写的都照它。 */
export interface Notices extends Partial<Omit<Notice, 'to' | 'dedupe'>> {
  items: (Pick<Notice, 'to' | 'dedupe'> & Partial<Omit<Notice, 'to' | 'dedupe'>>)[]
}

/** queued 已排队 · sent 微信收下了 · skipped 没有发，见 reason · failed 微信拒收 · unknown 不知道送达没有 */
export type Outcome = 'queued' | 'sent' | 'skipped' | 'failed' | 'unknown'

export interface NoticeView {
  outcome: Outcome
  pushId: string
  reason?: string
  message?: string
  /** 以前问过，没有再发一次。 */
  replayed: boolean
}

export interface Refusal {
  ok: false
  error: { code: string; message: string; details?: Record<string, unknown>; retryable: boolean }
}

export interface Notified {
  counts: Record<Outcome | 'refused', number>
  results: ({ dedupe?: string } & (({ ok: true } & NoticeView) | Refusal))[]
}

export interface CancelledNotice {
  /** 没有发出，以后也不会发。 */
  cancelled: boolean
  outcome: Outcome
  pushId: string
  reason?: string
  message?: string
}

export interface SubscribeMessages {
  notify(request: Notice, context?: unknown): Promise<({ ok: true } & NoticeView) | Refusal>
  notify(request: Notices, context?: unknown): Promise<({ ok: true } & Notified) | Refusal>
  cancelNotice(request: { dedupe: string }, context?: unknown): Promise<({ ok: true } & CancelledNotice) | Refusal>
}

/** cloud 是 wx-server-sdk，已经 init 过；不抛错，有问题就答 ok: false。 */
export function subscribeMessages(
  cloud: { database(): unknown; openapi: unknown },
  options: { callerKey: string | undefined; collectionPrefix?: string },
): SubscribeMessages
