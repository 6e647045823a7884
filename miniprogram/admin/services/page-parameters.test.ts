import { faultsOf } from './field-check'
import { formFields } from './page-parameters'

const FIELDS = [{ key: 'thing1', label: '地点', rule: 'thing' as const, hint: '', input: 'text' as const }]
const labels = (of: string, typed = ''): string[] => formFields({ fields: FIELDS, page: of }, typed).map(({ label }) => label)

it('asks below the fields for what the page path wants, each once, and neither for the id nor for a field', () => {
  expect(labels('pages/a/a?x={{orderId}}&y={{shop}}&z={{orderId}}&m={{id}}&t={{thing1}}')).toEqual(['地点', '链接参数 orderId', '链接参数 shop'])
  expect(labels('pages/message/message?id={{id}}')).toEqual(['地点'])
  expect(labels('')).toEqual(['地点'])
})

it('goes by the page that was typed in place of the template’s own', () => {
  expect(labels('pages/a/a?x={{orderId}}', 'pages/b/b?y={{shop}}')).toEqual(['地点', '链接参数 shop'])
  expect(labels('pages/a/a?x={{orderId}}', 'pages/b/b')).toEqual(['地点'])
})

it('a parameter must be there and fit', () => {
  const fields = formFields({ fields: [], page: 'pages/a/a?x={{orderId}}' }, '')
  expect(faultsOf({ orderId: ' ' }, fields)).toEqual({ orderId: '「链接参数 orderId」还没有填' })
  expect(faultsOf({ orderId: 'x'.repeat(101) }, fields)).toEqual({ orderId: '「链接参数 orderId」有 101 个字，超出 1 个' })
  expect(faultsOf({ orderId: '订单 A-1001' }, fields)).toEqual({})
})
