import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BUNDLED = join(__dirname, 'bundled.cjs')

let dir: string
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'bundled-')))
  mkdirSync(join(dir, 'sources/deep'), { recursive: true })
  write('entry.ts', `import { where } from './deep/where'\nexport const says: string = where`)
  write('deep/where.ts', `export const where: string = __dirname`)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (path: string, text: string) => writeFileSync(join(dir, 'sources', path), text)
const kept = () => readdirSync(join(dir, 'cache'))

/** Loads the entry in a process of its own: what it exports, and how many files of TypeScript that took. */
function load(): { says: string; files: number } {
  const places = JSON.stringify({ sources: join(dir, 'sources'), cache: join(dir, 'cache') })
  const code = `require(${JSON.stringify(BUNDLED)}).loadBundled(${JSON.stringify(join(dir, 'sources/entry.ts'))}, ${places}).then(({ says }) =>
    console.log(JSON.stringify({ says, files: Object.keys(require.cache).filter((file) => file.endsWith('.ts')).length })))`
  return JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', stdio: 'pipe' })) as { says: string; files: number }
}

test('all comes from one file, which is kept, and each source still knows its place', () => {
  const expected = { says: join(dir, 'sources/deep'), files: 0 }
  expect(load()).toEqual(expected)
  const files = kept()
  expect(files).toEqual([expect.stringMatching(/^entry-[0-9a-f]{16}\.cjs$/)])
  expect(load()).toEqual(expected)
  expect(kept()).toEqual(files)
})

test('it is made again when a source has changed, and the old one goes', () => {
  load()
  const before = kept()
  write('deep/where.ts', `export const where: string = 'elsewhere'`)
  expect(load()).toEqual({ says: 'elsewhere', files: 0 })
  expect(kept()).toHaveLength(1)
  expect(kept()).not.toEqual(before)
})

test('where nothing can be kept, the sources are read as they are', () => {
  writeFileSync(join(dir, 'cache'), 'no folder')
  expect(load()).toEqual({ says: join(dir, 'sources/deep'), files: 2 })
})

test('what is wrong in a source is told', () => {
  write('deep/where.ts', `throw new Error('where.ts: no')`)
  expect(load).toThrow('where.ts: no')
})
