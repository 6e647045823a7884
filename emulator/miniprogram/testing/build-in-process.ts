import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type MiniProgramBuild } from '../build/builder'
import { problemInWords } from '../build/problem'

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Builds in a process of its own, since esbuild does not run inside jsdom.
 * @throws Error with the problems in words when the mini-program cannot be built
 */
export function buildInProcess(root: string, appid: string): MiniProgramBuild {
  const loader = pathToFileURL(require.resolve('tsx')).href
  const script = join(__dirname, 'print-build.ts')
  const limits = { maxBuffer: MAX_OUTPUT_BYTES, encoding: 'utf8' } as const
  const output = execFileSync(process.execPath, ['--import', loader, script, root, appid], limits)
  const build = JSON.parse(output) as MiniProgramBuild
  if (build.problems.some(({ severity }) => severity === 'error')) throw new Error(`${root} cannot be built:\n${build.problems.map(problemInWords).join('\n')}`)
  return build
}
