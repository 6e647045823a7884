// npm run stand-in -- --state FILE [--port 8899] [--env env-1] [--others]
// Plays Tencent's API for commands in other terminals; what they changed is kept in FILE.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Account, emptyAccount } from './account'
import { accountOfOthers } from './others'
import { startStandIn } from './server'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { state: { type: 'string' }, port: { type: 'string', default: '8899' }, env: { type: 'string', default: 'env-1' }, others: { type: 'boolean' } },
  })
  const { state } = values
  const fresh = (): Account => (values.others ? accountOfOthers(values.env) : emptyAccount(values.env))
  const account = state && existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as Account) : fresh()
  const keep = (changed: Account): void => {
    if (state) writeFileSync(state, JSON.stringify(changed, null, 2))
  }
  const standIn = await startStandIn({ account, port: Number(values.port), changed: keep })
  console.log(`替身已就绪：${standIn.url}（环境 ${Object.keys(account.environments).join('、')}）。在另一个终端里先执行：`)
  for (const [name, value] of Object.entries(standIn.environment())) console.log(`  export ${name}=${value}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
