import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Wanted } from './missing'

/** Of a package.json, only versions of a registry: no folders, repositories or addresses that a project's author chose. */
const REGISTRY_VERSION = /^[\^~<>=v\d*xX][^:/]*$|^[a-z][\w-]*$|^$/
const ARGUMENTS = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error']

type Say = (text: string) => void

/**
 * Brings packages into the node_modules of a folder of ours, unless they are there from an earlier start.
 * @param whose  for whom, in words
 */
export async function install(folder: string, wanted: Wanted, whose: string, say: Say): Promise<void> {
  const fromRegistry = Object.fromEntries(Object.entries(wanted).filter(([name, version]) => isFromRegistry(name, version, whose, say)))
  if (Object.keys(fromRegistry).length === 0 || isDone(folder, fromRegistry)) return
  say(`Installing packages for ${whose} into ${folder}: ${Object.keys(fromRegistry).join(', ')}`)
  const isWhole = (await npm(folder, fromRegistry)) === undefined || (await oneByOne(folder, fromRegistry, whose, say))
  // What could not be had is asked for again at the next start.
  if (isWhole) writeFileSync(doneFile(folder), JSON.stringify(fromRegistry))
}

function isDone(folder: string, wanted: Wanted): boolean {
  const file = doneFile(folder)
  return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(wanted)
}

function doneFile(folder: string): string {
  return join(folder, 'installed.json')
}

function isFromRegistry(name: string, version: string, whose: string, say: Say): boolean {
  if (REGISTRY_VERSION.test(version.trim())) return true
  say(`${name} ${version} of ${whose} is not installed: only packages of the registry are.`)
  return false
}

/** One that the registry does not have must not keep the others away; another version of the same major one stands in for a missing one. */
async function oneByOne(folder: string, wanted: Wanted, whose: string, say: Say): Promise<boolean> {
  let had: Wanted = {}
  for (const [name, version] of Object.entries(wanted)) {
    const major = /^[\^~]?(\d+)\./.exec(version)?.[1]
    const versions = [version, ...(major === undefined ? [] : [`${major}.x`])]
    const errors: string[] = []
    for (const each of versions) {
      const error = await npm(folder, { ...had, [name]: each })
      if (error === undefined) had = { ...had, [name]: each }
      else errors.push(error)
      if (error === undefined) break
    }
    if (had[name] === undefined) say(`${name} ${version} for ${whose} could not be installed: ${errors[0] ?? ''}`)
    else if (had[name] !== version) say(`${name} ${version} for ${whose} could not be had: ${had[name]} is there instead.`)
  }
  return Object.keys(had).length === Object.keys(wanted).length
}

/** @returns what npm said, when it failed */
function npm(folder: string, dependencies: Wanted): Promise<string | undefined> {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  return new Promise((resolve) => {
    const child = spawn('npm', ARGUMENTS, { cwd: folder, env: process.env, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : said.trim().split('\n').slice(0, 3).join(' ')))
  })
}
