import type { FunctionConfig } from '../project/project'
import { parseCron } from './cron'
import { MAX_CLI_TIMERS } from './limits'

export interface ProjectTimer {
  functionName: string
  name: string
  cron: string
  devtools: boolean
  /** Why the platform would not take it, in words: it never runs. */
  problem?: string
}

/** The triggers page. */
const NAME = /^[A-Za-z][\w-]{0,59}$/

/** All timers of the project. One that is wrong does not keep the others from running. */
export function timersOf(functions: readonly FunctionConfig[], maxPerFunction: number): ProjectTimer[] {
  return functions.flatMap(({ name: functionName, timers }) => {
    const names = new Set<string>()
    const counts = { config: 0, cloudbaserc: 0 }
    return timers.map((timer) => {
      const count = ++counts[timer.devtools ? 'config' : 'cloudbaserc']
      const wrong = (names.has(timer.name) && 'the function has another timer of that name') || wrongIn(timer) || tooMany(timer.devtools, count, maxPerFunction)
      names.add(timer.name)
      return { ...timer, functionName, ...(wrong && { problem: `${inWords(functionName, timer)}: ${wrong}. It does not run.` }) }
    })
  })
}

type Timer = FunctionConfig['timers'][number]

function inWords(functionName: string, { name, devtools }: Timer): string {
  const file = devtools ? `${functionName}/config.json` : 'cloudbaserc.json'
  return `The timer ${name || 'without a name'} of function ${functionName} (${file})`
}

function wrongIn({ name, cron }: Timer): string | undefined {
  if (!NAME.test(name)) return '"name" starts with a letter and has up to 60 letters, digits, - and _'
  try {
    parseCron(cron)
    return undefined
  } catch (cause) {
    return `"config": the cron "${cron}" is not valid: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

function tooMany(devtools: boolean, count: number, maxPerFunction: number): string | undefined {
  const max = devtools ? maxPerFunction : MAX_CLI_TIMERS
  if (count <= max) return undefined
  return `it is number ${count}, and the platform takes ${max}${devtools ? ' (switch timer.maxPerFunction)' : ''}`
}
