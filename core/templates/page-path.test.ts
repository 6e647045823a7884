import fc from 'fast-check'
import { fillPath, parametersIn, placeFaults, splitData } from './page-path'
import { type TemplateField } from './template'

const PAGE = 'pages/order/order?id={{orderId}}&message={{id}}'
const FIELDS: TemplateField[] = [{ key: 'thing1', label: '地点', rule: 'thing' }]
const words = (page: string, data: Record<string, string>): string[] => splitData(page, data, FIELDS).faults.map(({ field, message }) => `${field}: ${message}`)

it('finds what a path wants filled in, each once, and never the id of the message', () => {
  expect(parametersIn('pages/a/a?x={{b}}&y={{a}}&z={{b}}&m={{id}}')).toEqual(['b', 'a'])
  expect(parametersIn('pages/message/message?id={{id}}')).toEqual([])
})

it('whatever is filled in arrives as it was, and makes no place of its own', () => {
  const text = fc.string({ unit: fc.constantFrom('中', ' ', '&', '=', '{{id}}', '{{b}}', '#', '?', '%', '👪', "'"), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (a, id) => {
      const [, query = ''] = fillPath('pages/a/a?a={{a}}&m={{id}}', { a }, id).split('?')
      expect(query.split('&').map((pair) => decodeURIComponent(pair.split('=')[1] ?? ''))).toEqual([a, id])
    }),
  )
})

it('a path without places, or with the id alone, stays as it was', () => {
  expect(fillPath('pages/a/a?b=1', { b: '2' })).toBe('pages/a/a?b=1')
  expect(fillPath('pages/message/message?id={{id}}', {}, 'p:o')).toBe('pages/message/message?id=p%3Ao')
  expect(splitData('pages/a/a', { thing1: 'x', other: 'y' }, FIELDS)).toEqual({ data: { thing1: 'x', other: 'y' }, parameters: {}, faults: [] })
})

it('takes the parameters out of the content, and leaves what is neither for the template to refuse', () => {
  expect(splitData(PAGE, { thing1: 'x', orderId: 'A-1001', odd: '?' }, FIELDS)).toEqual({ data: { thing1: 'x', odd: '?' }, parameters: { orderId: 'A-1001' }, faults: [] })
})

it('a field may stand in the path as well; without a value the template speaks of it', () => {
  expect(splitData('pages/a/a?p={{thing1}}', { thing1: '车库' }, FIELDS)).toEqual({ data: { thing1: '车库' }, parameters: { thing1: '车库' }, faults: [] })
  expect(words('pages/a/a?p={{thing1}}', {})).toEqual([])
})

it.each([
  ['nothing', undefined, 'data.orderId: 页面路径里有 {{orderId}}，请在 data 里写上 orderId 的值'],
  ['blanks', '  ', 'data.orderId: 页面路径里有 {{orderId}}，请在 data 里写上 orderId 的值'],
  ['a variable', '{{nickname}}', 'data.orderId: 链接参数 orderId 里不能有昵称这样的 {{…}}，只能是写好的值或名单里的列'],
  ['too much', 'x'.repeat(101), 'data.orderId: 链接参数 orderId 有 101 个字符，最多 100 个'],
  ['half a character', '\ud83d', 'data.orderId: 链接参数 orderId 里有看不见的字符，请重新填写'],
  ['what becomes too long in an address', '中'.repeat(60), 'page: 换上参数以后页面路径有 576 个字符，最多 500 个（一个汉字算 9 个）'],
])('refuses %s in words', (_what, orderId, expected) => {
  expect(words(PAGE, { thing1: 'x', ...(orderId !== undefined && { orderId }) })).toEqual([expected])
})

it.each(['pages/{{a}}/a', 'pages/a/a?x={{ a }}', 'pages/a/a?x={{a', 'pages/a/a?x={{订单}}', 'pages/a/a?x=a}}'])('a place that nothing is ever filled into is a fault: %s', (page) => {
  expect(placeFaults(page)).toMatchObject([{ field: 'page' }])
})
