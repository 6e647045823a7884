// Finds the Chromium that the browser tests drive, or installs Debian's. CommonJS: the tests require it too.
const { spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')

/** The headless shell first: the same engine without a window's machinery, which opens a page in half the time. */
const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** How to get one, for a person. */
const HOW_TO_GET_ONE =
  'No Chromium was found, and none could be installed. Run «apt-get install chromium-headless-shell fonts-noto-cjk» as root, or name one with CHROMIUM=/path. «npm run test:unit» runs what needs no browser.'

/** Its path, or undefined. What the environment names comes first. */
function findBrowser() {
  return PLACES.find((place) => place && existsSync(place))
}

/** Installs Debian's Chromium and Chinese fonts where that is possible: as root, with apt. */
function installBrowser() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.error('Installing a Chromium and fonts-noto-cjk (apt-get) …')
  apt('update')
  // Older releases have no package of the shell alone.
  if (!install('chromium-headless-shell')) install('chromium')
}

function install(browser) {
  return apt('install', '-y', '--no-install-recommends', browser, 'fonts-noto-cjk')
}

function apt(...args) {
  return spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
}

module.exports = { HOW_TO_GET_ONE, findBrowser, installBrowser }
