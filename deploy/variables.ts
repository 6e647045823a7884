import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

const ROOT = join(__dirname, '..')

export type Variables = Record<string, string | undefined>

/** As the CloudBase CLI reads them: .env under .env.local under the real environment. */
export function readVariables(): Variables {
  const files = ['.env', '.env.local'].map((name) => join(ROOT, name)).filter((path) => existsSync(path))
  return Object.assign({}, ...files.map((path) => parseEnv(readFileSync(path, 'utf8'))), process.env) as Variables
}
