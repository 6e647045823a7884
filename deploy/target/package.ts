import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'

export interface Package {
  zip: Buffer
  /** Of the zip, hexadecimal. */
  sha256: string
}

/** What a function is deployed as, and nothing else of its folder. */
const FILES = ['index.js', 'package.json', 'config.json', 'LICENSES.txt']
/** All that the API takes in the call itself. */
const MOST_BYTES = 1.5 * 1024 * 1024
/** The same files are the same zip, whenever they are packed. */
const LONG_AGO = new Date('2020-01-01T00:00:00')

/**
 * @param folder  of the function, built
 * @throws Error in words, when it was not built or is too large
 */
export function packFunction(folder: string): Package {
  const missing = FILES.slice(0, 2).filter((file) => !existsSync(join(folder, file)))
  if (missing.length > 0) throw new Error(`${folder} 里没有 ${missing.join('、')}：请先运行 npm run build。`)
  const files = readdirSync(folder).filter((file) => FILES.includes(file)).sort()
  const zip = Buffer.from(zipSync(Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))])), { mtime: LONG_AGO, level: 9 }))
  if (zip.length > MOST_BYTES) throw new Error(`${folder} 打包后有 ${Math.ceil(zip.length / 1024)} KB，超过接口能收的 ${MOST_BYTES / 1024} KB。`)
  return { zip, sha256: createHash('sha256').update(zip).digest('hex') }
}
