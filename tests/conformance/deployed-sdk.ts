import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const PROJECT = `${__dirname}/project`

/** Any of our functions; all carry the same files. */
const CARRIER = join(__dirname, '../../cloudfunctions/push')
const FILES = ['wx-server-sdk.js', 'wx-server-sdk-rare.js']

/** The project of the conformance suite, whose functions find the deployed form of the SDK where they would find the published one. */
export function projectWithDeployedSdk(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const sdk = join(dir, 'node_modules/wx-server-sdk')
  cpSync(PROJECT, dir, { recursive: true })
  mkdirSync(sdk, { recursive: true })
  for (const file of FILES) cpSync(join(CARRIER, file), join(sdk, file))
  writeFileSync(join(sdk, 'package.json'), JSON.stringify({ name: 'wx-server-sdk', main: 'wx-server-sdk.js' }))
  return { dir, remove: () => rmSync(dir, { recursive: true }) }
}
