import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const FUNCTION_ROOT = join(__dirname, '../cloudfunctions')
const CODE = /\.js$|^LICENSES\.txt$/

export interface Size {
  package: string
  /** The function's own code. */
  KB: number
  gzipped: number
  /** With the SDK, its rare packages and the licences: what is uploaded. */
  'all KB': number
  'all gzipped': number
}

export function measureSizes(): Size[] {
  return readdirSync(FUNCTION_ROOT).map((name) => {
    const files = readdirSync(join(FUNCTION_ROOT, name)).filter((file) => CODE.test(file))
    const contents = files.map((file) => readFileSync(join(FUNCTION_ROOT, name, file)))
    const own = contents[files.indexOf('index.js')] ?? Buffer.alloc(0)
    const sum = (sizes: number[]): number => kilobytes(sizes.reduce((total, size) => total + size, 0))
    return {
      package: `cloudfunctions/${name}`,
      KB: kilobytes(own.length),
      gzipped: kilobytes(gzipSync(own).length),
      'all KB': sum(contents.map(({ length }) => length)),
      'all gzipped': sum(contents.map((content) => gzipSync(content).length)),
    }
  })
}

function kilobytes(bytes: number): number {
  return Number((bytes / 1024).toFixed(1))
}
