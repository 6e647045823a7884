// Has no config.json, and so may call no openapi.
const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async ({ message }) => {
  try {
    return await cloud.openapi.subscribeMessage.send(message)
  } catch ({ errCode, errMsg, message }) {
    return { errCode, errMsg, message }
  }
}
