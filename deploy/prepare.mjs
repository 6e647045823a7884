// Runs before start, test, check and build: a fresh clone needs nothing but Node and npm. Says what it does on stderr only.
//   --only-install   does not build the functions
//   --browser        also sees to a Chromium, which the browser tests need
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import browser from './browser.cjs'

const ROOT = join(import.meta.dirname, '..')
const MINIMUM = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  fail(`Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}.`)
}

if (!isInstalled()) {
  console.error('Installing packages (npm ci) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed: check the network and the registry, then try again.')
}
if (!process.argv.includes('--only-install')) run(process.execPath, [join(ROOT, 'deploy/build.mjs')], 'The cloud functions could not be built: see above.')

if (process.argv.includes('--browser') && !browser.findBrowser()) {
  browser.installBrowser()
  if (!browser.findBrowser()) fail(browser.HOW_TO_GET_ONE)
}

/** npm writes its hidden lockfile at the end of an install: older than ours means that ours has changed since. */
function isInstalled() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs
}

function run(command, args, otherwise) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail(otherwise)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
