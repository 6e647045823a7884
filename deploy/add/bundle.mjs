// The commands as one file that needs nothing but Node; the payload lies beside it.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** @param {string} outfile */
export async function bundle(outfile) {
  const options = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', charset: 'utf8', legalComments: 'none', logLevel: 'warning' }
  await build({ ...options, entryPoints: [join(import.meta.dirname, 'cli.ts')], outfile, banner: { js: '#!/usr/bin/env node' } })
  chmodSync(outfile, 0o755)
}
