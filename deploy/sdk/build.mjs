// Makes the form of wx-server-sdk that the functions carry, once for all of them, unless it is there already.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf, isUpToDate, record } from '../build-record.cjs'
import { ROOT } from '../functions.mjs'
import { packagesIn } from '../notices.cjs'
import plugin from './plugin.cjs'

const FOLDER = 'node_modules/.cache/subscribe-message-cloud/sdk'
const RECORD = join(ROOT, `${FOLDER}.json`)
const PACKAGES = join(ROOT, FOLDER, 'packages.json')

/**
 * @param {object} options  of esbuild, the same for all that runs in a function
 * @param {unknown} settings  what else decides what comes out
 * @returns {Promise<{ files: string[], packages: string[] }>} absolute paths of the files, and the folders of what is in them, below the root
 */
export async function buildSdk(options, settings) {
  const files = [plugin.SDK, plugin.SDK_RARE].map((name) => `${FOLDER}/${name}`)
  const fingerprint = fingerprintOf(ROOT, ['deploy/sdk'], [options, settings])
  if (!isUpToDate(ROOT, RECORD, fingerprint)) {
    const { build } = await import('esbuild')
    // One character, one byte: read and compiled faster than a text with others among them.
    const shared = { ...options, charset: 'ascii', metafile: true, outdir: undefined }
    const from = (contents) => ({ contents, resolveDir: ROOT, sourcefile: 'deploy/sdk/entry.js' })
    const built = await Promise.all([
      build({ ...shared, stdin: from("module.exports = require('wx-server-sdk')"), plugins: [plugin.changedSdk(ROOT)], outfile: files[0] }),
      build({ ...shared, stdin: from(plugin.rareSource), outfile: files[1] }),
    ])
    const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs)).filter((path) => path.startsWith('node_modules/'))
    mkdirSync(join(ROOT, FOLDER), { recursive: true })
    writeFileSync(PACKAGES, JSON.stringify(packagesIn(inputs)))
    record(ROOT, RECORD, fingerprint, { packages: inputs, outputs: [...files, `${FOLDER}/packages.json`] })
  }
  return { files: files.map((file) => join(ROOT, file)), packages: JSON.parse(readFileSync(PACKAGES, 'utf8')) }
}
