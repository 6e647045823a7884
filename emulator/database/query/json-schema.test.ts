import { jsonSchema } from './json-schema'

const AT = new Date(5)

it.each<[object, unknown, unknown]>([
  [{ required: ['a'] }, { a: null }, { b: 1 }],
  [{ bsonType: 'object', properties: { n: { bsonType: 'int' } } }, { n: 3 }, { n: 1.5 }],
  [{ properties: { n: { bsonType: ['int', 'null'] } } }, { n: null }, { n: 'x' }],
  [{ type: 'object', properties: { on: { type: 'boolean' } } }, { on: true }, { on: 1 }],
  [{ properties: { at: { bsonType: 'date' } } }, { at: AT }, { at: '2026' }],
  [{ properties: { s: { enum: ['a', 'b'] } } }, { s: 'b' }, { s: 'c' }],
  [{ properties: { n: { minimum: 1, maximum: 3 } } }, { n: 3 }, { n: 4 }],
  [{ properties: { n: { minimum: 1, exclusiveMinimum: true } } }, { n: 2 }, { n: 1 }],
  [{ properties: { n: { maximum: 3, exclusiveMaximum: true } } }, { n: 2 }, { n: 3 }],
  [{ properties: { n: { multipleOf: 5 } } }, { n: 10 }, { n: 12 }],
  [{ properties: { s: { minLength: 2, maxLength: 3, pattern: '^a' } } }, { s: 'ab' }, { s: 'b' }],
  [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { a: 1, b: 2 }],
  [{ patternProperties: { '^n_': { type: 'number' } }, additionalProperties: { type: 'string' } }, { n_a: 1, s: 'x' }, { n_a: 'x' }],
  [{ minProperties: 1, maxProperties: 2 }, { a: 1 }, {}],
  [{ dependencies: { card: ['address'] } }, { address: 1, card: 1 }, { card: 1 }],
  [{ dependencies: { card: { required: ['address'] } } }, {}, { card: 1 }],
  [{ properties: { l: { items: { type: 'number' }, minItems: 1, maxItems: 2, uniqueItems: true } } }, { l: [1, 2] }, { l: [1, 1] }],
  [{ properties: { l: { items: [{ type: 'number' }], additionalItems: false } } }, { l: [1] }, { l: [1, 'x'] }],
  [{ allOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, { a: 1 }],
  [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }, {}],
  [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }, { a: 1, b: 1 }],
  [{ not: { required: ['a'] } }, {}, { a: 1 }],
  [{ title: 'T', description: 'only words' }, {}, undefined],
])('%j takes %j and refuses %j', (schema, right, wrong) => {
  const test = jsonSchema(schema)
  expect(test(right)).toBe(true)
  if (wrong !== undefined) expect(test(wrong)).toBe(false)
})

it.each([
  [{ format: 'email' }, 'Unknown $jsonSchema keyword: format'],
  [{ bsonType: 'money' }, 'Unknown type name alias: money'],
  [5, '$jsonSchema must be an object'],
])('%j is refused in words', (schema, words) => {
  expect(() => jsonSchema(schema)).toThrow(words)
})
