// How a real environment answers, written down, and the local cloud held against it. docs/fidelity.md says how it is used.
// It was only ever run against a second local cloud.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readVariables } from '../../../deploy/variables'
import { CONSOLE, startLocalDriver } from '../local-driver'
import { knownOf, startRealDriver, type RealEnvironment } from '../real-driver'
import { CHECKLIST, itemNamed } from './checklist'
import { probe } from './probes'
import { checksIn, recording } from './recorder'
import { readRecording, writeRecording, type Check, type Recording } from './recording'
import { replay, type Difference } from './replay'
import { wordsOf, wordsOfNoted } from './report'
import { namedIn, noteIn, rulesIn } from './rules'

const ROOT = join(__dirname, '../../..')
const FILE = 'conformance-recording.json'

/** What runs in an environment of which nothing can be ordered. */
const SUITES = ['aggregate', 'call-function', 'database-query-operators', 'database-read', 'database-update-operators', 'database-write', 'transactions']

const USAGE = `用法：npm run conformance -- 命令 [选项]

  record --env-id 环境 [--out 文件] [--only 名字]   在真实环境里把一致性测试跑一遍，记下每个请求和答复（密钥、openid、编号换成占位符）
  compare 文件                                      把记下的步骤在本地云里再做一遍，逐条说出不一样的地方；有不一样的，退出码是 1
  note 文件 [--fidelity 文件]                       核对一致的，在 docs/fidelity.md 里写上录制的日期；有出入和没录到的不动
  checklist [文件]                                  要用手机和控制台看的，一项一项怎么做
  seen 文件 项目 same|different [说明]              记下其中一项看到的结果

  --out 默认是 ${FILE}；--only 只跑一个测试文件：${SUITES.join('、')}
  密钥写在 .env.local：TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY（用只能操作这个环境的子账号）
`

interface Options {
  'env-id'?: string
  out?: string
  only?: string
  fidelity?: string
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'env-id': { type: 'string' }, out: { type: 'string' }, only: { type: 'string' }, fidelity: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [command = '', file = FILE, ...rest] = positionals
  if (command === 'record') return record(values)
  if (command === 'compare') return compare(file)
  if (command === 'note') return note(file, values)
  if (command === 'checklist') return checklist(positionals[1])
  if (command === 'seen') return seen(file, rest)
  console.log(USAGE)
  return values.help ? 0 : 2
}

async function record({ 'env-id': env, out = FILE, only }: Options): Promise<number> {
  const environment = environmentOf(env)
  if (only !== undefined && !SUITES.includes(only)) throw new Error(`没有叫「${only}」的测试文件。可以是：${SUITES.join('、')}`)
  const driver = await startRealDriver(environment)
  await requireFunction(driver)
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const lines = join(dir, 'lines')
  writeFileSync(lines, '', { mode: 0o600 })
  try {
    const failed = await runSuites(environment, lines, only === undefined ? SUITES : [only])
    if (only === undefined) await recordProbes(environment, lines)
    const { rules } = fidelity({})
    const checks = checksIn(lines).map((check) => ({ ...check, test: namedIn(rules, check.test) }))
    if (checks.length === 0) throw new Error('一个步骤也没有录到，没有写文件。请看上面测试的输出。')
    writeRecording(out, { kind: 'conformance recording', version: 1, recordedAt: new Date().toISOString(), checks, seen: {} }, knownOf(environment))
    console.log(`已写入 ${out}：${checks.length} 个测试，${checks.reduce((sum, { steps }) => sum + steps.length, 0)} 个步骤。`)
    if (failed) console.log('有的测试没有通过，说明真实环境和本地云答得不一样；答复都记下了。')
    console.log(`下一步：npm run conformance -- compare ${out}`)
    return 0
  } finally {
    await driver.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

function environmentOf(env: string | undefined): RealEnvironment {
  const variables = readVariables()
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey, TCB_ENV_ID: product } = variables
  if (!env) throw new Error('没有说在哪个环境里录。请加上 --env-id 环境ID；那个环境要是空的，测试会清空它的集合。')
  if (env === product) throw new Error(`${env} 是产品自己的环境（.env.local 里的 TCB_ENV_ID），没有录。测试会清空集合，函数 conformance 又什么都肯做，请另建一个空环境。`)
  const missing = Object.entries({ TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey }).filter(([, value]) => !value).map(([name]) => name)
  if (!secretId || !secretKey) throw new Error(`.env.local 里没有 ${missing.join('、')}。请在腾讯云控制台 → 访问管理 → API 密钥建一个只能操作这个环境的子账号，把密钥写进去。`)
  return { env, secretId, secretKey }
}

async function requireFunction(driver: Awaited<ReturnType<typeof startRealDriver>>): Promise<void> {
  const outcome = await driver.run('return 1 + 1').catch((error: unknown) => {
    throw new Error(`环境里的函数 conformance 调不通：${error instanceof Error ? error.message : String(error)}\n请照 docs/fidelity.md「在真实环境里录制」建好集合、上传函数，再试一次。`)
  })
  if (outcome?.result !== 2) throw new Error('环境里叫 conformance 的函数不是这里的那一个，没有录。请照 docs/fidelity.md「在真实环境里录制」上传。')
}

/** @returns whether some test did not pass */
async function runSuites({ env, secretId, secretKey }: RealEnvironment, lines: string, suites: readonly string[]): Promise<boolean> {
  const words = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--runInBand', '--selectProjects', 'system', '--runTestsByPath', ...suites.map((name) => `tests/conformance/${name}.test.ts`)]
  const names = { CONFORMANCE_ENV_ID: env, CONFORMANCE_RECORD: lines, TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey }
  const jest = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...names } })
  return new Promise((resolve, reject) => {
    jest.on('error', reject)
    jest.on('close', (code) => resolve(code !== 0))
  })
}

