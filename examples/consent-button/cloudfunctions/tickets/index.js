const cloud = require('wx-server-sdk')
const { subscribeMessages } = require('./subscribe-messages')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** 小程序里点出来的调用带着微信的凭证：在这里直接发，马上就到，不用等定时器。 */
exports.main = async ({ event }) => {
  const { OPENID } = cloud.getWXContext()
  const { notify } = subscribeMessages(cloud, { callerKey: process.env.SM_CALLER_KEY })
  const data = { thing1: event, time2: '2026-12-02 19:30', event }
  const { outcome } = await notify({ template: 'event-joined', to: OPENID, data, dedupe: `joined-${event}-${OPENID}` })
  return { outcome }
}
