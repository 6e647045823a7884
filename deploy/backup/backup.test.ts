import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { advanceAll } from '../../core/push/advance'
import { resumePush } from '../../core/push/control'
import { COLLECTIONS } from '../../core/records/collections'
import { MARKER_ID, SCHEMA } from '../../core/records/schema'
import { eraseOwnData } from '../../core/users/erase'
import { type Message } from '../../core/outbox/message'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { startFromVersion010 } from '../../tests/support/version-0.1.0'
import { exportTo } from './export'
import { footerLine, lineOf, newHash } from './format'
import { importFrom } from './import'
import { connect, type Place } from './place'

const HER = 'oUser003'
const OPERATOR = { kind: 'operator' } as const

interface Ran {
  code: number
  out: string
}

/** The command as a person runs it. */
function backup(local: LocalCloud, ...args: string[]): Promise<Ran> {
  const env = { ...process.env, COLLECTION_PREFIX: local.prefix === '' ? 'none' : local.prefix }
  const all = ['--import', 'tsx', 'deploy/backup/backup.ts', ...args, ...(args[0] === 'verify' ? [] : ['--url', local.emulator.url])]
  return new Promise((resolve) =>
    execFile(process.execPath, all, { cwd: join(__dirname, '../..'), env }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })),
  )
}

const NAMES = Object.values(COLLECTIONS).filter((name) => name !== 'marker')
const rowsOf = ({ emulator }: LocalCloud, name: string): Record<string, unknown>[] => emulator.database.find(name, {})
const everything = (local: LocalCloud): Record<string, unknown> => Object.fromEntries(NAMES.map((name) => [name, rowsOf(local, name).sort((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1))]))
const isEmpty = (local: LocalCloud): boolean => NAMES.every((name) => rowsOf(local, name).length === 0)

let dir: string
/** Backups of one place that was at work: the second after somebody had asked to be forgotten. */
let first: string
let second: string
let stored: Record<string, unknown>
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'backup-'))
  first = join(dir, 'first.jsonl')
  second = join(dir, 'second.jsonl')
  const local = await startFromVersion010()
  await advanceAll(local.ports())
  stored = everything(local)
  const made = await backup(local, 'export', '--file', first)
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/属于个人信息.*messages 好了.*已从本地云.*messages 5\d/s) as string })
  // Its own clock may be ahead of the machine's, from which the backup takes its time.
  local.emulator.clock.set(Date.now() + 1000)
  await eraseOwnData(local.ports(), HER)
  expect((await backup(local, 'export', '--file', second)).code).toBe(0)
  expect((await backup(local, 'export', '--file', second)).out).toContain('没有覆盖')
  await local.close()
}, 120_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let target: LocalCloud
beforeEach(async () => {
  target = await startLocalCloud()
})
afterEach(() => target.close())