async function recordProbes(environment: RealEnvironment, lines: string): Promise<void> {
  let test = ''
  const driver = recording(await startRealDriver(environment), lines, () => test, knownOf(environment))
  await probe(driver, (name) => {
    test = name
  })
  await driver.close()
}

async function compare(file: string): Promise<number> {
  const differences = await differencesOf(readRecording(file).checks)
  const { rules } = fidelity({})
  for (const line of wordsOf(differences, rules)) console.log(line)
  console.log(differences.length === 0 ? '一致：录下的每一步，本地云都答得一样。' : `有 ${differences.length} 处不一样。`)
  return differences.length === 0 ? 0 : 1
}

async function differencesOf(checks: readonly Check[]): Promise<Difference[]> {
  const driver = await startLocalDriver()
  try {
    return await replay({ run: (step, data) => driver.run(step, data, CONSOLE), close: () => driver.close() }, checks)
  } finally {
    await driver.close()
  }
}

async function note(file: string, options: Options): Promise<number> {
  const { checks, seen: looked, recordedAt } = readRecording(file)
  const { path, document, rules } = fidelity(options)
  const different = new Set((await differencesOf(checks)).map(({ test }) => namedIn(rules, test)))
  const held = new Set(checks.map(({ test }) => namedIn(rules, test)).filter((test) => !different.has(test)))
  for (const { id, tests } of CHECKLIST) for (const test of looked[id] ? tests : []) (looked[id]?.same ? held : different).add(test)
  const noted = noteIn(document, held, different, recordedAt.slice(0, 10))
  writeFileSync(path, noted.document)
  for (const line of wordsOfNoted(noted)) console.log(line)
  return 0
}

function fidelity({ fidelity: path = join(ROOT, 'docs/fidelity.md') }: Options): { path: string; document: string; rules: ReturnType<typeof rulesIn> } {
  const document = readFileSync(path, 'utf8')
  return { path, document, rules: rulesIn(document) }
}

function checklist(file: string | undefined): number {
  const looked: Recording['seen'] = file === undefined ? {} : readRecording(file).seen
  for (const { id, words } of CHECKLIST) {
    const known = looked[id]
    console.log(`${known ? (known.same ? '✓' : '✗') : '·'} ${id}\n    ${words}${known?.note ? `\n    看到的：${known.note}` : ''}`)
  }
  console.log(`\n看过一项，记一项：npm run conformance -- seen ${file ?? FILE} 项目 same（或 different 说明）`)
  return 0
}

function seen(file: string, [id, result, ...words]: readonly string[]): number {
  const item = itemNamed(id)
  if (result !== 'same' && result !== 'different') throw new Error('结果只能是 same（和说的一样）或 different（不一样，后面写看到了什么）。')
  if (result === 'different' && words.length === 0) throw new Error('不一样的话，请在后面写看到了什么。')
  const was = readRecording(file)
  const now: Recording = { ...was, seen: { ...was.seen, [item.id]: { same: result === 'same', note: words.join(' '), at: new Date().toISOString() } } }
  writeRecording(file, now, { secrets: [], env: '' })
  console.log(`记下了：${item.id} ${result === 'same' ? '一样' : '不一样'}。`)
  return 0
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
  },
)
