import { type OnlineCheck } from '../check'
import { type Finding, mend, notice, orGood } from '../finding'
import { DEPLOY } from '../project'

const CONSOLE = '云开发控制台 → 设置 → 其他设置 → 消息推送，模式选云函数'

/** Needed where consents are learnt from WeChat's events, recommended elsewhere. */
export const messagePushCheck: OnlineCheck = {
  id: 'message-push',
  title: '消息推送',
  online: async ({ scope, variables }, { messagePush }) => {
    const rows = scope().target.messagePush
    const wrong = variables['CONSENT_SOURCE'] === 'event' ? mend : notice
    if (!messagePush) return [notice('没有 WECHAT_APPID 和 WECHAT_APPSECRET，看不到消息推送的设置', `有 ${rows.length} 行：${rows.map(({ event }) => event).join('、')} → 云函数 events`, `${CONSOLE}，照检查单里的 message-push 看一遍`)]
    const { enable, callbacks } = await messagePush.read()
    const found = rows.flatMap((row): Finding[] => {
      const should = `类型 ${row.msgType}，事件 ${row.event} → ${row.env} 的云函数 ${row.functionName}，启用`
      const is = callbacks.find(({ msgType, event }) => msgType === row.msgType && event === row.event)
      if (!is) return [wrong(`没有 ${row.event} 这一行`, should, `${DEPLOY}，或在 ${CONSOLE} 里加`)]
      if (is.env !== row.env || is.functionName !== row.functionName) return [wrong(`${row.event} 推给了 ${is.env} 的 ${is.functionName}`, should, `在 ${CONSOLE} 里改`)]
      return is.enable ? [] : [wrong(`${row.event} 这一行没有启用`, should, `${DEPLOY}，或在 ${CONSOLE} 里打开`)]
    })
    const off = enable || found.length === rows.length ? [] : [wrong('消息推送的总开关是关的', '开着', `在 ${CONSOLE} 里打开`)]
    return orGood([...off, ...found], `${rows.map(({ event }) => event).join('、')} 都推给 events`)
  },
}
