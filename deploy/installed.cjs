// Tells whether an install would change anything. CommonJS: its test requires it too.
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   dependencies?: Record<string, string>, devDependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} Package */
/** @typedef {Record<string, Package>} Packages  by folder, as in a lockfile */

/**
 * Whether every package of package-lock.json is in node_modules, at that version and with that content.
 * Contents are compared and not times, because a checkout gives every file a new time. npm writes its own list of what it has
 * installed, node_modules/.package-lock.json, at the very end, so an install that was cut short does not count.
 * @param {string} root  absolute folder of package-lock.json
 */
function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'))
  if (!wanted || !installed) return false
  const askedFor = namesAskedFor({ ...ownPackages(wanted), ...installed })
  return Object.entries(wanted).every(([folder, one]) => {
    if (!folder.includes('node_modules/')) return true
    const present = installed[folder]
    if (!present) return one.optional === true && !isForHere(folder, one, installed, askedFor)
    return isSame(one, present) && existsSync(join(root, folder, 'package.json'))
  })
}

/** @param {Package} wanted @param {Package} present */
function isSame(wanted, present) {
  if (wanted.link) return present.link === true && present.resolved === wanted.resolved
  return present.version === wanted.version && present.integrity === wanted.integrity
}

/**
 * An optional package is left out where it does not run, and so is what only such a package needs.
 * @param {string} folder @param {Package} one @param {Packages} installed @param {Set<string>} askedFor
 */
function isForHere(folder, one, installed, askedFor) {
  const [, owner, name = ''] = /^(?:(.*)\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(folder) ?? []
  const isNeeded = askedFor.has(name) && (owner === undefined || owner in installed)
  return isNeeded && fits(one.os, process.platform) && fits(one.cpu, process.arch) && fits(one.libc, libc())
}

/** @param {string[] | undefined} listed  `!x` excludes @param {string | undefined} actual  undefined: not known, fits */
function fits(listed, actual) {
  if (!listed || actual === undefined) return true
  const allowed = listed.filter((name) => !name.startsWith('!'))
  return !listed.includes(`!${actual}`) && (allowed.length === 0 || allowed.includes(actual))
}

/** @type {string | undefined} */
let knownLibc

function libc() {
  if (process.platform !== 'linux') return undefined
  knownLibc ??= readLibc()
  return knownLibc
}

function readLibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** The project itself and its workspaces. @param {Packages} wanted @returns {Packages} */
function ownPackages(wanted) {
  return Object.fromEntries(Object.entries(wanted).filter(([folder]) => !folder.includes('node_modules/')))
}

/** @param {Packages} packages */
function namesAskedFor(packages) {
  const each = Object.values(packages)
  return new Set(each.flatMap((one) => Object.keys({ ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies, ...one.peerDependencies })))
}

/** @param {string} file @returns {Packages | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

module.exports = { isInstalled }
