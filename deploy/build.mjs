// Bundles each cloud function into the folder that DevTools and @cloudbase/cli deploy.
import { readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { FUNCTION_ROOT, functionNames, ROOT } from './functions.mjs'

const entryPoints = Object.fromEntries(functionNames().map((name) => [`${name}/index`, join(FUNCTION_ROOT, name, 'src/index.ts')]))

const { metafile } = await build({
  entryPoints,
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
})

for (const file of Object.keys(metafile.outputs)) {
  const path = join(ROOT, file)
  const zipped = gzipSync(readFileSync(path)).length
  console.error(`${relative(ROOT, path)}  ${kilobytes(statSync(path).size)} (${kilobytes(zipped)} gzipped)`)
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
