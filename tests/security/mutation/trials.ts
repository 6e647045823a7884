import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutantsOf, mutantsOfRules, type Mutant } from './mutants'
import { type Verdict } from './trial'

export const ROOT = join(__dirname, '../../..')

/** Where it is decided who may do what. */
const FOLDERS = ['core/access', 'core/api', ...readdirSync(join(ROOT, 'cloudfunctions')).map((name) => `cloudfunctions/${name}/src`)]
const RULES = 'deploy/environment.json'
/** They write down and tell what was decided elsewhere; the tests beside them look at that. */
const RECORDS = /^core\/(?:access\/(?:audit|audit-entry|calls)|api\/(?:log|envelope))\.ts$/

/** @param only  a part of the file's path */
export function allMutants(only = ''): Mutant[] {
  const sources = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).sort().map((name) => `${folder}/${name}`)).filter((file) => /(?<!\.test)\.ts$/.test(file))
  return [...sources, RULES]
    .filter((file) => file.includes(only) && !RECORDS.test(file))
    .flatMap((file) => (file === RULES ? mutantsOfRules : mutantsOf)(file, readFileSync(join(ROOT, file), 'utf8')))
}

/** Longer than any trial takes on a busy machine: what hangs is noticed as well. */
export const PATIENCE_MS = 180_000

const HANGS = 'it hangs'
const ENDED = 'the process ended'

/** One process that tries mutants, made anew when one hung or left something behind. */
export class Trials {
  #child: ChildProcess | undefined

  async verdictOn(mutant: Mutant): Promise<Verdict> {
    const verdict = await this.#ask(mutant)
    if (!verdict.dirty) return verdict
    // The fault may have been an earlier one's.
    this.end()
    const again = await this.#ask(mutant)
    if (again.dirty) throw new Error(`the matrix fails although nothing is changed: ${again.fault}`)
    return again
  }

  end(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #ask(mutant: Mutant): Promise<Verdict> {
    const child = this.#child ?? (await this.#start())
    child.send(mutant)
    const heard = new AbortController()
    const signal = AbortSignal.any([heard.signal, AbortSignal.timeout(PATIENCE_MS)])
    const ended = once(child, 'exit', { signal }).then(() => ({ fault: ENDED }), () => ({ fault: HANGS }))
    const answered = once(child, 'message', { signal }).then(([verdict]) => verdict as Verdict, () => ({ fault: HANGS }))
    const verdict = await Promise.race<Verdict>([answered, ended])
    heard.abort()
    if (verdict.fault === HANGS || verdict.fault === ENDED) this.end()
    return verdict
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(__dirname, 'trial.ts'), { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    this.#child = child
    return child
  }
}
