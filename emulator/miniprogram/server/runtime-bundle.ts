import { join } from 'node:path'
import { build } from 'esbuild'

/** What every phone loads before its mini-program. */
export interface RuntimeBundle {
  script: string
  style: string
}

const ENTRY = join(__dirname, '..', 'runtime', 'main.ts')

/** Bundles the runtime, in memory. @throws Error of esbuild, which names file and line */
export async function bundleRuntime(): Promise<RuntimeBundle> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    outfile: 'runtime.js',
    write: false,
    bundle: true,
    minify: true,
    // The names of classes show in the debugger.
    keepNames: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  const named = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { script: named('.js'), style: named('.css') }
}
