import { NORMAL, readModes, startPageOf } from './compile-modes'
import { deviceOf } from './devices'

test('a start page goes with its query, whether or not that begins with a question mark', () => {
  expect(startPageOf(NORMAL)).toBe('')
  expect(startPageOf({ name: 'a', page: 'pages/a/a', query: '' })).toBe('pages/a/a')
  expect(startPageOf({ name: 'a', page: 'pages/a/a', query: '?id=1&n=中' })).toBe('pages/a/a?id=1&n=中')
})

test('of what the browser kept only whole modes are taken', () => {
  const mode = { name: '订单', page: 'pages/order/order', query: 'id=1', scene: 1014 }
  expect(readModes([mode, { name: '' }, { ...mode, scene: 'x' }, null, 7])).toEqual([mode])
  expect(readModes('x')).toEqual([])
})

test('an unknown device is the standard one', () => {
  expect([deviceOf('tablet').width, deviceOf('watch').width]).toEqual([768, 375])
})
