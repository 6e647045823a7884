// @ts-check
const { createHash } = require('node:crypto')
const { existsSync, readdirSync, readFileSync, renameSync, rmSync } = require('node:fs')
const { createRequire, _extensions: extensions } = /** @type {any} */ (require('node:module'))
const { basename, dirname, join } = require('node:path')

const PACKAGES = join(dirname(require.resolve('esbuild/package.json')), '..')
/** Where sources are, and where bundles are kept. */
const PLACES = { sources: join(__dirname, '..'), cache: join(PACKAGES, '.cache', 'wechat-cloud-emulator') }
/** Of hundreds of small files each. Other packages stay where they are: some read files beside them, or are not JavaScript. */
const BUNDLED_PACKAGES = /^(mingo|postcss|postcss-selector-parser)(\/|$)/

/**
 * Loads a TypeScript module of the local cloud, with all that it imports, from one file: reading hundreds of files one by one takes four
 * times as long. The file is kept, is named by the content of the sources, and so is made again when they have changed.
 * @param {string} entry  absolute path
 */
async function loadBundled(entry, places = PLACES) {
  readTypeScriptWhenNeeded()
  const name = basename(entry, '.ts')
  const file = join(places.cache, `${name}-${fingerprint(places.sources)}.cjs`)
  try {
    if (!existsSync(file)) await bundle(entry, file, places)
  } catch {
    // Where nothing can be kept, as in a folder that cannot be written, it starts all the same.
    return require(entry)
  }
  return require(file)
}

/** @param {string} entry @param {string} file @param {typeof PLACES} places */
async function bundle(entry, file, { sources, cache }) {
  const esbuild = require('esbuild')
  const fresh = `${file}.${process.pid}`
  await esbuild.build({
    entryPoints: [entry],
    outfile: fresh,
    bundle: true,
    platform: 'node',
    target: `node${process.versions.node}`,
    format: 'cjs',
    charset: 'utf8',
    logLevel: 'silent',
    plugins: [{ name: 'local-cloud', setup: (build) => keepPlaces(build, sources) }],
  })
  await esbuild.stop()
  // Whole or not at all: another start may read it.
  renameSync(fresh, file)
  const isOld = (/** @type {string} */ other) => other.startsWith(`${basename(entry, '.ts')}-`) && other.endsWith('.cjs') && other !== basename(file)
  for (const old of readdirSync(cache).filter(isOld)) rmSync(join(cache, old), { force: true })
}

/** @param {import('esbuild').PluginBuild} build @param {string} sources */
function keepPlaces({ onResolve, onLoad }, sources) {
  onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
    if (kind === 'entry-point' || BUNDLED_PACKAGES.test(path) || !importer.startsWith(sources) || importer.includes('node_modules')) return undefined
    return { path: path.startsWith('node:') ? path : createRequire(importer).resolve(path), external: true }
  })
  // A source finds what lies beside it by its own place, not by that of the bundle.
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const place = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`
    return { contents: place + readFileSync(path, 'utf8'), loader: 'ts' }
  })
}

/** Of all that can go into a bundle. @param {string} folder */
function fingerprint(folder) {
  const hash = createHash('sha256').update(process.version)
  for (const file of [...filesIn(folder), join(PACKAGES, '.package-lock.json')]) hash.update(`\0${file}\0`).update(existsSync(file) ? readFileSync(file) : '')
  return hash.digest('hex').slice(0, 16)
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(join(folder, entry.name))
    return /(?<!\.test)\.(ts|cjs|json)$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}

/** Seeds may be TypeScript; where there is nothing to seed, its compiler is not loaded. */
function readTypeScriptWhenNeeded() {
  extensions['.ts'] ??= (/** @type {unknown} */ module, /** @type {string} */ file) => {
    delete extensions['.ts']
    require('tsx/cjs')
    extensions['.ts'](module, file)
  }
}

module.exports = { loadBundled }
