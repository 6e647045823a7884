import { type Push } from '../../../core/outbox/push'
import { type Receipt } from '../../../core/outbox/receipt'
import { COLLECTIONS } from '../../../core/records/collections'
import { type OnlineCheck } from '../check'
import { good, mend, notice, todo } from '../finding'
import { ago } from '../words'

const MOST_SHOWN = 3

/** What WeChat took last, and what it has us stop. */
export const sendsCheck: OnlineCheck = {
  id: 'sends',
  title: '最近的发送',
  online: async ({ scope, now }, account) => {
    const { prefix } = scope().target
    const [last] = await account.find<Receipt>(prefix + COLLECTIONS.receipts, { query: {}, latest: 'at', limit: 1 })
    const halted = await account.find<Push>(prefix + COLLECTIONS.pushes, { query: { state: 'halted' }, latest: 'createdAt', limit: MOST_SHOWN })
    const unknown = await account.count(prefix + COLLECTIONS.messages, { state: 'unknown' })
    return [
      ...halted.map(({ _id, halt }) => mend(`推送 ${_id} 停住了：${halt?.message ?? '没有记下原因'}`, '没有停住的推送', '照它说的处理，再在小程序里「继续」，或取消它')),
      ...(unknown > 0 ? [notice(`${unknown} 条消息不知道发没发出`, '由人看过，说发了还是没发', '小程序 推送管理 → 概览 → 要人处理的')] : []),
      last ? good(`微信最近一次收下消息是${ago(Math.max(0, now() - new Date(last.at).getTime()))}前`) : todo('还没有发出过消息', '先给自己发一条', '小程序里点「开启提醒」并允许，再到 推送管理 给自己发一条'),
    ]
  },
}
