import { hashOf, placeOf, tabByKey } from './tabs'

test.each([
  ['', 'inbox', ''],
  ['#/nowhere', 'inbox', ''],
  ['#/logs', 'logs', ''],
  ['#/database/%E8%AE%A2%E5%8D%95', 'database', '订单'],
  ['#/database/%E0%A4%A', 'database', ''],
])('%j leads to %s', (hash, tab, within) => expect(placeOf(hash)).toEqual({ tab, within }))

test('a place is written so that it is read back', () => {
  const place = { tab: 'database', within: 'a/b 订单' } as const
  expect(placeOf(hashOf(place))).toEqual(place)
})

test('arrow keys go round', () => {
  const keys = ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'Tab'].map((key) => tabByKey('switches', key))
  expect(keys).toEqual(['inbox', 'faults', 'inbox', 'switches', undefined])
  expect(tabByKey('inbox', 'ArrowLeft')).toBe('switches')
})
