import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { zipSync } from 'fflate'

export interface Package {
  zip: Buffer
  /** Of the zip, hexadecimal. */
  sha256: string
}

/** Without these it was not built. */
const NEEDED = ['index.js', 'package.json']
/** All that the API takes in the call itself. */
const MOST_BYTES = 1.5 * 1024 * 1024
/** The same files are the same zip, whenever they are packed. */
const LONG_AGO = new Date('2020-01-01T00:00:00')

/**
 * @param folder  of the function, built
 * @param ignore  glob patterns of what does not travel, relative to the folder, as cloudbaserc.json has them
 * @throws Error in words, when it was not built or is too large
 */
export function packFunction(folder: string, ignore: readonly string[]): Package {
  const missing = NEEDED.filter((file) => !existsSync(join(folder, file)))
  if (missing.length > 0) throw new Error(`${folder} 里没有 ${missing.join('、')}：请先运行 npm run build。`)
  const files = filesOf(folder, ignore)
  const zip = Buffer.from(zipSync(Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))])), { mtime: LONG_AGO, level: 9 }))
  if (zip.length > MOST_BYTES) throw new Error(`${folder} 打包后有 ${Math.ceil(zip.length / 1024)} KB，超过接口能收的 ${MOST_BYTES / 1024} KB。`)
  return { zip, sha256: createHash('sha256').update(zip).digest('hex') }
}

/** What travels of a folder, in order. */
export function filesOf(folder: string, ignore: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll(sep, '/'))
    .filter((path) => !isIgnored(path, ignore))
    .sort()
}

/** The patterns as far as they are used here: `*`, `**`, and a name alone. */
export function isIgnored(path: string, ignore: readonly string[]): boolean {
  return ignore.some((pattern) => {
    const source = pattern.replace(/[.]/g, '\\.').replace(/\*\*\//g, '(?:.*/)?').replace(/\*\*/g, '.*').replace(/(?<![.)])\*/g, '[^/]*')
    return new RegExp(`^${source}$`).test(path)
  })
}
