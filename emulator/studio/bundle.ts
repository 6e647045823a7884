import { build } from 'esbuild'
import { join } from 'node:path'

/** What the page at `/` loads. */
export interface PageBundle {
  script: string
  style: string
}

const ENTRY = join(__dirname, 'page', 'main.tsx')

/** Bundles the studio's page, in memory. @throws Error of esbuild, which names file and line */
export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    outfile: 'studio.js',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  const named = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { script: named('.js'), style: named('.css') }
}
