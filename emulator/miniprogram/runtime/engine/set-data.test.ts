import { MAX_SET_DATA_LENGTH, transferable } from './set-data'

const warned: string[] = []
const warn = (text: string) => void warned.push(text)
beforeEach(() => warned.splice(0))

test('what JSON can hold is taken as it is', () => {
  const data = { a: 1, 'list[0].b': [null, { c: '' }] }
  expect(transferable(data, warn)).toEqual(data)
  expect(warned).toEqual([])
})

test('undefined and functions are dropped by name', () => {
  expect(transferable({ a: undefined, b: () => 1, c: 0 }, warn)).toEqual({ c: 0 })
  expect(warned).toEqual([
    'Setting data field "a" to undefined is invalid.',
    'Setting data field "b" to a function is invalid: setData takes what JSON can hold.',
  ])
})

test('more than WeChat transfers at once is refused', () => {
  const overhead = JSON.stringify({ a: '' }).length
  expect(transferable({ a: 'x'.repeat(MAX_SET_DATA_LENGTH - overhead) }, warn)).toBeDefined()
  expect(() => transferable({ a: 'x'.repeat(MAX_SET_DATA_LENGTH) }, warn)).toThrow(
    'appDataChange 数据传输长度为 1048584 已经超过最大长度 1048576',
  )
})
