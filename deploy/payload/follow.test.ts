import { follow } from './follow'

const FILES = new Map<string, string | Buffer>([
  ['pages/a/a.js', 'const b = require("../../services/b");'],
  ['pages/a/a.json', '{ "usingComponents": { "card": "../../components/card/card" } }'],
  ['pages/a/a.wxml', '<import src="./part.wxml" /><card icon="bell" />'],
  ['pages/a/a.wxss', "@import '../../base.wxss';"],
  ['pages/a/part.wxml', '<image src="/subscribe-message/assets/icons/done.svg" />'],
  ['base.wxss', ''],
  ['services/b.js', ''],
  ['services/b.d.ts', "import { type C } from './c';"],
  ['services/c.d.ts', ''],
  ['components/card/card.js', ''],
  ['components/card/card.json', '{ "component": true }'],
  ['components/card/card.wxml', '<image src="/subscribe-message/assets/icons/{{icon}}.svg" />'],
  ['assets/icons/bell.svg', Buffer.from('')],
  ['assets/icons/done.svg', Buffer.from('')],
  ['assets/icons/other.svg', Buffer.from('')],
])

it('finds everything that a page is made of, and nothing else', () => {
  expect(follow(['pages/a/a'], FILES)).toEqual([...FILES.keys()].filter((path) => path !== 'assets/icons/other.svg').sort())
})

it('passes over what is not there yet when it is asked for by name', () => {
  expect(follow(['components/to-come/to-come'], FILES)).toEqual([])
})

it('says what leads to a file that is missing', () => {
  expect(() => follow(['pages/a/a'], new Map([...FILES].filter(([path]) => path !== 'base.wxss')))).toThrow('pages/a/a.wxss leads to base.wxss')
})

it('goes round in circles no more than once', () => {
  expect(follow(['x'], new Map([['x.js', 'require("./y")'], ['y.js', 'require("./x")']]))).toEqual(['x.js', 'y.js'])
})
