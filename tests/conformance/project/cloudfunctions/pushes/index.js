// Keeps each pushed message with the context in which it came.
const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async (event) => {
  await cloud.database().collection('pushes').add({ data: { event, wx: cloud.getWXContext() } })
  return 'success'
}
