import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Driver, type Outcome } from '../step'
import { Bindings } from './match'
import { leftIn, Placeholders, type Known } from './placeholders'
import { checksIn, recording } from './recorder'
import { readRecording, writeRecording, type Recording } from './recording'
import { replay } from './replay'
import { namedIn, noteIn, rulesIn } from './rules'

const KNOWN: Known = { secrets: ['the-secret-key-of-somebody'], env: 'prod-1a2b3c' }
const NOW = Date.parse('2026-12-01T09:00:00Z')
const OPENID = 'oAbCdEfGhIjKlMnOpQrStUvWxYz1'
const OTHER = 'oZbCdEfGhIjKlMnOpQrStUvWxYz2'
const ID = '0123456789abcdef0123456789abcdef'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'recording-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('what is recorded', () => {
  const mask = (value: unknown): unknown => new Placeholders(KNOWN, () => NOW).mask(value)

  it('has placeholders for secrets, people, the account, ids and moments of its own, the same for the same', () => {
    const answer = {
      env: 'prod-1a2b3c',
      text: `E11000 collection: tnt-k3j4h5.conformance, key the-secret-key-of-somebody, AKIDabcdefghijklmnop, 10.0.3.4, eyJhbGci.eyJzdWIi.c2ln_bmF0dXJl`,
      people: [OPENID, OTHER, OPENID],
      app: 'wx0123456789abcdef',
      _id: ID,
      requestID: 'whatever it looks like',
      rid: 'rid: 6a1b2c3d-01234567-89abcdef',
      at: '2026-12-01T09:00:01.234Z',
      ms: NOW - 5_000,
    }
    expect(mask(answer)).toEqual({
      env: '<env>',
      text: 'E11000 collection: <tenant-1>.conformance, key <secret>, <secret>, <ip-1>, <secret>',
      people: ['<openid-1>', '<openid-2>', '<openid-1>'],
      app: '<appid-1>',
      _id: '<id-1>',
      requestID: '<request>',
      rid: 'rid: <rid-1>',
      at: '<now>',
      ms: '<now>',
    })
  })

  it('keeps what the tests themselves wrote: names, numbers, other moments', () => {
    const plain = { name: '苹果', n: 20, at: '1970-01-01T00:00:00.000Z', code: -502001, errMsg: 'collection.add:ok' }
    expect(mask(plain)).toEqual(plain)
  })

  it('is not written with something left in it', () => {
    const file = join(dir, 'left.json')
    const leaking: Recording = { kind: 'conformance recording', version: 1, recordedAt: '', seen: {}, checks: [{ test: 't', steps: [{ turn: 1, step: OPENID, data: {}, outcome: {} }] }] }
    expect(() => writeRecording(file, leaking, KNOWN)).toThrow('录到的内容里还有openid，没有写文件')
    expect(() => readRecording(file)).toThrow('没有文件')
    expect(leftIn('the-secret-key-of-somebody', KNOWN)).toEqual(['密钥或环境 ID'])
  })

  it('never lies about unmasked, not even when the run dies, and a line that was not finished counts for nothing', async () => {
    const lines = join(dir, 'lines')
    const leaky: Driver = { run: async () => ({ result: { key: KNOWN.secrets[0], of: OPENID } }), close: async () => undefined }
    const driver = recording(leaky, lines, () => 'file › test', KNOWN)
    expect(await driver.run('return 1', { openid: OPENID })).toEqual({ result: { key: KNOWN.secrets[0], of: OPENID } })
    const text = readFileSync(lines, 'utf8')
    expect(leftIn(text, KNOWN)).toEqual([])
    expect(checksIn(lines)).toEqual([{ test: 'file › test', steps: [{ turn: 1, step: 'return 1', data: { openid: '<openid-1>' }, outcome: { result: { key: '<secret>', of: '<openid-1>' } } }] }])
    const { appendFileSync } = await import('node:fs')
    appendFileSync(lines, '{"test":"file › cut off","step":"ret')
    expect(checksIn(lines)).toHaveLength(1)
  })
})

