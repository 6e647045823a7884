import { anything, BadRequest, count, dictionary, flag, list, number, object, oneOf, optional } from './shape'
import { probability, text, type Shape } from './shape'

function messageOf(shape: Shape<unknown>, value: unknown): string {
  try {
    shape(value, '')
  } catch (error) {
    if (error instanceof BadRequest) return error.message
    throw error
  }
  return 'fits'
}

const fault = object({
  send: optional(object({ latencyMs: optional(count), errors: optional(list(object({ errcode: number, rate: optional(probability) }))) })),
  mode: oneOf('reset', 'hang'),
})

test('what fits comes back typed, without the keys that were not given', () => {
  const value = { send: { latencyMs: 5, errors: [{ errcode: -1 }] }, mode: 'hang' }
  expect(fault(value, '')).toEqual(value)
  expect(Object.keys(fault({ mode: 'reset' }, ''))).toEqual(['mode'])
})

test.each<[unknown, string]>([
  [undefined, 'The body is missing.'],
  [[], 'The body must be an object.'],
  [{}, 'mode is missing.'],
  [{ mode: 'x' }, 'mode must be one of reset, hang.'],
  [{ mode: 'hang', nope: 1 }, 'nope is unknown. Known keys: send, mode.'],
  [{ mode: 'hang', send: { latency: 1 } }, 'send.latency is unknown. Known keys: latencyMs, errors.'],
  [{ mode: 'hang', send: null }, 'send must be an object.'],
  [{ mode: 'hang', send: { latencyMs: -1 } }, 'send.latencyMs must be a whole number, 0 or more.'],
  [{ mode: 'hang', send: { latencyMs: 1.5 } }, 'send.latencyMs must be a whole number, 0 or more.'],
  [{ mode: 'hang', send: { errors: {} } }, 'send.errors must be an array.'],
  [{ mode: 'hang', send: { errors: [{ errcode: '1' }] } }, 'send.errors[0].errcode must be a number.'],
  [{ mode: 'hang', send: { errors: [{ errcode: 1, rate: 2 }] } }, 'send.errors[0].rate must be a number from 0 to 1.'],
])('%j is refused with «%s»', (value, message) => {
  expect(messageOf(fault, value)).toBe(message)
})

test('texts must say something, flags be booleans, numbers finite, and anything be there', () => {
  expect(messageOf(object({ openid: text }), { openid: '' })).toBe('openid must not be empty.')
  expect(messageOf(object({ openid: text }), { openid: 7 })).toBe('openid must be a string.')
  expect(messageOf(object({ tap: flag }), { tap: 'yes' })).toBe('tap must be true or false.')
  expect(messageOf(object({ n: number }), { n: Infinity })).toBe('n must be a number.')
  expect(messageOf(object({ data: anything }), {})).toBe('data is missing.')
  expect(messageOf(object({ data: anything }), { data: null })).toBe('fits')
})

test('a dictionary takes any key and checks each value', () => {
  const choices = object({ choices: dictionary(oneOf('accept', 'reject')) })
  expect(messageOf(choices, { choices: { TPL: 'accept' } })).toBe('fits')
  expect(messageOf(choices, { choices: { TPL: 'maybe' } })).toBe('choices.TPL must be one of accept, reject.')
})

test('an inherited name such as toString is no known key', () => {
  expect(messageOf(object({}), { toString: 1 })).toBe('toString is unknown. No keys are taken.')
})
