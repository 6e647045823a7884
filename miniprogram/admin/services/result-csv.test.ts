import fc from 'fast-check'
import { type Result } from '../../services/answers'
import { bytesOf } from './csv-files'
import { resultCsv, resultFiles } from './result-csv'

function result(changes: Partial<Result>): Result {
  return { id: 'p:o', openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', state: 'sent', ...changes }
}

/** Bytes as UTF-8. */
const written = (text: string): number => encodeURIComponent(text).replace(/%[\dA-F]{2}/g, '.').length

/** As a spreadsheet reads it. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows
}

it('has a head and a line for everybody, openids masked', () => {
  expect(resultCsv([result({}), result({ state: 'skipped', message: '没有剩余授权' })])).toBe(
    '昵称,openid,状态,原因\n林夏,oDem…000C,已发送,\n林夏,oDem…000C,未发送,没有剩余授权',
  )
})

it.each([
  ['a,b', '"a,b"'],
  ['说"好"', '"说""好"""'],
  ['两\n行', '"两\n行"'],
  ['=1+1', "'=1+1"],
  ['@all', "'@all"],
  ['-2', "'-2"],
  ['+86', "'+86"],
  [' =1+1', "' =1+1"],
  ['＝1+1', "'＝1+1"],
  ['\t=1', "'\t=1"],
])('keeps %j in one cell, and text', (nickname, cell) => {
  expect(resultCsv([result({ nickname })]).split('\n').slice(1).join('\n')).toBe(`${cell},oDem…000C,已发送,`)
})

describe('as files', () => {
  it('Excel reads Chinese in them: they begin with the mark of UTF-8, and lines end as it writes them', () => {
    expect(resultFiles([result({})])).toEqual(['\ufeff昵称,openid,状态,原因\r\n林夏,oDem…000C,已发送,\r\n'])
  })

  it('an owner may have full openids in them', () => {
    expect(resultFiles([result({})], { openids: 'full' })).toEqual(['\ufeff昵称,openid,状态,原因\r\n林夏,oDemo_user_linxia_000000000C,已发送,\r\n'])
  })

  it('nobody got it: there is the head', () => {
    expect(resultFiles([])).toEqual(['\ufeff昵称,openid,状态,原因\r\n'])
  })

  it('whatever nicknames hold, every file is within the limit, has the head, and all rows are there once and in order', () => {
    const nickname = fc.string({ unit: fc.constantFrom('林', 'é', 'a', '"', ',', '\n', '😀', '=', ' '), maxLength: 12 })
    fc.assert(
      fc.property(fc.array(nickname, { maxLength: 40 }), fc.integer({ min: 200, max: 900 }), (names, most) => {
        const files = resultFiles(names.map((name) => result({ nickname: name })), { most })
        const read = files.flatMap((file) => {
          expect(written(file)).toBeLessThanOrEqual(most)
          const [head, ...rows] = parsed(file.slice(1).replace(/\r\n$/, ''))
          expect([file[0], head]).toEqual(['\ufeff', ['昵称', 'openid', '状态', '原因']])
          return rows.map(([name = '']) => name)
        })
        // A guard may stand before it.
        expect(read.map((name) => name.replace(/^'/, ''))).toEqual(names)
      }),
    )
  })

  it('their size is counted as it is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(bytesOf(text)).toBe(written(text))))
  })
})
