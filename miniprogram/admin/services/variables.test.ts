import { hasVariables, placeFor, standsAlone, titleOf, variablesIn, withoutVariables, withPlaceholders } from './variables'

it('are found however they were typed', () => {
  expect([placeFor('nickname'), '好 {{ 应缴 金额 }}', '{{}}', 'nickname', '{x}'].map(hasVariables)).toEqual([true, true, true, false, false])
  expect(variablesIn('{{ a b }}，{{nickname}}')).toEqual(['a b', 'nickname'])
})

it('are taken out to be counted, and shown with what one row has, or as a place', () => {
  expect(withoutVariables('{{nickname}}，请巡查')).toBe('，请巡查')
  expect(withPlaceholders('{{nickname}}，{{ 金额 }}元，{{date}}', { 金额: '$&' })).toBe('〔昵称〕，$&元，〔当天日期〕')
  expect(withPlaceholders('{{toString}}')).toBe('〔toString〕')
  expect(titleOf('remark')).toBe('备注')
})

it('stand alone where something is chosen', () => {
  expect((['text', 'date', 'datetime', 'enum', 'amount', 'phone'] as const).map((input) => standsAlone({ input }))).toEqual([false, true, true, true, true, false])
})
