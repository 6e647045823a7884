// Runs before add and remove: makes dist/payload, which they put into a project.
//   --bundle   also makes dist/add.cjs, the same commands as one file that needs nothing, for a package
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

for (const script of [['deploy/prepare.mjs', '--only-install'], ['deploy/payload/build.mjs']]) {
  // What the build tells of sizes is said again by the plan, for the parts that are taken.
  const { status, stderr } = spawnSync(process.execPath, script, { cwd: ROOT, stdio: ['ignore', 2, 'pipe'], encoding: 'utf8' })
  if (status === 0) continue
  console.error(stderr)
  process.exit(1)
}

if (process.argv.includes('--bundle')) await import('./bundle.mjs').then(({ bundle }) => bundle(join(ROOT, 'dist/add.cjs')))
