const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

const orders = () => cloud.database().collection('orders')

/** 买家下单、看订单；发货由后台（控制台或你们的管理端函数）调用。 */
exports.main = async ({ action, ...request }) => {
  const { OPENID } = cloud.getWXContext()
  if (action === 'create') return create(OPENID, request)
  if (action === 'get') return get(OPENID, request)
  if (action === 'ship' && !OPENID) return ship(request)
  return { ok: false, message: '不能这样调用' }
}

async function create(buyer, { goods }) {
  const orderId = `A${Date.now()}`
  await orders().add({ data: { _id: orderId, buyer, goods, state: '待发货' } })
  return { ok: true, orderId }
}

async function get(buyer, { orderId }) {
  const { data } = await orders().where({ _id: orderId, buyer }).get()
  return { ok: data.length > 0, state: data.length > 0 ? data[0].state : '没有这个订单' }
}

async function ship({ orderId, express }) {
  const { data: order } = await orders().doc(orderId).get()
  await orders().doc(orderId).update({ data: { state: `已发货 ${express}` } })
  const notice = await tell(order, express)
  return { ok: true, notice }
}

/** 告诉买家：只有这几行是订阅消息的。 */
async function tell({ _id: orderId, buyer, goods }, express) {
  const data = { thing1: goods, character_string2: express, orderId }
  const notice = { action: 'notify', callerKey: process.env.SM_CALLER_KEY, template: 'order-shipped', to: buyer, data, dedupe: `shipped-${orderId}` }
  const { result } = await cloud.callFunction({ name: 'push', data: notice })
  return result
}
