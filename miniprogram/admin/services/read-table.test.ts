import fc from 'fast-check'
import { decodeText } from './decode-text'
import { readTable } from './read-table'

/** No phone has it, but whatever runs the tests does. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

it.each([
  ['a file with a byte order mark and Windows’ line ends', '\ufeff姓名,金额\r\n林夏,10\r\n', [['姓名', '金额'], ['林夏', '10']]],
  ['quotes, with separators, line breaks and quotes in them', '姓名,备注\n"林, 夏","说:""好""\n明天"', [['姓名', '备注'], ['林, 夏', '说:"好"\n明天']]],
  ['what was copied out of a sheet', '姓名\t金额\n林夏\t1,000\n', [['姓名', '金额'], ['林夏', '1,000']]],
  ['semicolons, and those of a Chinese keyboard', '姓名；金额\n林夏；10', [['姓名', '金额'], ['林夏', '10']]],
  ['rows that are too short, empty, or of blanks', '姓名,金额,单号\n林夏\n\n , \n张伟,2,', [['姓名', '金额', '单号'], ['林夏', '', ''], ['张伟', '2', '']]],
  ['one column', '林夏\n张伟', [['林夏'], ['张伟']]],
  ['a quote within a cell', '尺寸,名\n5" 屏,a', [['尺寸', '名'], ['5" 屏', 'a']]],
  ['a quote that is never closed', '"林夏,10', [['林夏,10']]],
  ['nothing', ' \n ', []],
])('reads %s', (_what, text, rows) => {
  expect(readTable(text)).toEqual(rows)
})

it('what a sheet writes is read as it was, whatever stands in its cells', () => {
  const cell = fc.string({ unit: fc.constantFrom('中', 'a', '"', ',', '\t', '\n', ' ', '1'), maxLength: 6 }).map((text) => text.trim())
  const table = fc.integer({ min: 2, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }))
  const quoted = (text: string): string => (/["\t,\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  fc.assert(
    fc.property(table, fc.constantFrom(',', '\t'), fc.constantFrom('\n', '\r\n'), (rows, separator, end) => {
      const kept = rows.filter((row) => row.some((text) => text !== ''))
      fc.pre(kept.length > 0)
      expect(readTable(kept.map((row) => row.map(quoted).join(separator)).join(end))).toEqual(kept)
    }),
  )
})

it('never fails and never has rows of different widths, whatever is pasted', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\t', ' '), maxLength: 30 }), (text) => {
      expect(new Set(readTable(text).map((row) => row.length)).size).toBeLessThanOrEqual(1)
    }),
  )
})

describe('a file is read as it was written', () => {
  const TEXT = '姓名,金额\n林夏,￥10'
  const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)]
  const utf16 = [0xff, 0xfe, ...[...TEXT].flatMap((each) => [each.charCodeAt(0) & 255, each.charCodeAt(0) >> 8])]
  const gbk = [0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0a, 0xc1, 0xd6, 0xcf, 0xc4, 0x2c, 0xa3, 0xa4, 0x31, 0x30]

  it.each([
    ['UTF-8', utf8(TEXT)],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, ...utf8(TEXT)]],
    ['GBK, as Excel does', gbk],
    ['UTF-16, as «Unicode 文本»', utf16],
  ])('%s', (_what, bytes) => {
    expect(decodeText(new Uint8Array(bytes).buffer)).toEqual({ text: TEXT })
  })

  it('an Excel file is told to be saved as CSV', () => {
    for (const bytes of [[0x50, 0x4b, 3, 4, 0], [0xd0, 0xcf, 0x11, 0xe0, 0]]) expect(decodeText(new Uint8Array(bytes).buffer)).toEqual({ fault: expect.stringMatching(/另存为」CSV/) })
  })
})
