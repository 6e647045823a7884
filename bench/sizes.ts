import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const FUNCTION_ROOT = join(__dirname, '../cloudfunctions')

export interface Size {
  package: string
  KB: number
  gzipped: number
}

export function measureSizes(): Size[] {
  return readdirSync(FUNCTION_ROOT).map((name) => {
    const code = readFileSync(join(FUNCTION_ROOT, name, 'index.js'))
    return { package: `cloudfunctions/${name}`, KB: kilobytes(code.length), gzipped: kilobytes(gzipSync(code).length) }
  })
}

function kilobytes(bytes: number): number {
  return Number((bytes / 1024).toFixed(1))
}
