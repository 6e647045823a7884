import { EmulatedClock } from '../clock'
import { loadProject } from '../project/load-project'
import { temporaryProject, type TemporaryProject } from '../project/temporary-project'
import { Stats } from '../stats'
import { Functions, type FunctionsOptions } from './functions'
import type { Caller, InvokeResult } from './invocation'

export const CONSOLE: Caller = { kind: 'console' }
export const ALICE: Caller = { kind: 'client', openid: 'oAlice' }

/** Prints its call token, and answers with the number of its process once the file named by `until` exists. */
export const HELD = `
const { existsSync } = require('node:fs')
exports.main = ({ until }) => new Promise((resolve) => {
  console.log(process.env.WX_API_TOKEN || process.env.WX_TRIGGER_API_TOKEN_V0)
  const look = () => (existsSync(until) ? resolve(process.pid) : setTimeout(look, 5))
  look()
})`

/** Long enough for a busy machine; what happens beyond a limit is tested with limits of their own. */
export const LIMIT_SECONDS = 60

/** Runs the code that a test sends, so that one warm instance serves many tests. */
const RUN = `
exports.main = (event, context) => new Function('event', 'context', 'require', event.code)(event, context, require)`

export interface FunctionBench {
  functions: Functions
  clock: EmulatedClock
  stats: Stats
  folder: TemporaryProject
  /** Runs `code` as the body of a function's handler. */
  run(code: string, caller?: Caller): Promise<InvokeResult>
  close(): Promise<void>
}

/**
 * A function service over a project folder of its own, for a test.
 * @param sources  index.js by function
 * @param files  further files of the project, by path
 */
export function functionBench(
  sources: Record<string, string> = {},
  files: Record<string, unknown> = {},
  options: Partial<FunctionsOptions> = {},
): FunctionBench {
  const folder = temporaryProject({ 'cloudbaserc.json': { functionDefaultConfig: { timeout: LIMIT_SECONDS } }, ...files })
  for (const [name, source] of Object.entries({ run: RUN, ...sources })) folder.write(`cloudfunctions/${name}/index.js`, source)
  const clock = new EmulatedClock()
  const stats = new Stats()
  const functions = new Functions({
    project: () => loadProject(folder.dir, { environment: {} }),
    gatewayUrl: () => 'http://127.0.0.1:1/admin',
    clock,
    stats,
    // Whatever the machine: tests look at what calls do side by side.
    processes: { processes: 8 },
    ...options,
  })
  return {
    functions,
    clock,
    stats,
    folder,
    run: (code, caller = CONSOLE) => functions.invoke('run', { code }, caller),
    async close() {
      await functions.close()
      folder.remove()
    },
  }
}

/** What the function gave. @throws Error when it failed */
export function resultOf(answer: InvokeResult): unknown {
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.result
}

/** How the function failed. @throws Error when it did not */
export function errorOf(answer: InvokeResult): { code: string; message: string } {
  if (answer.ok) throw new Error(`It worked: ${JSON.stringify(answer.result)}`)
  return answer.error
}
