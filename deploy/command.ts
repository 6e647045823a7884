// What `set-up`, `deploy`, `rollback` have in common: options, variables, credentials, and who is asked.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { type Api, openApi } from './account/api'
import { type Credentials, readCredentials } from './account/credentials'
import { type Operator } from './plan/carry-out'
import { stateOf } from './target/faults'
import { contradictions, filesOf, NAMED_ENVIRONMENTS, type NamedEnvironment, readVariables, type Variables } from './variables'

export const ROOT = join(__dirname, '..')
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version

export interface Options {
  env?: NamedEnvironment
  yes: boolean
  planOnly: boolean
  adopt: boolean
  to?: string
}

/** A mistake of whoever ran the command; its words are all there is to show. */
export class Misuse extends Error {}

/** @throws Misuse for an option that there is not */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: { env: { type: 'string' }, yes: { type: 'boolean', default: false }, plan: { type: 'boolean', default: false }, adopt: { type: 'boolean', default: false }, to: { type: 'string' } },
    })
    const env = NAMED_ENVIRONMENTS.find((name) => name === values.env)
    if (values.env !== undefined && !env) throw new Misuse(`没有环境「${values.env}」：--env 只能是 ${NAMED_ENVIRONMENTS.join(' 或 ')}；不写就读 .env.local。`)
    if (values.to !== undefined && !/^[0-9a-f]{8}$/.test(values.to)) throw new Misuse(`--to 后面要是 npm run rollback -- --plan 列出的 8 位部署号，不是「${values.to}」。`)
    return { ...(env && { env }), yes: values.yes, planOnly: values.plan, adopt: values.adopt, ...(values.to && { to: values.to }) }
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(`看不懂的参数：${error instanceof Error ? error.message : String(error)}。可以用 --env staging|production、--yes、--plan、--adopt、--to 部署号。`)
  }
}

export interface Session {
  options: Options
  variables: Variables
  /** The file to fill in. */
  file: string
  credentials: Credentials
  api: Api
  operator: Operator
}

/**
 * @param faultsOf  what of the variables is wrong for this command, in words
 * @returns the session, or why there is none
 */
export function openSession(args: string[], faultsOf: (variables: Variables, file: string) => string[], root = ROOT): Session | string[] {
  const options = readOptions(args)
  const given = readVariables(options.env, root)
  const variables: Variables = { ...given, MINIPROGRAM_STATE: stateOf(given) }
  const file = filesOf(options.env)[1]
  const credentials = readCredentials(variables, Date.now())
  const faults = [...contradictions(options.env, root), ...faultsOf(variables, file), ...(typeof credentials === 'string' ? [credentials.replaceAll('.env.local', file)] : [])]
  if (faults.length > 0 || typeof credentials === 'string') return faults
  const api = openApi(credentials, String(variables['TCB_ENV_ID']))
  return { options, variables, file, credentials, api, operator: terminal() }
}

function terminal(): Operator {
  const say = (line: string): void => console.log(line)
  if (!process.stdin.isTTY || !process.stdout.isTTY) return { say }
  return {
    say,
    ask: async (question) => {
      const reader = createInterface({ input: process.stdin, output: process.stdout })
      const answer = await reader.question(question)
      reader.close()
      return answer
    },
  }
}

/** Runs a command to its end: its words on standard output, why it failed on standard error, and the exit code tells which. */
export function run(command: () => Promise<boolean>): void {
  command()
    .then((good) => {
      if (!good) process.exitCode = 1
    })
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error))
      process.exitCode = 1
    })
}
