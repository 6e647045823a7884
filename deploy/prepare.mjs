// Runs before start, test, check and build: a fresh clone needs nothing but Node and npm. Says what it does on stderr only.
//   --only-install   does not build the functions
//   --browser        also sees to a Chromium, which the browser tests need
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import browser from './browser.cjs'
import { isInstalled } from './installed.cjs'

const ROOT = join(import.meta.dirname, '..')
const MINIMUM = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  fail(`Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}.`)
}

if (!isInstalled(ROOT)) {
  console.error('Installing packages (npm ci) …')
  // Nothing that is installed runs by itself; why nothing has to stands in install-scripts.ts.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed: check the network and the registry, then try again.')
}
// In this process, which saves the start of another one; not before the packages are there, which it needs.
if (!process.argv.includes('--only-install')) await import('./build.mjs').catch(notBuilt)

if (process.argv.includes('--browser') && !browser.findBrowser()) {
  browser.installBrowser()
  if (!browser.findBrowser()) fail(browser.HOW_TO_GET_ONE)
}

/** esbuild has already said where its own errors are. */
function notBuilt(error) {
  if (!Array.isArray(error?.errors)) console.error(error)
  fail('The cloud functions could not be built: see above.')
}

function run(command, args, otherwise) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail(otherwise)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
