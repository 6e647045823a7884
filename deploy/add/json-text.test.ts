import fc from 'fast-check'
import { type Edit, type Merged, nothingMerged, presenceOf, putIn, takeEdit, takeMade } from './edits'
import { type Json, readNode } from './json-text'

function add(text: string, edits: readonly Edit[]): { text: string; merged: Merged } {
  const merged = nothingMerged()
  const after = edits.reduce((now, edit) => (presenceOf(now, edit) === 'absent' ? putIn(now, edit, merged) : now), text)
  return { text: after, merged }
}

function withdraw(text: string, merged: Merged): string {
  const without = merged.edits.toReversed().reduce((now, edit) => takeEdit(now, edit, merged.inner), text)
  return takeMade(without, merged).text
}

const PACKAGE: Edit = { in: ['subPackages'], by: 'root', value: { root: 'subscribe-message/pages', pages: ['a/a'] } }

describe('what is put into a text', () => {
  it('is laid out as its neighbours are', () => {
    const { text } = add('{\n\t"pages": ["a"],\n\t"subPackages": [\n\t\t{\n\t\t\t"root": "x"\n\t\t}\n\t]\n}\n', [PACKAGE])
    expect(text).toBe(
      '{\n\t"pages": ["a"],\n\t"subPackages": [\n\t\t{\n\t\t\t"root": "x"\n\t\t},\n\t\t{\n\t\t\t"root": "subscribe-message/pages",\n\t\t\t"pages": [\n\t\t\t\t"a/a"\n\t\t\t]\n\t\t}\n\t]\n}\n',
    )
  })

  it('keeps a line a line', () => {
    expect(add('{"openapi": ["a"]}', [{ in: ['openapi'], value: 'b' }]).text).toBe('{"openapi": ["a", "b"]}')
    expect(add('{\n  "openapi": ["a", "b"]\n}', [{ in: ['openapi'], value: 'c' }]).text).toBe('{\n  "openapi": ["a", "b", "c"]\n}')
  })

  it('keeps CRLF, a BOM and a missing end of line', () => {
    const { text } = add('\uFEFF{\r\n    "pages": []\r\n}', [PACKAGE])
    expect(text).toBe(
      '\uFEFF{\r\n    "pages": [],\r\n    "subPackages": [\r\n        {\r\n            "root": "subscribe-message/pages",\r\n            "pages": [\r\n                "a/a"\r\n            ]\r\n        }\r\n    ]\r\n}',
    )
  })

  it('is taken out between what others put before and after it', () => {
    const { text, merged } = add('{\n  "a": 1\n}\n', [{ in: [], key: 'ours', value: { x: 1 } }])
    const edited = text.replace('"a": 1', '"a": 2,\n  "b": 3').replace('}\n}', '},\n  "c": 4\n}')
    expect(JSON.parse(edited)).toEqual({ a: 2, b: 3, ours: { x: 1 }, c: 4 })
    expect(withdraw(edited, merged)).toBe('{\n  "a": 2,\n  "b": 3,\n  "c": 4\n}\n')
  })

  it('leaves a container that was made for it, when others put something into it', () => {
    const { text, merged } = add('{}', [{ in: ['emulator'], key: 'seed', value: 's' }])
    expect(withdraw(text.replace('"s"', '"s","build":1'), merged)).toBe('{"emulator": {"build":1}}')
  })

  it('is told from the same words elsewhere', () => {
    expect(presenceOf('{"subPackages":[{"root":"/subscribe-message/pages/","pages":["b/b"]}]}', PACKAGE)).toBe('other')
    expect(presenceOf('{"x":{"subPackages":[]}}', PACKAGE)).toBe('absent')
  })
})

/** JSON in any layout: every place where whitespace may stand gets its own. */
const space = fc.stringMatching(/^[ \t]{0,3}(\r?\n[ \t]{0,4}){0,2}$/)
const name = fc.oneof(fc.constantFrom('a', 'b', 'subPackages', 'emulator', 'seed', '\\u0061', '"', '中'), fc.string({ maxLength: 4 }))

function laidOut(value: Json, next: () => string): string {
  const parts = (list: string[]): string => list.map((each) => next() + each + next()).join(',') || next()
  if (Array.isArray(value)) return `[${parts(value.map((each) => laidOut(each, next)))}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${parts(Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}${next()}:${next()}${laidOut(each, next)}`))}}`
}

const tree = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.constantFrom<Json>(null, true, 0, -1.5e3, ''), fc.string({ maxLength: 5 })),
    fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<Json>,
  ),
})).value
const objects = fc.dictionary(name, tree, { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<Record<string, Json>>

const layout = fc.tuple(objects, fc.array(space, { minLength: 1, maxLength: 9 }), fc.constantFrom('', '\uFEFF'), fc.constantFrom('', '\n', '\r\n', ' ')).map(([value, spaces, bom, end]) => {
  let at = 0
  return { value, text: bom + laidOut(value, () => spaces[(at += 1) % spaces.length] ?? '') + end }
})

const edit = fc.oneof(
  fc.record({ in: fc.array(fc.constantFrom('emulator', 'functionRules', 'new'), { maxLength: 2 }), key: fc.string({ maxLength: 6 }), value: tree }),
  fc.record({ in: fc.constantFrom<string[]>(['subPackages'], ['permissions', 'openapi']), value: tree }),
) as fc.Arbitrary<Edit>

/** What the edit may be put into: nothing of another kind in its way, nothing of its name there. */
function fits(text: string, one: Edit): boolean {
  for (let depth = 0; depth <= one.in.length; depth += 1) {
    let value: Json | undefined = readNode(text).value
    for (const key of one.in.slice(0, depth)) value = value && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, key) ? value[key] : undefined
    if (value === undefined) return true
    if (value === null || typeof value !== 'object' || Array.isArray(value) !== (depth === one.in.length && !('key' in one))) return false
  }
  return presenceOf(text, one) === 'absent'
}

describe('whatever the layout', () => {
  it('the offsets tell the same values as JSON.parse', () => {
    fc.assert(fc.property(layout, ({ text, value }) => {
      expect(readNode(text).value).toEqual(value)
      expect(text.slice(readNode(text).start, readNode(text).end)).toBe(text.replace(/^\uFEFF/, '').trim())
    }), { numRuns: 300 })
  })

  it('what was put in is there, everything else is as it was, and taking it out gives the same bytes', () => {
    fc.assert(fc.property(layout, fc.array(edit, { minLength: 1, maxLength: 5 }), ({ text }, wanted) => {
      const merged = nothingMerged()
      let now = text
      for (const one of wanted) if (fits(now, one)) now = putIn(now, one, merged)
      for (const one of merged.edits) expect(presenceOf(now, one)).toBe('same')
      expect(withdraw(now, merged)).toBe(text)
    }), { numRuns: 500 })
  })
})
