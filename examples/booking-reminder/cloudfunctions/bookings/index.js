const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async ({ course, at, room }) => {
  const { OPENID } = cloud.getWXContext()
  const [day] = at.split(' ')
  return cloud.database().collection('bookings').add({ data: { openid: OPENID, course, at, day, room } })
}
