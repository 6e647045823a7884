import { basename, join } from 'node:path'
import { build } from 'esbuild'

const ENTRY = join(__dirname, '..', 'runtime', 'main.ts')

/**
 * Bundles what every phone loads before its mini-program, in memory: script, its source map and style by name.
 * @throws Error of esbuild, which names file and line
 */
export async function bundleRuntime(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    outfile: 'runtime.js',
    write: false,
    bundle: true,
    minify: true,
    // The names of classes show in the debugger.
    keepNames: true,
    sourcemap: 'linked',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents.slice()]))
}
