import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const DEFAULT_PORT = 8800
const MAX_PORT = 65_535

export const USAGE = `Usage: wechat-cloud-emulator [options]

  --project DIR   the WeChat cloud-development project to run (default: the current folder)
  --port PORT     port on 127.0.0.1 (default: ${DEFAULT_PORT}; 0 takes any free one)
  --data DIR      where data is kept (default: <project>/.emulator)
  --reset         forget the kept data first
  --seed FILE     module that fills fresh data, in place of the one package.json names; none to start empty
  --headless      print one line, «ready URL», and nothing else on standard output
  --help          show this
`

export interface CliOptions {
  projectDir: string
  port: number
  dataDir: string
  reset: boolean
  headless: boolean
  /** undefined: the seed that the project names; null: none. */
  seed: string | null | undefined
}

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {}

/**
 * @returns 'help' when that was asked for
 * @throws UsageError
 */
export function parseCliOptions(args: string[]): CliOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const projectDir = resolve(values.project ?? '.')
  return {
    projectDir,
    port: parsePort(values.port),
    dataDir: values.data === undefined ? resolve(projectDir, '.emulator') : resolve(values.data),
    reset: values.reset ?? false,
    headless: values.headless ?? false,
    seed: values.seed === undefined ? undefined : values.seed === 'none' ? null : resolve(values.seed),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        project: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        seed: { type: 'string' },
        reset: { type: 'boolean' },
        headless: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function parsePort(value: string | undefined): number {
  if (value === undefined) return DEFAULT_PORT
  const port = Number(value)
  if (!/^\d+$/.test(value) || port > MAX_PORT) throw new UsageError(`--port ${value} is not a port number (0–${MAX_PORT}).`)
  return port
}
