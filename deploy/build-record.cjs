// Remembers what a build was made from and what it made. CommonJS: its test requires it too.
const { createHash } = require('node:crypto')
const { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')

/** @typedef {Record<string, string>} Fingerprints  by path below the root */

/**
 * The sources of a build as they are now: take it before the build, since somebody may save a file while it runs.
 * Names count as well, because a new file can be what an import finds from now on.
 * @param {string} root  absolute
 * @param {string[]} paths  files and folders below it
 * @param {unknown} settings  what else decides what is built, as JSON
 */
function fingerprintOf(root, paths, settings) {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  const files = paths.flatMap((path) => filesAt(root, path)).filter((path) => !/\.test\.ts$/.test(path))
  for (const path of files.sort()) hash.update(`\0${path}\0${contentOf(join(root, path))}`)
  return hash.digest('hex')
}

/** Whether the build that was recorded would make the same again, and what it made is still there. */
function isUpToDate(root, recordFile, fingerprint) {
  try {
    const { sources, packages, outputs } = JSON.parse(readFileSync(recordFile, 'utf8'))
    const stands = ([path, content]) => contentOf(join(root, path)) === content
    return sources === fingerprint && Object.entries({ ...packages, ...outputs }).every(stands)
  } catch {
    return false
  }
}

/**
 * @param {string} root @param {string} recordFile @param {string} fingerprint  of before the build
 * @param {{ packages: string[], outputs: string[] }} files  what it read besides the sources, and what it wrote
 */
function record(root, recordFile, fingerprint, { packages, outputs }) {
  const contents = (paths) => Object.fromEntries(paths.map((path) => [path, contentOf(join(root, path))]))
  mkdirSync(dirname(recordFile), { recursive: true })
  const fresh = `${recordFile}.${process.pid}`
  writeFileSync(fresh, JSON.stringify({ sources: fingerprint, packages: contents(packages), outputs: contents(outputs) }))
  // Whole or not at all: another build may read it.
  renameSync(fresh, recordFile)
}

/** @param {string} root @param {string} path */
function filesAt(root, path) {
  const entries = readdirSync(join(root, path), { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
}

/** @param {string} file @returns {string} '' where there is none */
function contentOf(file) {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return ''
  }
}

module.exports = { fingerprintOf, isUpToDate, record }
