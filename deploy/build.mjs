// Bundles each cloud function into the folder that DevTools and @cloudbase/cli deploy, unless it holds that bundle already.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fingerprintOf, isUpToDate, record } from './build-record.cjs'
import { FUNCTION_ROOT, functionNames, ROOT } from './functions.mjs'
import { noticeOf, packagesIn } from './notices.cjs'

const RECORD = join(ROOT, 'node_modules/.cache/subscribe-message-cloud/functions.json')

const names = functionNames()
const sources = ['core', ...names.map((name) => `cloudfunctions/${name}/src`)]
/** What each function is deployed as: the code, and the notice that the licences of what went into it ask for. */
const outputs = names.flatMap((name) => [`cloudfunctions/${name}/index.js`, `cloudfunctions/${name}/LICENSES.txt`])

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
const notices = readFileSync(join(ROOT, 'deploy/notices.cjs'), 'utf8')
const settings = ['package.json', 'package-lock.json', 'tsconfig.json'].map((file) => readFileSync(join(ROOT, file), 'utf8'))
const fingerprint = fingerprintOf(ROOT, sources, [version, options, notices, settings])
if (!isUpToDate(ROOT, RECORD, fingerprint)) {
  const { build } = await import('esbuild')
  const { metafile } = await build(options)
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    writeFileSync(join(ROOT, output, '../LICENSES.txt'), noticeOf(ROOT, packagesIn(Object.keys(inputs))))
  }
  const isSource = (path) => sources.some((folder) => path.startsWith(`${folder}/`))
  record(ROOT, RECORD, fingerprint, { packages: Object.keys(metafile.inputs).filter((path) => !isSource(path)), outputs })
}

for (const name of names) {
  const files = outputs.map((output) => join(ROOT, output)).filter((path) => path.startsWith(join(FUNCTION_ROOT, name, '/')))
  const size = files.reduce((sum, path) => sum + statSync(path).size, 0)
  const zipped = files.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0)
  console.error(`${relative(ROOT, files[0])}  ${kilobytes(size)} (${kilobytes(zipped)} gzipped), licence notice included`)
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
