const HEAD = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()
const send = (job) => cloud.openapi.subscribeMessage.send({ touser: job.openid, templateId: job.templateId, data: { thing1: { value: '车库' } } })
`

/** How tutorials send to many: jobs in a collection, a timer that reads the open ones. */
export const NAIVE_FUNCTIONS: Record<string, string> = {
  /** One after the other: read the open ones, send, mark, until the time is up. */
  loop: `${HEAD}
exports.main = async ({ budgetMs }) => {
  const end = Date.now() + budgetMs
  let sent = 0
  for (;;) {
    const { data } = await db.collection('jobs').where({ done: false }).get()
    if (data.length === 0) return { sent }
    for (const job of data) {
      if (Date.now() > end) return { sent }
      await send(job).catch(() => undefined)
      await db.collection('jobs').doc(job._id).update({ data: { done: true } })
      sent += 1
    }
  }
}`,
  /** All that one query gives, at once. */
  unbounded: `${HEAD}
exports.main = async ({ budgetMs }) => {
  const end = Date.now() + budgetMs
  let sent = 0
  while (Date.now() < end) {
    const { data } = await db.collection('jobs').where({ done: false }).get()
    if (data.length === 0) break
    await Promise.all(data.map(async (job) => {
      await send(job).catch(() => undefined)
      await db.collection('jobs').doc(job._id).update({ data: { done: true } })
      sent += 1
    }))
  }
  return { sent }
}`,
}
