import { readFileSync } from 'node:fs'
import { faultsOf, licencesOf, LIST, listIn, lockedPackages } from './licences'

const one = (license?: string): ReturnType<typeof licencesOf> => licencesOf({ 'node_modules/a': { version: '1.0.0', license } })

describe('the licences of the packages', () => {
  it('are all known, and none asks for our source', () => {
    expect(faultsOf(licencesOf(lockedPackages()))).toEqual([])
  })

  it('stand in docs/licences.md as they are in the lockfile: npm run licences writes it anew', () => {
    expect(readFileSync(LIST, 'utf8')).toBe(listIn(licencesOf(lockedPackages())))
  })
})

it.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT'])('%s may be used', (licence) => {
  expect(faultsOf(one(licence))).toEqual([])
})

it.each(['GPL-3.0', 'AGPL-3.0-only', 'LGPL-2.1', 'MIT AND GPL-3.0', 'SEE LICENSE IN x', 'UNLICENSED'])('%s is told in words', (licence) => {
  expect(faultsOf(one(licence))).toEqual([expect.stringContaining(`a 1.0.0 的许可证 ${licence} 不在允许之列`)])
})

it('no licence at all is told in words', () => {
  expect(faultsOf(one())).toEqual([expect.stringContaining('a 1.0.0 没有写明许可证')])
})

it('a package in use both ways counts as in use, and our own are none of them', () => {
  const packages = { '': { version: '1' }, emulator: { version: '1' }, 'node_modules/own': { link: true }, 'node_modules/a': { version: '1', license: 'MIT', dev: true }, 'node_modules/b/node_modules/a': { version: '1', license: 'MIT' } }
  expect(licencesOf(packages)).toEqual([{ name: 'a', version: '1', licence: 'MIT', development: false }])
})
