// The functions as they go into another project, and the module for a function of theirs.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { common } from '../build.mjs'
import { FUNCTION_ROOT, functionNames, ROOT } from '../functions.mjs'
import plugin from '../sdk/plugin.cjs'

/** Our own pages are not theirs: which they have is said by MINIPROGRAM_PAGES there, and without it nobody knows. */
const noPages = {
  name: 'no-pages',
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]miniprogram[\\/]app\.json$/ }, () => ({ contents: '{ "pages": [], "subPackages": [] }', loader: 'json' }))
  },
}

/** @param {string} target  the payload @returns {Promise<string[]>} their names */
export async function bundleFunctions(target) {
  const names = functionNames()
  for (const name of names) {
    const folder = join(target, 'functions', name)
    mkdirSync(folder, { recursive: true })
    const files = readdirSync(join(FUNCTION_ROOT, name), { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    for (const { name: file } of files) copyFileSync(join(FUNCTION_ROOT, name, file), join(folder, file))
  }
  const entryPoints = Object.fromEntries(names.map((name) => [`${name}/index`, join(FUNCTION_ROOT, name, 'src/index.ts')]))
  await build({ ...common, entryPoints, outdir: join(target, 'functions'), metafile: false, plugins: [plugin.sdkBeside, noPages] })
  return names
}

/** What a function of theirs sends at once with, and its types as people read them. @param {string} target  the payload */
export async function bundleModule(target) {
  const source = join(ROOT, 'core/notify')
  const outdir = join(target, 'module')
  await build({ ...common, entryPoints: { 'subscribe-messages': join(source, 'in-process.ts') }, outdir, metafile: false, minifyWhitespace: false, external: ['wx-server-sdk'] })
  copyFileSync(join(source, 'subscribe-messages.d.ts'), join(outdir, 'subscribe-messages.d.ts'))
}
