import { businessPage, pageUrl, readQuery } from './routes'

it('brings parameters through an address unharmed', () => {
  const query = { id: 'push-1:oUser', name: 'Anna & 王 50%' }
  const url = pageUrl('/admin/compose/compose', query)
  const given = Object.fromEntries(url.slice(url.indexOf('?') + 1).split('&').map((pair) => pair.split('=') as [string, string]))
  expect(readQuery(given)).toEqual(query)
})

it('writes no question mark without parameters', () => {
  expect(pageUrl('/pages/a/a')).toBe('/pages/a/a')
})

it('takes a parameter that somebody wrote by hand as it is', () => {
  expect(readQuery({ id: '50%', gone: undefined })).toEqual({ id: '50%', gone: '' })
})

it.each([
  ['pages/message/message?id=1', undefined],
  ['/pages/message/message', undefined],
  ['', undefined],
  ['pages/patrol/patrol?id=7', '/pages/patrol/patrol?id=7'],
])('a card to %j leads on to %s', (page, expected) => {
  expect(businessPage(page)).toBe(expected)
})
