import { EJSON } from 'bson'
import fc from 'fast-check'
import { decodeEjson, encodeEjson } from './ejson'

const NOW = Date.UTC(2026, 10, 22)
const decode = (text: string): unknown => decodeEjson(text, NOW)

describe('decodeEjson', () => {
  it.each([
    ['{"$numberInt":"1"}', 1],
    ['{"$numberLong":"5000000000"}', 5_000_000_000],
    ['{"$numberLong":"9007199254740992"}', 2 ** 53],
    ['{"$numberDouble":"1.5"}', 1.5],
    ['{"$numberDouble":"1e+300"}', 1e300],
    ['{"$numberDouble":"NaN"}', NaN],
    ['{"$numberDouble":"-Infinity"}', -Infinity],
    ['{"$numberDecimal":"1.25"}', 1.25],
    ['{"$date":{"$numberLong":"1700000000000"}}', new Date(1_700_000_000_000)],
    ['{"$date":"2026-11-22T00:00:00Z"}', new Date(NOW)],
    ['{"$regularExpression":{"pattern":"ab+c","options":"i"}}', /ab+c/i],
    ['{"$oid":"507f1f77bcf86cd799439011"}', '507f1f77bcf86cd799439011'],
    ['{"$undefined":true}', null],
    ['{"type":"Point","coordinates":[{"$numberInt":"113"},{"$numberInt":"23"}]}', { type: 'Point', coordinates: [113, 23] }],
    ['{"$gt":{"$numberInt":"1"}}', { $gt: 1 }],
    ['null', null],
  ])('reads %s', (text, value) => {
    expect(decode(text)).toEqual(value)
  })

  it('puts the time of the server, with its offset, wherever a serverDate stands', () => {
    const date = (offset: number): object => ({ $tcb_server_date: { offset: { $numberInt: String(offset) } } })
    const text = JSON.stringify({ $set: { at: date(0) }, $push: { log: { $each: [{ at: date(60_000) }] } } })
    expect(decode(text)).toEqual({ $set: { at: new Date(NOW) }, $push: { log: { $each: [{ at: new Date(NOW + 60_000) }] } } })
  })

  it.each([
    ['not json', 'not valid EJSON'],
    ['{"$oid":"x"}', 'not valid EJSON'],
    ['{"$binary":{"base64":"aa==","subType":"00"}}', 'values of type $binary are not supported'],
    ['{"$regularExpression":{"pattern":"(","options":""}}', 'not a regular expression'],
    ['{"a":{"__proto__":1}}', '__proto__'],
    ['{"$binary":"x"}', 'not valid EJSON'],
    ['{"$date":"yesterday"}', 'not a date: "yesterday"'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'nested'],
  ])('refuses %s in words', (text, words) => {
    const message = expect.stringContaining(words) as string
    expect(() => decode(text)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM', message }))
  })
})

describe('encodeEjson', () => {
  it('gives the SDK back every value that it can send', () => {
    const scalar = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }))
    const value = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(scalar, fc.array(scalar)))
    fc.assert(
      fc.property(value, (sent) => {
        const received = EJSON.parse(encodeEjson(decode(EJSON.stringify(sent, { relaxed: false })))) as object
        // JSON has no -0.
        expect(JSON.stringify(received)).toBe(JSON.stringify(sent))
      }),
    )
  })
})