describe('a backup', () => {
  it('comes back whole under another prefix, and is compared', async () => {
    const { code, out } = await backup(target, 'import', '--file', first, '--as-is', '--erased', first)
    expect([code, out]).toEqual([0, expect.stringMatching(/核对无误/)])
    expect(everything(target)).toEqual(stored)
    expect(rowsOf(target, 'marker')).toMatchObject([{ _id: MARKER_ID, schema: 1 }])
  })

  it('is for its owner alone to read, and says whether it is whole', async () => {
    expect(statSync(first).mode & 0o777).toBe(0o600)
    expect(await backup(target, 'verify', '--file', first)).toMatchObject({ code: 0, out: expect.stringMatching(/^完整：.*数据版本 1/) as string })
    const copy = join(dir, 'copy.jsonl')
    const text = readFileSync(first, 'utf8')
    const lines = text.split('\n')
    for (const [changed, words] of [
      [text.replace('"credits":1', '"credits":9'), '哈希对不上'],
      [lines.slice(0, -2).join('\n'), '没有结尾'],
      [[...lines.slice(0, 3), ...lines.slice(4)].join('\n'), '哈希对不上'],
      [`${text}{"c":"users","d":{"_id":"x"}}\n`, '结尾之后还有内容'],
      ['{"hello":1}\n', '不是这个项目的备份'],
      ['hello\n', '不是 JSON'],
      ['', '是空的'],
    ] as const) {
      writeFileSync(copy, changed)
      await expect(importFrom(await connect({ url: target.emulator.url }), { file: copy, now: new Date(), tell: () => undefined })).rejects.toThrow(words)
    }
    expect(await backup(target, 'import', '--file', copy)).toMatchObject({ code: 1, out: expect.stringContaining('是空的') as string })
    expect(isEmpty(target)).toBe(true)
  })

  it('that ended in the middle is gone on with, half a line and all', async () => {
    const place = await connect({ url: target.emulator.url })
    const quiet = { now: new Date(), tell: () => undefined }
    await importFrom(place, { ...quiet, file: first, asIs: true })
    const third = join(dir, 'third.jsonl')
    const lines = readFileSync(first, 'utf8').split('\n')
    for (const kept of [1, 2, 40, lines.length - 2]) {
      writeFileSync(`${third}.part`, `${lines.slice(0, kept).join('\n')}\n${lines[kept]?.slice(0, 20) ?? ''}`)
      await exportTo(place, third, quiet.now, quiet.tell)
      expect(readFileSync(third, 'utf8').split('\n').slice(1, -2)).toEqual(lines.slice(1, -2))
      expect(existsSync(`${third}.part`)).toBe(false)
      rmSync(third)
    }
  })
})

