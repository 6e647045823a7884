const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** 一次最多 1000 条，各人各的内容。 */
const BATCH = 1000
/** 数据库一次最多给云函数 1000 条，这里每页取 1000。 */
const PAGE = 1000

/** 每晚八点：提醒明天有课的人。同一节课的 dedupe 相同，定时器跑两遍也只提醒一次。 */
exports.main = async ({ day = tomorrow() }) => {
  const answers = []
  for (let skip = 0; ; skip += PAGE) {
    const { data } = await cloud.database().collection('bookings').where({ day }).orderBy('_id', 'asc').skip(skip).limit(PAGE).get()
    if (data.length > 0) answers.push(await remind(data.slice(0, BATCH)))
    if (data.length < PAGE) break
  }
  return { day, answers }
}

async function remind(bookings) {
  const items = bookings.map(({ _id, openid, course, at, room }) => ({
    to: openid,
    data: { thing1: course, time2: at, thing3: room, bookingId: _id },
    dedupe: `tomorrow-${_id}`,
  }))
  const { result } = await cloud.callFunction({ name: 'push', data: { action: 'notify', callerKey: process.env.SM_CALLER_KEY, template: 'class-tomorrow', items } })
  return result.ok ? result.counts : result
}

/** 北京时间的明天，例如 2026-12-05。 */
function tomorrow() {
  return new Date(Date.now() + (24 + 8) * 3600_000).toISOString().slice(0, 10)
}
