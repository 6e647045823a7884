import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linked, type AuditEntry } from '../core/access/audit-entry'
import { readEntries, verdictOn } from './audit'

function chain(length: number): AuditEntry[] {
  const made: AuditEntry[] = []
  for (let n = 0; n < length; n += 1) made.push(linked({ at: new Date(n), by: { kind: 'operator' }, action: 'retry', result: 'ok', facts: { n } }, made.at(-1)))
  return made
}

const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n')

describe('an exported audit', () => {
  it('is whole in every form in which it comes out, in whatever order', () => {
    const rows = chain(4)
    const forms = [lines(rows), JSON.stringify(rows), lines([...rows].reverse()), lines(rows.map((row) => ({ ...row, at: { $date: row.at.toISOString() } })))]
    for (const form of forms) expect(verdictOn(readEntries(form))).toMatchObject({ whole: true, words: ['完整：4 条，一环扣一环。', `末尾 4:${rows[3]?.hash}`, expect.any(String)] })
  })

  it('in part is whole from where it begins', () => {
    expect(verdictOn(chain(5).slice(2)).words[0]).toBe('完整：3 条，一环扣一环（从第 3 条开始，之前的不在这里）。')
  })

  it('that was tampered with says where', () => {
    const [first, second, third, fourth] = chain(4) as [AuditEntry, AuditEntry, AuditEntry, AuditEntry]
    expect(verdictOn([first, second, fourth]).words).toEqual(['断了：第 2 条和第 4 条之间对不上，有记录被删掉、插入或改写。'])
    expect(verdictOn([first, { ...second, facts: {} }, third]).words).toEqual(['断了：第 2 条被改过，和它写下时不一样。'])
  })

  it('that was cut short or written anew is found out by a head that was kept', () => {
    const rows = chain(4)
    const kept = `4:${rows[3]?.hash}`
    expect(verdictOn(rows, kept).whole).toBe(true)
    expect(verdictOn(rows.slice(0, 3), kept)).toMatchObject({ whole: false, words: [expect.stringContaining('截短或重写')] })
    expect(verdictOn([], kept).whole).toBe(false)
  })

  it('may hold records of before, of which it can say nothing', () => {
    const early = { _id: 'abc', at: new Date(0), by: { kind: 'operator' }, action: 'push', facts: {} } as unknown as AuditEntry
    expect(verdictOn([early, ...chain(1)]).words.at(-1)).toBe('另有 1 条早期记录，写在有链之前，无法校验。')
  })
})

it('the command tells by its exit code', () => {
  const dir = mkdtempSync(join(tmpdir(), 'audit-'))
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['--import', 'tsx', 'deploy/audit.ts', ...args], { cwd: join(__dirname, '..'), encoding: 'utf8' })
  const file = join(dir, 'audit.jsonl')
  writeFileSync(file, lines(chain(3)))
  expect(run('verify', '--file', file)).toMatchObject({ status: 0, stdout: expect.stringContaining('完整：3 条') })
  writeFileSync(file, lines(chain(3).filter(({ n }) => n !== 2)))
  expect(run('--file', file)).toMatchObject({ status: 1, stdout: expect.stringContaining('第 1 条和第 3 条之间') })
  expect(run('verify', '--file', join(dir, 'none'))).toMatchObject({ status: 2, stderr: expect.stringContaining('没有文件') })
  rmSync(dir, { recursive: true })
})
