// Bundles each cloud function into the folder that DevTools and @cloudbase/cli deploy, unless it holds that bundle already.
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fingerprintOf, isUpToDate, record } from './build-record.cjs'
import { FUNCTION_ROOT, functionNames, ROOT } from './functions.mjs'

const RECORD = join(ROOT, 'node_modules/.cache/subscribe-message-cloud/functions.json')

const names = functionNames()
const sources = ['core', ...names.map((name) => `cloudfunctions/${name}/src`)]
const outputs = names.map((name) => `cloudfunctions/${name}/index.js`)

const options = {
  entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(FUNCTION_ROOT, name, 'src/index.ts')])),
  outdir: FUNCTION_ROOT,
  bundle: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  // Installed by the cloud from each function's package.json.
  external: ['wx-server-sdk'],
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  absWorkingDir: ROOT,
}

const { version } = createRequire(import.meta.url)('esbuild/package.json')
const settings = ['package.json', 'package-lock.json', 'tsconfig.json'].map((file) => readFileSync(join(ROOT, file), 'utf8'))
const fingerprint = fingerprintOf(ROOT, sources, [version, options, settings])
if (!isUpToDate(ROOT, RECORD, fingerprint)) {
  const { build } = await import('esbuild')
  const { metafile } = await build(options)
  const isSource = (path) => sources.some((folder) => path.startsWith(`${folder}/`))
  record(ROOT, RECORD, fingerprint, { packages: Object.keys(metafile.inputs).filter((path) => !isSource(path)), outputs })
}

for (const output of outputs) {
  const path = join(ROOT, output)
  const zipped = gzipSync(readFileSync(path)).length
  console.error(`${relative(ROOT, path)}  ${kilobytes(statSync(path).size)} (${kilobytes(zipped)} gzipped)`)
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
