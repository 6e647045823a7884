import { installedTable } from './installed-table'

const GIVEN = { folder: 'sm', functions: { subscribe: 'sm-subscribe', push: 'sm-push' }, pages: ['pages/subscribe/subscribe'], home: 'pages/index/index' }

function run(text: string): unknown {
  const exports: { INSTALLED?: unknown } = {}
  new Function('exports', text)(exports)
  return exports.INSTALLED
}

it('is a module that says where everything stands', () => {
  expect(run(installedTable({ ...GIVEN, name: '小店', tabs: ['pages/subscribe/subscribe'] }))).toEqual({ ...GIVEN, name: '小店', tabs: ['pages/subscribe/subscribe'] })
})

it('has no tabs and no name unless they are given', () => {
  expect(run(installedTable(GIVEN))).toEqual({ ...GIVEN, name: '', tabs: [] })
})

it('says the same twice for the same project, and bears any name', () => {
  const strange = { ...GIVEN, name: '"; throw 1 //\u2028' }
  expect(installedTable(strange)).toBe(installedTable(strange))
  expect(run(installedTable(strange))).toMatchObject({ name: strange.name })
})
