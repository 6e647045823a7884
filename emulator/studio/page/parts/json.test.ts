import { jsonPieces, parseJson, prettyJson } from './json'

describe('reading JSON', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['[1]', [1]],
    ['  ', {}],
  ])('%j is %j', (text, value) => expect(parseJson(text)).toEqual({ ok: true, value }))

  test.each([
    ['{"a":1', '第 1 行第 7 列：JSON 没有写完'],
    ['{\n  "a": x\n}', '第 2 行第 8 列：「x」不该出现在这里'],
    ['{"a":1,}', '第 1 行第 8 列：「}」不该出现在这里'],
    ['{"a" 1}', '第 1 行第 6 列：「1」不该出现在这里'],
    ['[1 2]', '第 1 行第 4 列：「2」不该出现在这里'],
    ['{"a":1}}', '第 1 行第 8 列：「}」不该出现在这里'],
    ["{'a':1}", "第 1 行第 2 列：「'」不该出现在这里"],
    ['{"a":"没写完}', '第 1 行第 6 列：「"」不该出现在这里'],
    ['{"a":[{}, ', '第 1 行第 11 列：JSON 没有写完'],
  ])('%j is refused with the place', (text, message) => expect(parseJson(text)).toEqual({ ok: false, message }))
})

describe('colouring JSON', () => {
  const value = { a: 'x: "1"', 'b\\': [-1.5e3, true, null], '键': '' }

  test('the pieces are the text', () => {
    expect(jsonPieces(prettyJson(value)).map(({ text }) => text).join('')).toBe(prettyJson(value))
  })

  test('keys, texts, numbers and words are told apart', () => {
    const of = (kind: string) => jsonPieces(prettyJson(value)).filter((piece) => piece.kind === kind).map(({ text }) => text)
    expect(of('key')).toEqual(['"a"', '"b\\\\"', '"键"'])
    expect(of('text')).toEqual(['"x: \\"1\\""', '""'])
    expect(of('number')).toEqual(['-1.5e3'].map((text) => String(Number(text))))
    expect(of('word')).toEqual(['true', 'null'])
  })
})
