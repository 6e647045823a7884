import fc from 'fast-check'
import { csvFiles } from './csv-files'
import { importRows, matchedRows, missingIn, saveAll, usesOf, type ColumnUse } from './people-import'
import { readTable } from './read-table'

describe('a table', () => {
  it('that we wrote is read back as it was, whatever stands in it', () => {
    // What a spreadsheet would compute has an apostrophe put before it; that stays.
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => !/^[=+\-@＝＋－＠]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell).filter((row) => row.some((each) => each !== '')), { maxLength: 20 }), (rows) => {
        const [file = ''] = csvFiles(['甲', '乙', '丙'], rows, (row) => row)
        expect(readTable(file).slice(1)).toEqual(rows)
      }),
    )
  })
})

describe('columns', () => {
  it.each([
    [['openid', '昵称', '备注', '标签'], [['oDemo_user_linxia_000000000C', '林夏', '', '']], ['openid', 'none', 'remark', 'tags']],
    [['昵称', '备注', '标签', '巡检', '最近来过', 'openid'], [['林夏', '', '', '', '', 'oDem…000C']], ['nickname', 'remark', 'tags', 'none', 'none', 'none']],
    [[' OpenID ', 'Tags'], [], ['openid', 'tags']],
    [['房号'], [], ['none']],
  ])('%j are known by their heads', (head, rows, uses) => {
    expect(usesOf(head, rows)).toEqual(uses)
  })

  it.each<[ColumnUse[], RegExp]>([
    [['remark'], /选一列来找人/], [['openid', 'nickname', 'tags'], /选一列来找人/], [['nickname', 'remark', 'remark'], /备注只能来自一列/], [['nickname', 'none'], /再选一列/], [['byRemark', 'remark', 'tags', 'tags'], /^$/],
  ])('%j say what is missing', (uses, words) => {
    expect(missingIn(uses)).toMatch(words)
  })
})

it('rows say what is to be kept of whom; an empty cell says nothing, and what is too long is a fault', () => {
  const uses: ColumnUse[] = ['nickname', 'remark', 'tags', 'tags']
  const rows = [['林夏', '3 号楼', '业主、 1 幢', '业主'], ['张伟', '', '', ''], ['', 'x', 'y'], ['李静', '长'.repeat(41), '长'.repeat(21)]]
  expect(importRows(rows, uses)).toEqual({
    by: 'nickname',
    rows: [{ name: '林夏', remark: '3 号楼', tags: ['业主', '1 幢'] }, { name: '张伟' }, { name: '李静', remark: '长'.repeat(41), tags: ['长'.repeat(20)] }],
    faults: ['李静的备注超过 40 个字', '李静有标签超过 20 个字'],
  })
})

it('nobody is guessed: who is unknown or not the only one is told', () => {
  const rows = ['甲', '乙', '丙', '丁'].map((name) => ({ name, remark: name }))
  const matches = [{ name: '甲', found: 'one' as const, openid: 'oA' }, { name: '乙', found: 'ambiguous' as const }, { name: '丙', found: 'unknown' as const }]
  expect(matchedRows(rows, matches)).toEqual({ users: [{ openid: 'oA', remark: '甲' }], faults: ['没有找到：丙、丁', '不止一个人叫这个：乙'] })
})

it('saves two hundred at a time and says what came of it', async () => {
  const asked: number[] = []
  const users = Array.from({ length: 450 }, (_, n) => ({ openid: `o${n}`, remark: 'x' }))
  const outcome = await saveAll(users, (some) => {
    asked.push(some.length)
    return Promise.resolve({ ok: true, value: { saved: some.length - 2, same: 1, full: 1, unknown: 0 } })
  })
  expect(asked).toEqual([200, 200, 50])
  expect(outcome).toEqual({ ok: true, value: '已改好 444 人，3 人本来就是这样，3 人的标签会超过 20 个，没有改' })
})
