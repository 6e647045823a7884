import { ourPage } from './settings'

it.each([
  ['is where it is when nobody knows the pages', [], 'admin/overview/overview'],
  ['is where it is among our own pages', ['pages/a/a', 'admin/overview/overview'], 'admin/overview/overview'],
  ['is found below the folder of another mini-program', ['pages/a/a', 'subscribe-message/admin/overview/overview'], 'subscribe-message/admin/overview/overview'],
  ['is not taken for another one that ends alike', ['pages/my-admin/overview/overview'], undefined],
  ['is nowhere in a mini-program without it', ['pages/a/a'], undefined],
])('a page of ours %s', (_, pages, expected) => {
  expect(ourPage({ pages }, 'admin/overview/overview')).toBe(expected)
})
