// npm run rollback -- [--to RELEASE] [--env staging|production] [--yes] [--plan]
// Puts the functions back to the code of an earlier deployment. Records are not touched; docs/部署.md says what that means.
import { setTimeout as pause } from 'node:timers/promises'
import CLOUDBASE from '../cloudbaserc.json'
import { openSession, run } from './command'
import { carryOut, GOOD } from './plan/carry-out'
import { planRollback } from './plan/rollback'

const RECORDS = '记录不会退回：旧代码读得懂新记录里它认识的部分；表结构升过级（docs/升级.md）时，先看那一页能不能退。'

run(async () => {
  const session = openSession(process.argv.slice(2), ({ TCB_ENV_ID }, file) => (TCB_ENV_ID ? [] : [`没有 TCB_ENV_ID：请在 ${file} 里写上环境 ID。`]))
  if (Array.isArray(session)) {
    for (const line of ['没有退回，什么也没有写。', ...session]) console.error(line)
    return false
  }
  const { api, operator, options, file } = session
  operator.say(`环境 ${api.envId}（读自 ${file}）`)
  const { steps, releases } = await planRollback(api, CLOUDBASE.functions.map(({ name }) => name), pause, options.to)
  for (const release of releases) operator.say(`  部署  ${release}`)
  operator.say(`  注意  ${RECORDS}`)
  return GOOD.includes(await carryOut(steps, operator, options))
})
