// Keeps each run with the context in which it came, and whether it may call openapi.
const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async (event) => {
  const errCode = await cloud.openapi.subscribeMessage.getTemplateList().then(
    () => 0,
    (error) => error.errCode,
  )
  const run = { event, wx: cloud.getWXContext(), triggerSrc: process.env.TRIGGER_SRC, errCode, at: new Date().toISOString() }
  await cloud.database().collection('ticks').add({ data: run })
  return run
}
