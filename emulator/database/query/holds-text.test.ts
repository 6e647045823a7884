import { holdsText } from './holds-text'

const doc = { _id: 'a1', name: '王芳 Anna', n: 34, at: new Date('2026-11-28T00:00:00Z'), list: [{ inside: ['deep'] }], none: null }

test.each([['芳'], ['anna'], ['deep'], ['34'], ['2026-11-28t'], ['a1']])('a document has «%s» in a value', (wanted) => {
  expect(holdsText(doc, wanted)).toBe(true)
})

test.each([['name'], ['inside'], ['3'], ['null'], ['李']])('names of fields, parts of numbers and what is not there do not count: «%s»', (wanted) => {
  expect(holdsText({ ...doc, _id: 'a' }, wanted)).toBe(false)
})
