import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { advisoriesFor, readAdvisories, report } from './advisories'

const LOCKED = { 'node_modules/left': { version: '1.2.3' }, 'node_modules/a/node_modules/left': { version: '2.0.0' }, 'node_modules/@s/right': { version: '0.9.0-beta.1' } }
const found = (text: string): string[] => advisoriesFor(LOCKED, readAdvisories(text)).map(({ name, version, id }) => `${name}@${version} ${id}`)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'advisories-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

it("npm's advisories hit the versions that they name, wherever in the tree, and no others", () => {
  const advisory = (versions: string): string => JSON.stringify({ left: [{ id: 7, title: 'bad', severity: 'high', vulnerable_versions: versions }] })
  expect(found(advisory('<1.2.4'))).toEqual(['left@1.2.3 7'])
  expect(found(advisory('>=1.0.0 <3.0.0'))).toEqual(['left@1.2.3 7', 'left@2.0.0 7'])
  expect(found(advisory('>=2.0.1'))).toEqual([])
})

it.each(['one', 'a list', 'under vulns', 'one a line'])('OSV records are read, %s', (how) => {
  const record = (name: string, events: object[]): object => ({ id: 'GHSA-1', summary: 'bad', affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }] })
  const records = [record('left', [{ introduced: '0' }, { fixed: '1.2.4' }, { introduced: '2.0.0' }]), record('@s/right', [{ introduced: '0.9.0-beta.0' }, { last_affected: '0.9.0-beta.1' }])]
  const text = { one: JSON.stringify(records[0]), 'a list': JSON.stringify(records), 'under vulns': JSON.stringify({ vulns: records }), 'one a line': records.map((each) => JSON.stringify(each)).join('\n') }[how] ?? ''
  expect(found(text)).toEqual([...(how === 'one' ? [] : ['@s/right@0.9.0-beta.1 GHSA-1']), 'left@1.2.3 GHSA-1', 'left@2.0.0 GHSA-1'])
})

it('OSV records of other worlds hit nothing', () => {
  expect(found(JSON.stringify({ id: 'X', affected: [{ package: { ecosystem: 'PyPI', name: 'left' }, versions: ['1.2.3'] }] }))).toEqual([])
})

it.each([
  ['without a file', undefined, 2, '没有公告数据，未检查'],
  ['with a file that is none', '{', 2, '读不懂'],
  ['with a file that holds nothing', '{}', 2, '未检查'],
  ['with a file of something else', '{"left":5}', 2, '不是一组公告'],
  ['with advisories that do not concern us', '{"no-such-package":[{"id":1,"vulnerable_versions":"*"}]}', 0, '没有命中'],
  ['with one that does', '{"jest":[{"id":1,"title":"made up","vulnerable_versions":"*"}]}', 1, 'jest'],
] as const)('the command says plainly what it did, %s', (_what, text, code, words) => {
  const file = join(dir, 'export.json')
  if (text !== undefined) writeFileSync(file, text)
  const told = report(text === undefined ? undefined : file)
  expect(told.code).toBe(code)
  expect(told.words).toContain(words)
})
