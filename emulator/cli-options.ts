import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type ProcessOptions } from './functions/process-limits'
import { faultOfHost } from './network/allowed-hosts'
import { faultOfContainer } from './network/containers'

export const DEFAULT_PORT = 8800
const MAX_PORT = 65_535
/** Each takes some 70 MB. */
const MAX_PROCESSES = 100

export const USAGE = `Usage: wechat-cloud-emulator [options]

  --project DIR   the WeChat cloud-development project to run (default: the current folder)
  --port PORT     port on 127.0.0.1 (default: ${DEFAULT_PORT}; 0 takes any free one)
  --data DIR      where data is kept (default: <project>/.emulator)
  --reset         forget the kept data first
  --seed FILE     module that fills fresh data, in place of the one package.json names; none to start empty
  --processes N   processes of functions at work at a time (default: by the cores of this machine)
  --concurrency FUNCTION=N[,…]
                  let these have N at work whatever the limit, to see what happens when they run side by side
  --install       install packages that the project asks for and does not hold, into the data folder; their scripts are not run
  --allow-network HOST[,…]
                  let the mini-program reach these hosts: pictures, fonts, wx.request; * for all (default: this machine only)
  --container [NAME=]URL
                  where a 云托管 service of wx.cloud.callContainer answers; without NAME all of them
  --node FILE     the Node that runs the functions, to have the cloud's version (default: the one that runs this)
  --create-collections
                  make a collection that is missing when it is first asked for, to try a project that is not yours;
                  without it that is -502005, as on the cloud
  --headless      print one line, «ready URL», and nothing else on standard output
  --help          show this
`

export interface CliOptions {
  projectDir: string
  port: number
  dataDir: string
  reset: boolean
  install: boolean
  headless: boolean
  createCollections: boolean
  processes: ProcessOptions
  /** Hosts that the mini-program may reach. */
  allowNetwork: string[]
  /** Where 云托管 services answer. */
  containers: string[]
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
    install: values.install ?? false,
    headless: values.headless ?? false,
    createCollections: values['create-collections'] ?? false,
    processes: {
      ...(values.processes !== undefined && { processes: parseCount('--processes', values.processes) }),
      ...(values.concurrency !== undefined && { concurrency: parseConcurrency(values.concurrency) }),
      ...(values.node !== undefined && { node: parseNode(values.node) }),
    },
    allowNetwork: (values['allow-network'] ?? []).flatMap((each) => each.split(',')).map(parseHost),
    containers: (values.container ?? []).map(parseContainer),
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
        install: { type: 'boolean' },
        headless: { type: 'boolean' },
        'create-collections': { type: 'boolean' },
        processes: { type: 'string' },
        concurrency: { type: 'string' },
        node: { type: 'string' },
        'allow-network': { type: 'string', multiple: true },
        container: { type: 'string', multiple: true },
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

function parseHost(value: string): string {
  const fault = faultOfHost(value.toLowerCase())
  if (fault !== undefined) throw new UsageError(`--allow-network: ${fault}`)
  return value.toLowerCase()
}

function parseContainer(value: string): string {
  const fault = faultOfContainer(value)
  if (fault !== undefined) throw new UsageError(`--container: ${fault}`)
  return value
}

function parseNode(value: string): string {
  const file = resolve(value)
  try {
    accessSync(file, constants.X_OK)
    return file
  } catch {
    throw new UsageError(`--node ${value} is not a program that can be run.`)
  }
}

function parseConcurrency(value: string): Record<string, number> {
  const pairs = value.split(',').map((pair): [string, number] => {
    const [, name, count] = /^([^=]+)=(.*)$/.exec(pair) ?? []
    if (name === undefined || count === undefined) throw new UsageError(`--concurrency ${pair} is not of the form FUNCTION=N.`)
    return [name, parseCount(`--concurrency ${name}`, count)]
  })
  return Object.fromEntries(pairs)
}

function parseCount(option: string, value: string): number {
  const count = Number(value)
  if (/^[1-9]\d*$/.test(value) && count <= MAX_PROCESSES) return count
  throw new UsageError(`${option} takes a number from 1 to ${MAX_PROCESSES}, not «${value}».`)
}
