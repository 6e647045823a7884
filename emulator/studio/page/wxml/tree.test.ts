import { attributesOf, labelOf, pathTo } from './tree'

const leaf = { key: 3, tag: 'text', children: [] }
const tree = [{ key: 1, tag: 'page', children: [{ key: 2, tag: 'view', id: 'a', className: 'row big', dataset: { teaId: 7, name: '茶' }, children: [leaf] }] }]
const view = tree[0]?.children[0] ?? leaf

test('the way to a node leads through all that it stands in', () => {
  expect(pathTo(tree, 3)).toEqual([1, 2, 3])
  expect(pathTo(tree, 9)).toEqual([])
})

test('attributes stand as they are written in WXML', () => {
  expect(attributesOf(view)).toEqual([['id', 'a'], ['class', 'row big'], ['data-tea-id', '7'], ['data-name', '茶']])
  expect([labelOf(view), labelOf(leaf)]).toEqual(['view.row.big', 'text'])
})
