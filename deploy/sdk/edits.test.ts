type Edit = (source: string) => string

const { apply, instead, lazily } = require('./edits.cjs') as {
  apply(file: string, source: string, edits: readonly Edit[]): string
  instead(text: string, other: string): Edit
  lazily(name: string): Edit
}

/** What the text exports when it is run, and what it required until then and afterwards. */
function run(source: string): { exports: Record<string, () => unknown>; required: string[] } {
  const module = { exports: {} as Record<string, () => unknown> }
  const required: string[] = []
  const load = (name: string): unknown => {
    required.push(name)
    return { default: { name }, hello: () => `hello from ${name}` }
  }
  new Function('require', 'exports', source)(load, module.exports)
  return { exports: module.exports, required }
}

const COMPILED = `"use strict";
const other_1 = wrap(require("other"));
const rare_1 = wrap(require("rare"));
function wrap(loaded) { return loaded; }
exports.hello = () => (0, rare_1.hello)() + other_1.default.name;
exports.name = () => rare_1.default.name;
`

describe('what is loaded lazily', () => {
  it('is not required with the file, but once when it is first used', () => {
    const { exports, required } = run(lazily('rare_1')(COMPILED))
    expect(required).toEqual(['other'])
    expect([exports['hello']?.(), exports['name']?.(), exports['hello']?.()]).toEqual(['hello from rareother', 'rare', 'hello from rareother'])
    expect(required).toEqual(['other', 'rare'])
  })

  it('can be made with new', () => {
    const source = `const made_1 = require("made");\nexports.make = () => new made_1.default();\n`
    const made = new Function('require', 'exports', lazily('made_1')(source)) as (load: () => object, exports: { make?: () => object }) => void
    const exports: { make?: () => object } = {}
    class Made {}
    made(() => ({ default: Made }), exports)
    expect(exports.make?.()).toBeInstanceOf(Made)
  })

  it('leaves properties, texts and longer names that look like it alone', () => {
    const source = `const mime = require('mime')\nexports.of = (x) => [x.mime, 'mime', "mime", mime.default.name, mimeType]\nconst mimeType = 1\n`
    expect(lazily('mime')(source)).toContain(`[x.mime, 'mime', "mime", mime().default.name, mimeType]`)
  })
})

describe('a package that has changed stops the build, in words', () => {
  it.each([
    ['the line is gone', lazily('gone_1'), '应当恰好有一行 gone_1 = require(…)，实际有 0 行。'],
    ['the line is there twice', lazily('twice_1'), '应当恰好有一行 twice_1 = require(…)，实际有 2 行。'],
    ['what was required is not used', lazily('unused_1'), 'unused_1 在 require 之前被使用，或之后没有使用。'],
    ['it is used before', lazily('early_1'), 'early_1 在 require 之前被使用，或之后没有使用。'],
    ['a text is gone', instead('no such text', ''), '应当恰好有一处「no such text」，实际有 0 处。'],
    ['a text is there twice', instead('twice_1', ''), '应当恰好有一处「twice_1」，实际有 2 处。'],
  ])('%s', (_what, edit, words) => {
    const source = `const twice_1 = require("a");\nconst twice_1 = require("a");\nconst unused_1 = require("b");\nearly_1();\nconst early_1 = require("c");\nearly_1();\n`
    expect(() => apply('package/file.js', source, [edit])).toThrow(`package/file.js 与预期不同：${words}请对照新版本修改 deploy/sdk/changes.cjs，再构建一次。`)
  })
})
