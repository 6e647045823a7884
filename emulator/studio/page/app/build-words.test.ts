import { buildWords } from './build-words'

test('of a failed build the place and the text stay, and no stack', () => {
  const said = '«node build.mjs» failed:\nsrc/a.ts:3:7: ERROR: Expected ";" but found "x"\n    at failureErrorWithLog (/p/node_modules/esbuild/lib/main.js:1:2)\n    at a\n\n\n\nNode.js v20.1.0'
  expect(buildWords(said)).toBe('«node build.mjs» failed:\nsrc/a.ts:3:7: ERROR: Expected ";" but found "x"')
})

test('a text without a stack stays as it is', () => expect(buildWords('a.js:1 no\n  ^ here')).toBe('a.js:1 no\n  ^ here'))
