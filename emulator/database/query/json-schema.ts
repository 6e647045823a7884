import { isPlainObject, type PlainObject } from '../document'
import { requestFailed } from '../errors'
import { equalValues } from './compare'

type Test = (value: unknown) => boolean

/** Names of types, as `bsonType` and, without int, long, double, date and regex, `type` take them. */
const TYPES: Record<string, Test> = {
  object: isPlainObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  int: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  long: (value) => Number.isInteger(value),
  date: (value) => value instanceof Date,
  regex: (value) => value instanceof RegExp,
}

/** Says nothing about a document. */
const WORDS_ONLY = new Set(['title', 'description'])

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** The keywords of MongoDB's `$jsonSchema`, each with the test that it makes of its operand; what a test is not about passes it. */
const KEYWORDS: Record<string, (operand: never, schema: PlainObject) => Test> = {
  bsonType: ofType,
  type: ofType,
  enum: (values: unknown[]) => (value) => values.some((each) => equalValues(each, value)),
  minimum: (least: number, { exclusiveMinimum }) => (value) => !isNumber(value) || (exclusiveMinimum === true ? value > least : value >= least),
  maximum: (most: number, { exclusiveMaximum }) => (value) => !isNumber(value) || (exclusiveMaximum === true ? value < most : value <= most),
  exclusiveMinimum: () => () => true,
  exclusiveMaximum: () => () => true,
  multipleOf: (step: number) => (value) => !isNumber(value) || value % step === 0,
  minLength: (least: number) => (value) => typeof value !== 'string' || [...value].length >= least,
  maxLength: (most: number) => (value) => typeof value !== 'string' || [...value].length <= most,
  pattern: (source: string) => {
    const pattern = new RegExp(source)
    return (value) => typeof value !== 'string' || pattern.test(value)
  },
  required: (names: string[]) => (value) => !isPlainObject(value) || names.every((name) => value[name] !== undefined),
  properties: (schemas: Record<string, PlainObject>) => {
    const tests = Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema)] as const)
    return (value) => !isPlainObject(value) || tests.every(([name, test]) => value[name] === undefined || test(value[name]))
  },
  additionalProperties: (allowed: boolean | PlainObject, { properties = {}, patternProperties = {} }) => {
    const test = schemaOrFlag(allowed)
    const patterns = Object.keys(patternProperties as object).map((source) => new RegExp(source))
    const isKnown = (name: string): boolean => Object.hasOwn(properties as object, name) || patterns.some((pattern) => pattern.test(name))
    return (value) => !isPlainObject(value) || Object.entries(value).every(([name, item]) => isKnown(name) || test(item))
  },
  patternProperties: (schemas: Record<string, PlainObject>) => {
    const tests = Object.entries(schemas).map(([source, schema]) => [new RegExp(source), jsonSchema(schema)] as const)
    return (value) => !isPlainObject(value) || Object.entries(value).every(([name, item]) => tests.every(([pattern, test]) => !pattern.test(name) || test(item)))
  },
  minProperties: (least: number) => (value) => !isPlainObject(value) || Object.keys(value).length >= least,
  maxProperties: (most: number) => (value) => !isPlainObject(value) || Object.keys(value).length <= most,
  dependencies: (needs: Record<string, string[] | PlainObject>) => {
    const tests = Object.entries(needs).map(([name, need]) => [name, Array.isArray(need) ? jsonSchema({ required: need }) : jsonSchema(need)] as const)
    return (value) => !isPlainObject(value) || tests.every(([name, test]) => value[name] === undefined || test(value))
  },
  items: (schema: PlainObject | PlainObject[]) => {
    if (!Array.isArray(schema)) return eachElement(jsonSchema(schema))
    const tests = schema.map(jsonSchema)
    return (value) => !Array.isArray(value) || tests.every((test, at) => at >= value.length || test(value[at]))
  },
  additionalItems: (allowed: boolean | PlainObject, { items }) => {
    const test = schemaOrFlag(allowed)
    const from = Array.isArray(items) ? items.length : Infinity
    return (value) => !Array.isArray(value) || value.slice(from).every(test)
  },
  minItems: (least: number) => (value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number) => (value) => !Array.isArray(value) || value.length <= most,
  uniqueItems: (wanted: boolean) => (value) => !wanted || !Array.isArray(value) || value.every((item, at) => !value.slice(0, at).some((other) => equalValues(item, other))),
  allOf: (schemas: PlainObject[]) => counting(schemas, (count, all) => count === all),
  anyOf: (schemas: PlainObject[]) => counting(schemas, (count) => count > 0),
  oneOf: (schemas: PlainObject[]) => counting(schemas, (count) => count === 1),
  not: (schema: PlainObject) => {
    const test = jsonSchema(schema)
    return (value) => !test(value)
  },
}

/**
 * The test that MongoDB's `$jsonSchema` makes.
 * @throws WireError DATABASE_REQUEST_FAILED for a keyword or type that it does not have
 */
export function jsonSchema(schema: unknown): Test {
  if (!isPlainObject(schema)) throw requestFailed('$jsonSchema must be an object')
  const keywords = Object.entries(schema).filter(([keyword]) => !WORDS_ONLY.has(keyword))
  const tests = keywords.map(([keyword, operand]) => {
    const make = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined
    if (!make) throw requestFailed(`Unknown $jsonSchema keyword: ${keyword}`)
    return make(operand as never, schema)
  })
  return (value) => tests.every((test) => test(value))
}

function ofType(names: string | string[]): Test {
  const tests = [names].flat().map((name) => {
    const test = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
    if (!test) throw requestFailed(`Unknown type name alias: ${name}`)
    return test
  })
  return (value) => tests.some((test) => test(value))
}

function schemaOrFlag(allowed: boolean | PlainObject): Test {
  return typeof allowed === 'boolean' ? () => allowed : jsonSchema(allowed)
}

function eachElement(test: Test): Test {
  return (value) => !Array.isArray(value) || value.every(test)
}

function counting(schemas: PlainObject[], accept: (count: number, all: number) => boolean): Test {
  const tests = schemas.map(jsonSchema)
  return (value) => accept(tests.filter((test) => test(value)).length, tests.length)
}
