import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Wanted } from './missing'

/** Of a package.json, only versions of a registry: no folders, repositories or addresses that a project's author chose. */
const REGISTRY_VERSION = /^[\^~<>=v\d*xX][^:/]*$|^[a-z][\w-]*$|^$/
const ARGUMENTS = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error']

/**
 * Brings packages into the node_modules of a folder of ours, unless they are there from an earlier start.
 * @param whose  for whom, in words
 */
export async function install(folder: string, wanted: Wanted, whose: string, say: (text: string) => void): Promise<void> {
  const dependencies = Object.fromEntries(Object.entries(wanted).filter(([name, version]) => isFromRegistry(name, version, whose, say)))
  if (Object.keys(dependencies).length === 0) return
  const manifest = join(folder, 'package.json')
  const text = JSON.stringify({ private: true, dependencies }, null, 2)
  if (existsSync(manifest) && existsSync(join(folder, 'node_modules')) && readFileSync(manifest, 'utf8') === text) return
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(manifest, text)
  const names = Object.keys(dependencies).join(', ')
  say(`Installing packages for ${whose} into ${folder}: ${names}`)
  const error = await npm(folder)
  if (error === undefined) return
  // The next start tries again.
  writeFileSync(manifest, '')
  say(`The packages for ${whose} (${names}) could not be installed: ${error}`)
}

function isFromRegistry(name: string, version: string, whose: string, say: (text: string) => void): boolean {
  if (REGISTRY_VERSION.test(version.trim())) return true
  say(`${name} ${version} of ${whose} is not installed: only packages of the registry are.`)
  return false
}

/** @returns what npm said, when it failed */
function npm(folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('npm', ARGUMENTS, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : said.trim().split('\n').slice(0, 3).join(' ')))
  })
}
