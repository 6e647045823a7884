const cloud = require('wx-server-sdk')
const { subscribeMessages } = require('./subscribe-messages')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** 小程序里点出来的调用带着微信的凭证：在这里当场就发，不用等定时器。context 说还剩多少时间，要传进去。 */
exports.main = async ({ event }, context) => {
  const { OPENID } = cloud.getWXContext()
  const { notify } = subscribeMessages(cloud, { callerKey: process.env.SM_CALLER_KEY })
  const data = { thing1: event, time2: '2026-12-02 19:30', event }
  return notify({ template: 'event-joined', to: OPENID, data, dedupe: `joined-${event}-${OPENID}` }, context)
}
