import { commandsAsRun } from '../stand-in/as-run'
import { type Report } from './diagnose'

const GOOD = { TCB_ENV_ID: 'env-1', OPERATOR_KEY: 'an operator key, long enough', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }

describe('the command doctor, as it is run', () => {
  const { standIn, run } = commandsAsRun()

  it('finds nothing to mend right after a deployment beside what others have, only what people have still to do', async () => {
    expect((await run('deploy.ts', ['deploy', '--yes'], GOOD)).status).toBe(0)
    const held = (): string => JSON.stringify({ ...standIn().account, objects: {} })
    const before = held()
    const { status, said } = await run('doctor/doctor.ts', [], GOOD)
    expect(said).not.toMatch(/^ {2}(处理|没查)/m)
    expect(said).toMatch(/没做 {2}存好的模板：一个模板也没有存/)
    expect({ status, same: held() === before }).toEqual({ status: 0, same: true })
  })

  it('tells of an environment that nothing was deployed to, and its JSON is all that stands on standard output', async () => {
    const { status, said } = await run('doctor/doctor.ts', ['--json'], GOOD)
    const { checks, exitCode } = JSON.parse(said) as Report
    expect({ status, exitCode }).toEqual({ status: 1, exitCode: 1 })
    expect(checks.find(({ id }) => id === 'functions')?.findings.map(({ is }) => is)).toContain('没有云函数 push')
  })

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['with an option that there is not', ['--fix'], GOOD, /看不懂的参数/],
    ['for an environment that the key does not reach', ['--only', 'account'], { ...GOOD, TCB_ENV_ID: 'env-9' }, /没查 {2}账号和环境：调用 DescribeEnvInfo 失败.*TCB_ENV_ID/],
  ])('ends with an exit code of its own %s', async (_what, args, variables, words) => {
    const { status, said, failed } = await run('doctor/doctor.ts', args, variables)
    expect(status).toBe(2)
    expect(said + failed).toMatch(words)
  })
})
