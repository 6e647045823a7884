import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENV_ID, startLocalDriver, type LocalDriver } from '../local-driver'
import { CHECKLIST } from './checklist'
import { leftIn } from './placeholders'
import { PROBES } from './probes'
import { readRecording } from './recording'
import { rulesIn } from './rules'

const ROOT = join(__dirname, '../../..')
const FIDELITY = join(ROOT, 'docs/fidelity.md')
const KEYS = { TENCENTCLOUD_SECRETID: 'AKIDofTheStandIn000000001', TENCENTCLOUD_SECRETKEY: 'a-key-that-nobody-may-read' }

/** Another local cloud in place of a real environment. One of its rules is another one: `updated` counts what matched. */
let standIn: LocalDriver
let dir: string
let file: string
beforeAll(async () => {
  standIn = await startLocalDriver({ switches: { db: { updatedCounts: 'matched' } } })
  dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  file = join(dir, 'recording.json')
})
afterAll(async () => {
  await standIn.close()
  rmSync(dir, { recursive: true, force: true })
})

async function conformance(words: string[], more: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: ENV_ID,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${standIn.emulator.url}/admin` }),
    ...KEYS,
    ...more,
  }
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'cli.ts'), ...words], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  const code = await new Promise<number | null>((resolve) => void child.on('close', resolve))
  return { code, output }
}

it('records, names what is different here, notes what is not, and keeps what somebody looked at', async () => {
  const recorded = await conformance(['record', '--env-id', ENV_ID, '--only', 'database-write', '--out', file])
  expect(recorded.output).toMatch(/已写入 .*：\d+ 个测试，\d+ 个步骤/)
  expect(recorded.code).toBe(0)
  const text = readFileSync(file, 'utf8')
  expect(leftIn(text, { secrets: Object.values(KEYS), env: ENV_ID })).toEqual([])
  expect(readRecording(file).checks.length).toBeGreaterThan(20)

  const compared = await conformance(['compare', file])
  expect(compared.output).toContain('规则：`updated` 数的是改了的还是匹配的')
  expect(compared.output).toMatch(/测试：database-write › an update to the same value counts no document\n.*\n {2}位置：.*updated\n {2}真实环境：1\n {2}本地云： {2}0/)
  // The same rule shows where an update is empty.
  expect(compared.output).toContain('测试：database-write › the SDK sends an empty update for a field that is set to {}')
  expect(compared.output).toContain('有 2 处不一样')
  expect(compared.code).toBe(1)

  const item = CHECKLIST.find(({ id }) => id === '弹窗-没有点击')?.id ?? ''
  expect((await conformance(['seen', file, item, 'same'])).output).toContain('记下了')
  expect((await conformance(['checklist', file])).output).toContain(`✓ ${item}`)
  const copy = join(dir, 'fidelity.md')
  copyFileSync(FIDELITY, copy)
  const noted = await conformance(['note', file, '--fidelity', copy])
  expect(noted.code).toBe(0)
  const { recordedAt } = readRecording(file)
  const rules = rulesIn(readFileSync(copy, 'utf8'))
  const checkedOf = (rule: string): string | undefined => rules.find((each) => each.rule === rule)?.checked
  expect(checkedOf('只能在点按之后')).toBe(`yes, ${recordedAt.slice(0, 10)}`)
  expect(checkedOf('set() 替换或新建')).toBe(`yes, ${recordedAt.slice(0, 10)}`)
  expect(checkedOf('`updated` 数的是改了的还是匹配的')).toBe('no')
  expect(noted.output).toContain('有出入：database-write › an update to the same value counts no document')
  expect(rules.filter(({ tests }) => !tests.some((test) => test.startsWith('database-write') || test === 'consent-panel › without a tap there is no panel')).every(({ checked }) => checked === 'no')).toBe(true)
})

it('an answer that was changed in the recording is found: another errcode', async () => {
  const changed = join(dir, 'changed.json')
  const step = { turn: 1, step: `return db.collection('conformance').doc('none').get()`, data: {}, outcome: { error: { errCode: -502005 } } }
  writeFileSync(changed, JSON.stringify({ kind: 'conformance recording', version: 1, recordedAt: '2026-12-01T00:00:00.000Z', seen: {}, checks: [{ test: 'database-read › doc().get() of a missing document throws', steps: [step] }] }))
  const { code, output } = await conformance(['compare', changed])
  expect(output).toMatch(/规则：找不到的文档会抛错[^]*位置：error\.errCode\n {2}真实环境：-502005\n {2}本地云： {2}-1\n/)
  expect(code).toBe(1)
})

it('what is missing is said before anything is asked of an environment', async () => {
  const refused = async (words: string[], more: Record<string, string> = {}): Promise<string> => {
    const { code, output } = await conformance(['record', ...words, '--out', join(dir, 'none.json')], more)
    expect(code).toBe(2)
    return output
  }
  expect(await refused([])).toContain('没有说在哪个环境里录')
  expect(await refused(['--env-id', 'some-env'], { TENCENTCLOUD_SECRETKEY: '' })).toContain('.env.local 里没有 TENCENTCLOUD_SECRETKEY')
  expect(await refused(['--env-id', 'prod'], { TCB_ENV_ID: 'prod' })).toContain('prod 是产品自己的环境')
  expect(await refused(['--env-id', ENV_ID, '--only', 'everything'])).toContain('没有叫「everything」的测试文件')
  expect(await refused(['--env-id', ENV_ID], { TCB_CONTEXT_CNFG: JSON.stringify({ URL: 'http://127.0.0.1:9/admin' }) })).toContain('函数 conformance 调不通')
  expect((await conformance(['seen', file, 'nothing', 'same'])).output).toContain('清单里没有「nothing」')
  expect((await conformance([])).output).toContain('用法：npm run conformance')
})

it('every item to look at and every further question names a test that there is', () => {
  const tests = new Set(rulesIn(readFileSync(FIDELITY, 'utf8')).flatMap((rule) => rule.tests))
  const named = [...CHECKLIST.flatMap((item) => item.tests), ...PROBES.map(({ test }) => test)]
  expect(named.filter((test) => !tests.has(test))).toEqual([])
})
