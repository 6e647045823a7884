import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const { isInstalled } = require('./installed.cjs') as { isInstalled(root: string): boolean }

type Packages = Record<string, object>

const ELSEWHERE = { os: [process.platform === 'win32' ? 'linux' : 'win32'], optional: true }
const WANTED: Packages = {
  '': { devDependencies: { a: '1.0.0' }, workspaces: ['kit'] },
  kit: { dependencies: { b: '2.0.0' } },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a', optionalDependencies: { native: '1.0.0', here: '1.0.0' } },
  'node_modules/a/node_modules/b': { version: '1.0.0', integrity: 'sha512-old-b' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/kit': { resolved: 'kit', link: true },
  'node_modules/native': { version: '1.0.0', integrity: 'sha512-native', dependencies: { helper: '1.0.0' }, ...ELSEWHERE },
  'node_modules/native/node_modules/deep': { version: '1.0.0', integrity: 'sha512-deep', optional: true },
  'node_modules/helper': { version: '1.0.0', integrity: 'sha512-helper', optional: true },
  'node_modules/here': { version: '1.0.0', integrity: 'sha512-here', optional: true, os: [process.platform] },
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'installed-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, content: object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify(content))
}

/** As after `npm ci` on this machine, with these packages different; undefined for one that is not there. */
function install(different: Record<string, object | undefined> = {}): void {
  const left = ['', 'node_modules/native', 'node_modules/native/node_modules/deep', 'node_modules/helper']
  const all = Object.entries({ ...WANTED, ...different }).filter(([folder, one]) => one !== undefined && (folder in different || !left.includes(folder)))
  write('package-lock.json', { packages: WANTED })
  write('node_modules/.package-lock.json', { packages: Object.fromEntries(all) })
  for (const [folder] of all) write(`${folder}/package.json`, {})
}

test('what npm has installed for this machine counts, whatever the times of the files', () => {
  install()
  utimesSync(join(root, 'node_modules/.package-lock.json'), 1, 1)
  expect(isInstalled(root)).toBe(true)
})

test('a package more than asked for does no harm', () => {
  install({ 'node_modules/more': { version: '1.0.0' } })
  expect(isInstalled(root)).toBe(true)
})

test.each<[string, Record<string, object | undefined>]>([
  ['of another version', { 'node_modules/b': { version: '2.0.1', integrity: 'sha512-b' } }],
  ['with other content', { 'node_modules/b': { version: '2.0.0', integrity: 'sha512-other' } }],
  ['that is missing', { 'node_modules/b': undefined }],
  ['that is missing inside another', { 'node_modules/a/node_modules/b': undefined }],
  ['of a workspace that leads elsewhere', { 'node_modules/kit': { resolved: 'other', link: true } }],
  ['that is optional, missing, and made for this machine', { 'node_modules/here': undefined }],
])('a package %s asks for an install', (_, different) => {
  install(different)
  expect(isInstalled(root)).toBe(false)
})

test('a package whose folder was removed asks for an install', () => {
  install()
  rmSync(join(root, 'node_modules/b'), { recursive: true })
  expect(isInstalled(root)).toBe(false)
})

test('an install that never ended, or never began, does not count', () => {
  install()
  rmSync(join(root, 'node_modules/.package-lock.json'))
  expect(isInstalled(root)).toBe(false)
})
