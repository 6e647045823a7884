// Bundles each cloud function into the folder that DevTools and @cloudbase/cli deploy, unless it holds that bundle already.
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fingerprintOf, isUpToDate, record } from './build-record.cjs'
import { FUNCTION_ROOT, functionNames, ROOT } from './functions.mjs'
import { noticeOf, packagesIn } from './notices.cjs'
import { buildSdk } from './sdk/build.mjs'
import plugin from './sdk/plugin.cjs'

const RECORD = join(ROOT, 'node_modules/.cache/subscribe-message-cloud/functions.json')

const names = functionNames()
const sources = ['core', 'deploy/sdk', ...names.map((name) => `cloudfunctions/${name}/src`)]
/** What each function is deployed as: the code, the SDK that it calls, and the notice that the licences of what went into both ask for. */
const FILES = ['index.js', plugin.SDK, plugin.SDK_RARE, 'LICENSES.txt']
const outputs = names.flatMap((name) => FILES.map((file) => `cloudfunctions/${name}/${file}`))

/** For all that runs in a function. Names stay, so that stacks can be read. */
export const common = {
  bundle: true,
  platform: 'node',
  // The oldest runtime that these functions are created with.
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  absWorkingDir: ROOT,
}
const options = {
  ...common,
  entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(FUNCTION_ROOT, name, 'src/index.ts')])),
  outdir: FUNCTION_ROOT,
}

const { version } = createRequire(import.meta.url)('esbuild/package.json')
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'deploy/notices.cjs'].map((file) => readFileSync(join(ROOT, file), 'utf8'))
const sdk = await buildSdk(common, [version, settings])
const fingerprint = fingerprintOf(ROOT, sources, [version, options, settings])
if (!isUpToDate(ROOT, RECORD, fingerprint)) {
  for (const name of names) for (const file of sdk.files) copyUnlessSame(file, join(FUNCTION_ROOT, name, basename(file)))
  const { build } = await import('esbuild')
  const { metafile } = await build({ ...options, plugins: [plugin.sdkBeside] })
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    const folder = join(ROOT, output, '..')
    writeFileSync(join(folder, 'LICENSES.txt'), noticeOf(ROOT, [...new Set([...packagesIn(Object.keys(inputs)), ...sdk.packages])].sort()))
  }
  const isSource = (path) => sources.some((folder) => path.startsWith(`${folder}/`))
  record(ROOT, RECORD, fingerprint, { packages: Object.keys(metafile.inputs).filter((path) => !isSource(path)), outputs })
}

for (const name of names) {
  const sizes = FILES.map((file) => `${file} ${kilobytes(statSync(join(FUNCTION_ROOT, name, file)).size)}`)
  const zipped = FILES.reduce((sum, file) => sum + gzipSync(readFileSync(join(FUNCTION_ROOT, name, file))).length, 0)
  console.error(`cloudfunctions/${name}  ${kilobytes(zipped)} gzipped: ${sizes.join(', ')}`)
}

/** What is the same stays untouched: a function may be starting from it just now. */
function copyUnlessSame(from, to) {
  const content = readFileSync(from)
  if (existsSync(to) && readFileSync(to).equals(content)) return
  writeFileSync(`${to}.new`, content)
  renameSync(`${to}.new`, to)
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
