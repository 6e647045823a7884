import { heard, NOTHING_NEW, seen } from './news'

const card = heard(NOTHING_NEW, { what: 'inbox', openid: 'oLin' })

test('a card is news for its tab and its user; an opened one is none', () => {
  expect(card).toEqual({ tabs: new Set(['inbox']), openids: new Set(['oLin']) })
  expect(heard(NOTHING_NEW, { what: 'inbox', openid: 'oLin', opened: '1' })).toBe(NOTHING_NEW)
})

test('a run is news when it has ended', () => {
  expect(heard(NOTHING_NEW, { what: 'invocation', ended: false })).toBe(NOTHING_NEW)
  expect(heard(NOTHING_NEW, { what: 'invocation', ended: true }).tabs).toEqual(new Set(['logs']))
})

test('what is before one’s eyes is no news; a card of another user still is', () => {
  expect(seen(card, 'inbox', 'oLin')).toEqual({ tabs: new Set(), openids: new Set() })
  expect(seen(card, 'inbox', 'oChen')).toEqual({ tabs: new Set(), openids: new Set(['oLin']) })
  expect(seen(card, 'logs', 'oLin')).toBe(card)
})

test('a reset makes everything old', () => {
  expect(heard(card, { what: 'seed' })).toBe(NOTHING_NEW)
})