describe('restoring', () => {
  it('only says what it would do, where that is asked', async () => {
    expect(await backup(target, 'import', '--file', first, '--dry')).toMatchObject({ code: 0, out: expect.stringMatching(/会写进.*次推送.*会先停下.*没有给 --erased/s) as string })
    expect(isEmpty(target)).toBe(true)
  })

  it('is refused where there are records, and where the collections are not ours; nothing is written', async () => {
    target.emulator.database.insert('users', [{ _id: 'somebody' }])
    expect(await backup(target, 'import', '--file', first)).toMatchObject({ code: 1, out: expect.stringMatching(/已经有记录（sm_users）.*什么也没有写/) as string })
    process.env['COLLECTION_PREFIX'] = 'other_'
    const elsewhere = await connect({ url: target.emulator.url })
    delete process.env['COLLECTION_PREFIX']
    await expect(importFrom(elsewhere, { file: first, now: new Date(), tell: () => undefined })).rejects.toThrow(/没有集合 other_.*set-up/)
    expect(NAMES.filter((name) => rowsOf(target, name).length > 0)).toEqual(['users'])
  })

  it('lets rest what was under way: nothing goes out before somebody says so, and then what is left does', async () => {
    await importFrom(await connect({ url: target.emulator.url }), { file: first, now: new Date(), tell: () => undefined })
    for (const row of rowsOf(target, 'templates')) target.emulator.wechat.addTemplate({ title: String(row['title']), content: '地点:{{thing1.DATA}}', templateId: String(row['templateId']) })
    target.emulator.clock.set(Date.now())
    for (let round = 0; round < 3; round += 1) {
      target.emulator.clock.advance(120_000)
      await advanceAll(target.ports())
    }
    expect(target.emulator.stats.sends).toBe(0)
    expect(target.emulator.database.find('pushes', { _id: 'retrying' })).toMatchObject([{ state: 'paused', halt: { reason: 'restored', message: expect.stringContaining('核对') as string } }])
    for (const { openid } of target.emulator.database.find('messages', { pushId: 'retrying' }) as unknown as Message[]) {
      target.emulator.wechat.addUser({ openid })
      await target.emulator.wechat.consent({ openid, templateIds: ['v010-one-time-template-id-0000000000000000a'] })
    }
    await resumePush(target.ports(), OPERATOR, 'retrying')
    target.emulator.clock.advance(120_000)
    await advanceAll(target.ports())
    expect(target.emulator.database.find('messages', { pushId: 'retrying' }).map(({ state }) => state)).toEqual(['sent', 'sent'])
    // What was on its way when the backup was made is nobody's guess.
    expect(target.emulator.database.find('messages', { state: { $in: ['sending'] } })).toEqual([])
  })

  it('does not bring back who asked to be forgotten after the backup was made', async () => {
    expect(JSON.stringify(stored)).toContain(HER)
    const { code, out } = await backup(target, 'import', '--file', first, '--erased', second)
    expect([code, out]).toEqual([0, expect.stringMatching(/备份之后要求删除数据的人：\d+ 条记录没有恢复/)])
    for (const name of ['users', 'authorizations', 'answers', 'messages', 'receipts']) expect([name, JSON.stringify(rowsOf(target, name)).includes(HER)]).toEqual([name, false])
    target.emulator.clock.set(Date.now() + 600_000)
    await advanceAll(target.ports())
    expect(JSON.stringify(everything(target))).not.toContain(HER)
    // Her push still adds up to its audience.
    const [push] = target.emulator.database.find('pushes', { _id: 'finished' })
    expect([push?.['total'], target.emulator.database.find('messages', { pushId: 'finished' }).length]).toEqual([2, 2])
  })

  it('comes to the same wherever it ended, when it is gone on with', async () => {
    const place = await connect({ url: target.emulator.url })
    const options = { file: first, now: new Date(), tell: () => undefined }
    const calls = { left: Infinity, made: 0 }
    const dying: Place = Object.fromEntries(
      Object.entries(place).map(([name, member]) => [name, typeof member !== 'function' ? member : (...args: never[]) => {
        calls.made += 1
        calls.left -= 1
        if (calls.left < 0) throw new Error('died')
        return (member as (...given: never[]) => unknown)(...args)
      }]),
    ) as unknown as Place
    // First it looks whether there is anything in any of the collections.
    const looks = Object.keys(COLLECTIONS).length
    calls.left = looks + 2
    await expect(importFrom(dying, options)).rejects.toThrow('died')
    calls.left = 2
    await expect(importFrom(place, options)).rejects.toThrow('已经有记录')
    for (const left of [looks + 7, looks + 10, looks + 13, looks + 16]) {
      calls.left = left
      await importFrom(dying, { ...options, goOn: true }).catch(() => undefined)
    }
    await importFrom(place, { ...options, goOn: true })
    const resumed = everything(target)
    await target.close()
    target = await startLocalCloud()
    await importFrom(await connect({ url: target.emulator.url }), options)
    expect(resumed).toEqual(everything(target))
  })

  it('is refused by code that is older than the records', async () => {
    const newer = join(dir, 'newer.jsonl')
    const header = lineOf({ backup: 'subscribe-message-cloud', format: 1, schema: SCHEMA + 1, at: new Date().toISOString() })
    writeFileSync(newer, header + footerLine({}, newHash().update(header)))
    await expect(importFrom(await connect({ url: target.emulator.url }), { file: newer, now: new Date(), tell: () => undefined })).rejects.toThrow(/更新的版本（数据版本 3，这里是 2）.*先升级代码/)
    expect(isEmpty(target)).toBe(true)
  })
})

it('the command says how it is used', async () => {
  const local = { emulator: { url: '' }, prefix: '' } as unknown as LocalCloud
  expect(await backup(local, 'export')).toMatchObject({ code: 2, out: expect.stringContaining('用法：npm run backup') as string })
  expect(await backup(local, 'import', '--file', '/no/such')).toMatchObject({ code: 1, out: '没有文件 /no/such。\n' })
  expect(await backup({ emulator: { url: 'http://127.0.0.1:9' }, prefix: '' } as unknown as LocalCloud, 'export', '--file', '/tmp/never')).toMatchObject({ code: 1, out: expect.stringContaining('没有本地云在运行') as string })
})
