import { type Message, type MessageReason } from '../../../core/outbox/message'
import { type Push } from '../../../core/outbox/push'
import { type Receipt } from '../../../core/outbox/receipt'
import { wordsFor } from '../../../core/outbox/words'
import { COLLECTIONS } from '../../../core/records/collections'
import { groupBy } from '../../../core/records/group-by'
import { type OnlineCheck } from '../check'
import { type Finding, good, mend, notice, todo } from '../finding'
import { ago } from '../words'

const MOST_SHOWN = 3

/** The newest failures that are looked at, and how far back. */
const FAILURES = 100
const FAILURES_MS = 7 * 24 * 3_600_000

/** Of one person: nothing of the environment is wrong. */
const PERSONAL: readonly (MessageReason | undefined)[] = ['not-authorized', 'bad-openid', 'resolved', undefined]

/** What WeChat took last, and what it has us stop. */
export const sendsCheck: OnlineCheck = {
  id: 'sends',
  title: '最近的发送',
  online: async ({ scope, now }, account) => {
    const { prefix } = scope().target
    const [last] = await account.find<Receipt>(prefix + COLLECTIONS.receipts, { query: {}, latest: 'at', limit: 1 })
    const halted = await account.find<Push>(prefix + COLLECTIONS.pushes, { query: { state: 'halted' }, latest: 'createdAt', limit: MOST_SHOWN })
    const unknown = await account.count(prefix + COLLECTIONS.messages, { state: 'unknown' })
    const failed = await account.find<Message>(prefix + COLLECTIONS.messages, { query: { state: 'failed' }, latest: 'createdAt', limit: FAILURES })
    return [
      ...halted.map(({ _id, halt }) => mend(`推送 ${_id} 停住了：${halt?.message ?? '没有记下原因'}`, '没有停住的推送', '照它说的处理，再在小程序里「继续」，或取消它')),
      ...(unknown > 0 ? [notice(`${unknown} 条消息不知道发没发出`, '由人看过，说发了还是没发', '小程序 推送管理 → 概览 → 要人处理的')] : []),
      ...failures(failed, now()),
      last ? good(`微信最近一次收下消息是${ago(Math.max(0, now() - new Date(last.at).getTime()))}前`) : todo('还没有发出过消息', '先给自己发一条', '小程序里点「开启提醒」并允许，再到 推送管理 给自己发一条'),
    ]
  },
}

/** What WeChat refused of late, the most frequent first: each code once, with what mends it. */
function failures(failed: readonly Message[], now: number): Finding[] {
  const recent = failed.filter(({ reason, createdAt }) => !PERSONAL.includes(reason) && new Date(createdAt).getTime() > now - FAILURES_MS)
  const groups = [...groupBy(recent, ({ errcode, reason }) => String(errcode ?? reason)).values()].sort((a, b) => b.length - a.length)
  return groups.slice(0, MOST_SHOWN).flatMap((group) => {
    const [newest] = group
    if (!newest) return []
    const since = ago(Math.max(0, now - new Date(newest.createdAt).getTime()))
    const how = wordsFor(newest) ?? '打开这条消息看原因'
    return notice(`最近 7 天有 ${group.length} 条因为 ${newest.errcode ?? newest.reason} 没有发出，最近一条在${since}前`, '没有这样的失败', how)
  })
}
