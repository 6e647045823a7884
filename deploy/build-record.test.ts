import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const { fingerprintOf, isUpToDate, record } = require('./build-record.cjs') as {
  fingerprintOf(root: string, paths: string[], settings: unknown): string
  isUpToDate(root: string, recordFile: string, fingerprint: string): boolean
  record(root: string, recordFile: string, fingerprint: string, files: { packages: string[]; outputs: string[] }): void
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-record-'))
  write('core/a.ts', 'a')
  write('core/deep/b.ts', 'b')
  write('lib/c.js', 'c')
  write('out/index.js', 'bundle of a, b and c')
  record(root, recordFile(), now(), { packages: ['lib/c.js'], outputs: ['out/index.js'] })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const recordFile = () => join(root, 'cache/record.json')
const now = (settings: unknown = 'settings') => fingerprintOf(root, ['core'], settings)

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

test('nothing needs to be built again while contents are the same, whatever the times of the files', () => {
  utimesSync(join(root, 'core/a.ts'), 1, 1)
  write('core/a.test.ts', 'goes into no bundle')
  expect(isUpToDate(root, recordFile(), now())).toBe(true)
})

test.each<[string, () => void]>([
  ['a source has changed', () => write('core/a.ts', 'other')],
  ['a source is new, which an import may find from now on', () => write('core/deep.ts', '')],
  ['a source is gone', () => rmSync(join(root, 'core/deep/b.ts'))],
  ['a package has changed', () => write('lib/c.js', 'other')],
  ['an output was changed by hand', () => write('out/index.js', 'other')],
  ['an output is gone', () => rmSync(join(root, 'out/index.js'))],
  ['the record is gone', () => rmSync(recordFile())],
  ['the record cannot be read', () => write('cache/record.json', '{')],
])('it is built again when %s', (_, change) => {
  change()
  expect(isUpToDate(root, recordFile(), now())).toBe(false)
})

test('it is built again with other settings', () => {
  expect(isUpToDate(root, recordFile(), now('others'))).toBe(false)
})

test('a source saved while the build runs is not taken for the one that was built', () => {
  const before = now()
  write('core/a.ts', 'saved meanwhile')
  record(root, recordFile(), before, { packages: [], outputs: ['out/index.js'] })
  expect(isUpToDate(root, recordFile(), now())).toBe(false)
})
