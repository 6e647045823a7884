import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandsAsRun } from './stand-in/as-run'

const GOOD = { TCB_ENV_ID: 'env-1', OPERATOR_KEY: 'a "key" that $is \\ long enough', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }

describe('the commands set-up, deploy and rollback, as they are run', () => {
  const { standIn, home, run } = commandsAsRun()

  it('deploys the whole project beside what others have; again there is nothing to do, and no earlier version to go back to', async () => {
    const first = await run('deploy.ts', ['deploy', '--yes'], GOOD)
    expect({ status: first.status, failed: first.failed }).toEqual({ status: 0, failed: '' })
    expect(first.said).toMatch(/完成：\d+ 步都做好了/)
    const { collections, functions } = standIn().account.environments['env-1'] ?? {}
    expect(Object.keys(functions ?? {})).toEqual(['login', 'cleanup', 'subscribe', 'push', 'dispatch', 'events'])
    expect(Object.keys(collections ?? {}).filter((name) => !name.startsWith('sm_'))).toEqual(['users', 'messages', 'orders'])
    const keyed = Object.values(functions ?? {}).filter(({ settings }) => settings.Environment.Variables.some(({ Key }) => Key === 'OPERATOR_KEY'))
    expect(keyed.map(({ settings }) => settings.FunctionName)).toEqual(['push', 'dispatch'])
    expect(keyed[0]?.settings.Environment.Variables).toContainEqual({ Key: 'OPERATOR_KEY', Value: GOOD.OPERATOR_KEY })
    expect(first.said + first.failed).not.toContain(GOOD.OPERATOR_KEY)

    const before = JSON.stringify(standIn().account)
    const again = await run('deploy.ts', ['deploy'], GOOD)
    expect({ status: again.status, same: JSON.stringify({ ...standIn().account, objects: {} }) === JSON.stringify({ ...JSON.parse(before), objects: {} }) }).toEqual({ status: 0, same: true })
    expect(again.said).toMatch(/没有要改的/)

    const back = await run('rollback.ts', ['--yes'], GOOD)
    expect(back.status).toBe(1)
    expect(back.said).toMatch(/部署 {2}[0-9a-f]{8}（[^]*记录不会退回[^]*没有更早的部署可以退回/)
  })

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['without any configuration', ['deploy', '--yes'], {}, /没有部署，什么也没有写。[^]*没有 TCB_ENV_ID[^]*没有设置 OPERATOR_KEY[^]*没有密钥/],
    ['without a terminal or an agreement', ['deploy'], GOOD, /没有终端可以确认，什么也没有写/],
    ['with an option that there is not', ['deploy', '--force'], GOOD, /看不懂的参数/],
    ['for an environment that there is not', ['deploy', '--env', 'prod'], GOOD, /没有环境「prod」：--env 只能是 staging 或 production/],
    ['for a named environment without its file', ['deploy', '--env', 'staging', '--yes'], GOOD, /没有 \.env\.staging：请照 \.env\.example 建一个/],
    ['for an environment that the key does not reach', ['deploy', '--yes'], { ...GOOD, TCB_ENV_ID: 'env-9' }, /调用 DescribeEnvInfo 失败.*TCB_ENV_ID/],
  ])('ends with words and an exit code of its own %s, and has written nothing', async (_what, args, variables, words) => {
    const before = JSON.stringify(standIn().account)
    const { status, said, failed } = await run('deploy.ts', args, variables)
    expect({ status, same: JSON.stringify(standIn().account) === before }).toEqual({ status: 1, same: true })
    expect(said + failed).toMatch(words)
  })

  it('says on which step it was cut off, with an exit code of its own', async () => {
    standIn().fail({ action: 'CreateFunction', at: 2, kind: 'refused', code: 'LimitExceeded.Function', message: 'too many' })
    const { status, said } = await run('deploy.ts', ['deploy', '--yes'], GOOD)
    expect(status).toBe(1)
    expect(said).toMatch(/失败：调用 CreateFunction 失败：too many，错误码 LimitExceeded.Function.*超出了套餐/)
    expect(said).toMatch(/停在第 \d+ 步。前面 \d+ 步已经做好/)
  })

  it('takes the CLI\'s own login', async () => {
    writeLogin(home())
    const { TENCENTCLOUD_SECRETID: _id, TENCENTCLOUD_SECRETKEY: _key, ...rest } = GOOD
    expect((await run('deploy.ts', ['set-up', '--plan'], rest)).said).toMatch(/只是计划，什么也没有写/)
  })
})

function writeLogin(home: string): void {
  mkdirSync(join(home, '.config/.cloudbase'), { recursive: true })
  writeFileSync(join(home, '.config/.cloudbase/auth.json'), JSON.stringify({ credential: { secretId: 'id', secretKey: 'key' } }))
}
