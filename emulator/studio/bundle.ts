import { basename, join } from 'node:path'
import { build } from 'esbuild'

const ENTRY = join(__dirname, 'page', 'main.tsx')

/**
 * Bundles the studio's page, in memory: script, its source map and style by name.
 * @throws Error of esbuild, which names file and line
 */
export async function bundlePage(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    outfile: 'studio.js',
    write: false,
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents.slice()]))
}
