import { type Message } from '../../../core/outbox/message'
import { type Push } from '../../../core/outbox/push'
import { isQuiet } from '../../../core/delivery/times'
import { readSettings } from '../../../core/ports/settings'
import { COLLECTIONS } from '../../../core/records/collections'
import { type OnlineCheck } from '../check'
import { good, mend, notice } from '../finding'
import { ago } from '../words'

const LATE_MS = 5 * 60_000
const LOOKED_AT = 100
const GOING = ['expanding', 'running']

/** Messages of pushes that run, due long ago: nobody sends them. */
export const backlogCheck: OnlineCheck = {
  id: 'backlog',
  title: '积压',
  online: async ({ scope, variables, now }, account) => {
    const { prefix } = scope().target
    const [stopped] = await account.find<{ reason?: string }>(prefix + COLLECTIONS.standstill, { query: { _id: 'all' }, limit: 1 })
    if (stopped) return [notice(`「全部停止」按下了${stopped.reason ? `（${stopped.reason}）` : ''}，什么也不发`, '处理完就解除', '所有者在小程序 推送管理 → 设置 里解除')]
    if (isQuiet(readSettings(variables).quietHours, now())) return [good('免打扰时段，排着队的等它结束')]
    const late = account.conditions.lt(new Date(now() - LATE_MS))
    const due = await account.find<Message>(prefix + COLLECTIONS.messages, { query: { state: 'queued', dueAt: late }, earliest: 'dueAt', limit: LOOKED_AT })
    const lost = await account.count(prefix + COLLECTIONS.messages, { state: 'sending', dueAt: late })
    const pushIds = [...new Set(due.map(({ pushId }) => pushId))]
    const going = pushIds.length === 0 ? [] : await account.find<Push>(prefix + COLLECTIONS.pushes, { query: { _id: account.conditions.in(pushIds), state: account.conditions.in(GOING) }, limit: LOOKED_AT })
    const ours = due.filter(({ pushId }) => going.some(({ _id }) => _id === pushId))
    const how = '看上面「定时触发器」那一条；再看 云开发控制台 → 云函数 → dispatch → 日志'
    const [oldest] = ours
    return [
      ...(oldest ? [mend(`${due.length === LOOKED_AT ? '至少 ' : ''}${ours.length} 条消息早该发了，最早的已经等了${ago(now() - new Date(oldest.dueAt).getTime())}`, '到点五分钟内发出', how)] : []),
      ...(lost > 0 ? [mend(`${lost} 条消息发到一半，没有人接着处理`, '几分钟内有结果', how)] : []),
      ...(oldest || lost > 0 ? [] : [good('没有')]),
    ]
  },
}
