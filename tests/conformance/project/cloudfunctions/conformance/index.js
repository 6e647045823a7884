// Runs `event.step`, the body of an async function. Whoever may call this function may do everything in the environment:
// deploy it to one that holds nothing else.
const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const AsyncFunction = (async () => undefined).constructor
const NAMES = ['cloud', 'db', '_', '$', 'event', 'context']

exports.main = async (event, context) => {
  const db = cloud.database()
  try {
    const step = new AsyncFunction(...NAMES, event.step)
    return { result: await step(cloud, db, db.command, db.command.aggregate, event, context) }
  } catch (error) {
    return { error: describe(error) }
  }
}

function describe(error) {
  if (!(error instanceof Error)) return { thrown: error }
  const { name, code, errCode, errMsg, message } = error
  return { name, code, errCode, errMsg, message }
}
