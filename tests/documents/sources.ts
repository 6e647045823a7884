import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './documents'

/** Folders and files of code, in which what a document names can be looked for. */
const PLACES = ['bench', 'cloudfunctions', 'core', 'demo', 'deploy', 'emulator', 'miniprogram', 'tests', 'cloudbaserc.json', '.env.example', 'package.json']
const CODE = /\.(?:ts|mjs|cjs|js|json|wxml|wxss|example)$/
const SKIPPED = /^(?:node_modules|miniprogram_npm|dist|screenshots|documents)$/

/** All code of the project in one text; built files and these tests are no evidence that something exists. */
export function sources(): string {
  return PLACES.flatMap((place) => filesIn(join(ROOT, place))).map((path) => readFileSync(path, 'utf8')).join('\n')
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return CODE.test(path) ? [path] : []
  return readdirSync(path)
    .filter((name) => !SKIPPED.test(name))
    .flatMap((name) => filesIn(join(path, name)))
}