describe('held against a recording', () => {
  it('a placeholder stands for whatever is in its place here, and for the same from then on', () => {
    const bindings = new Bindings()
    expect(bindings.compare({ _id: '<id-1>', text: 'added <id-1> at <now> in <env>' }, { _id: ID, text: `added ${ID} at 2020 in local-env` })).toEqual([])
    expect(bindings.fill(`return doc('<id-1>')`)).toBe(`return doc('${ID}')`)
    expect(bindings.compare({ _id: '<id-1>' }, { _id: ID.replace('0', 'f') })).toEqual([{ path: '_id', recorded: ID, local: ID.replace('0', 'f') }])
  })

  it('every difference is named by its place: another value, another type, one too few, one that is not there', () => {
    const recorded = { error: { errCode: -502001, errMsg: 'a' }, list: [1, 2, 3], only: { there: true } }
    const local = { error: { errCode: -502005, errMsg: 1 }, list: [1, 2], only: {} }
    expect(new Bindings().compare(recorded, local).map(({ path }) => path)).toEqual(['error.errCode', 'error.errMsg', 'list.length', 'only.there'])
  })

  it('what was under way together is so again, and later steps get the ids of here', async () => {
    let underWay = 0
    let most = 0
    const asked: string[] = []
    const here: Driver = {
      async run(step): Promise<Outcome> {
        asked.push(step)
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
        return { result: step === 'add' ? ID : step }
      },
      close: async () => undefined,
    }
    const steps = [
      { turn: 1, step: 'add', data: {}, outcome: { result: '<id-1>' } },
      { turn: 2, step: 'look at <id-1>', data: {}, outcome: { result: 'look at <id-1>' } },
      { turn: 2, step: 'b', data: {}, outcome: { result: 'c' } },
    ]
    const differences = await replay(here, [{ test: 'file › test', steps }])
    expect([most, asked]).toEqual([2, ['add', `look at ${ID}`, 'b']])
    expect(differences).toEqual([{ test: 'file › test', step: 3, code: 'b', path: 'result', recorded: 'c', local: 'b' }])
  })
})

describe('docs/fidelity.md', () => {
  const DOCUMENT = ['| 规则 | 来源 | 测试 | 已知差异 | 与微信核对过 |', '|---|---|---|---|---|', '| Whole | p | `f › a`<br>`f › b` |  | no |', '| Part | p | `f › a`<br>`f › c` | some | no |', '| Other | p | `f › d` |  | no |', '| None | p | `g › e` |  | no |'].join('\n')

  it('gets the date where every test of a row held; what was recorded in part, or differs, stays, and is said', () => {
    const { document, moved, held } = noteIn(DOCUMENT, new Set(['f › a', 'f › b']), new Set(['f › d']), '2026-12-01')
    expect(document.split('\n').slice(2)).toEqual(['| Whole | p | `f › a`<br>`f › b` |  | yes, 2026-12-01 |', ...DOCUMENT.split('\n').slice(3)])
    expect(moved.map(({ rule }) => rule)).toEqual(['Whole'])
    expect(held.map(({ rule: { rule }, missing, different }) => [rule, missing, different])).toEqual([
      ['Part', ['f › c'], []],
      ['Other', [], ['f › d']],
    ])
  })

  it('knows a test inside a describe by its own name', () => {
    const rules = rulesIn(DOCUMENT)
    expect([namedIn(rules, 'f › some things b'), namedIn(rules, 'f › b'), namedIn(rules, 'f › nothing'), namedIn(rules, 'g')]).toEqual(['f › b', 'f › b', 'f › nothing', 'g'])
  })
})

it('a file that is no recording, or only half of one, is refused with what to do', async () => {
  const { writeFileSync } = await import('node:fs')
  const file = join(dir, 'odd.json')
  writeFileSync(file, '{"kind":"conformance rec')
  expect(() => readRecording(file)).toThrow('不是完整的 JSON')
  writeFileSync(file, '{"kind":"something"}')
  expect(() => readRecording(file)).toThrow('不是录制文件')
})
