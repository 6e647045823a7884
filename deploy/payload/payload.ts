import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { follow, type Files } from './follow'
import { miniProgramPayload } from './mini-program'
import { PARTS } from './parts'
import { FOLDER } from './rewrite'

export { installedTable, type InstalledIn } from './installed-table'

const ROOT = join(__dirname, '../..')
export const PAYLOAD = join(ROOT, 'dist/payload')

/** Bytes, uncompressed, as WeChat counts a package: of the main package and of the two subpackages. */
export interface Sizes {
  main: number
  pages: number
  admin: number
}

export interface Part {
  title: string
  needs?: string[]
  /** Addresses below the folder. */
  pages?: string[]
  /** Below dist/payload; what several parts are made of stands in each of them. */
  files: string[]
  sizes: Sizes
}

/** `payload.json`. */
export interface Payload {
  version: string
  folder: string
  parts: Record<string, Part>
  /** Bytes of each file that WeChat counts, for sums over several parts. */
  bytes: Record<string, number>
  /** What takes the place of `miniprogram/dark.wxss` in an app that declares `darkmode`; below dist/payload. */
  darkmode: string
  functions: Record<string, string[]>
}

/** Writes all but the functions and the module. @param target  folder, replaced as a whole */
export function writePayload(target = PAYLOAD): Payload {
  const { files, pages, dark } = miniProgramPayload()
  rmSync(target, { recursive: true, force: true })
  for (const [path, content] of files) write(join(target, 'miniprogram', path), content)
  write(join(target, 'darkmode/dark.wxss'), dark)
  cpSync(join(ROOT, 'deploy/environment.json'), join(target, 'environment.json'))
  write(join(target, 'templates.json'), readFileSync(join(ROOT, 'deploy/templates.json'), 'utf8').replaceAll('"page": "pages/', `"page": "${FOLDER}/pages/`))
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const bytes = Object.fromEntries([...files].filter(([path]) => counts(path)).map(([path, content]) => [`miniprogram/${path}`, Buffer.byteLength(content)]))
  return { version, folder: FOLDER, parts: partsOf(files, pages, bytes), bytes, darkmode: 'darkmode/dark.wxss', functions: {} }
}

export function writeIndex(payload: Payload, target = PAYLOAD): void {
  write(join(target, 'payload.json'), `${JSON.stringify(payload, null, 2)}\n`)
}

function partsOf(files: Files, pages: readonly string[], bytes: Record<string, number>): Record<string, Part> {
  const claimed = new Set(Object.values(PARTS).flatMap(({ pages: own = [] }) => own))
  const parts = Object.entries(PARTS).map(([name, { title, needs, pages: own = [], entries = [] }]): [string, Part] => {
    const ownPages = own.flatMap((page) => (page.endsWith('*') ? pages.filter((each) => each.startsWith(page.slice(0, -1)) && !claimed.has(each)) : [page]))
    const made = follow([...ownPages, ...entries], files).map((path) => `miniprogram/${path}`)
    return [name, { title, ...(needs && { needs: [...needs] }), ...(ownPages.length > 0 && { pages: ownPages }), files: made, sizes: sizesOf(made, bytes) }]
  })
  const homeless = pages.filter((page) => !parts.some(([, part]) => part.pages?.includes(page)))
  if (homeless.length > 0) throw new Error(`no part in deploy/payload/parts.ts has ${homeless.join(', ')}`)
  return Object.fromEntries(parts)
}

function sizesOf(files: readonly string[], bytes: Record<string, number>): Sizes {
  const sum = (isIn: (path: string) => boolean): number => files.filter(isIn).reduce((total, path) => total + (bytes[path] ?? 0), 0)
  const below = (folder: string) => (path: string) => path.startsWith(`miniprogram/${folder}/`)
  return { main: sum((path) => !below('pages')(path) && !below('admin')(path)), pages: sum(below('pages')), admin: sum(below('admin')) }
}

/** Declarations are for editors; they are not uploaded. */
function counts(path: string): boolean {
  return !path.endsWith('.d.ts')
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Files of a folder, below the payload. */
export function filesIn(folder: string, target = PAYLOAD): string[] {
  const path = join(target, folder)
  return existsSync(path) ? readdirSync(path).sort().map((file) => `${folder}/${file}`) : []
}
