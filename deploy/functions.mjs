import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')
export const FUNCTION_ROOT = join(ROOT, 'cloudfunctions')

/** The cloud functions of this project, by their folders. */
export function functionNames() {
  return readdirSync(FUNCTION_ROOT).filter((name) => existsSync(join(FUNCTION_ROOT, name, 'src/index.ts')))
}
