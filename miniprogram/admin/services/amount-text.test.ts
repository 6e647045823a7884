import { amountText, readAmount } from './amount-text'

it.each([['68.00', '￥68.00'], ['￥68', '￥68'], ['¥68', '￥68'], ['68元', '￥68'], ['', ''], ['$5', '$5']])('%s typed is %s on the card', (typed, text) => {
  expect(amountText(typed)).toBe(text)
})

it('shows the digits alone behind the sign', () => {
  expect(readAmount('￥236.50')).toBe('236.50')
})
