import { join } from 'node:path'
import { type Cloud, type ResetOptions } from './control/cloud'
import { createControl } from './control/control'
import { lockData } from './data/data-lock'
import { KeptData } from './data/kept-data'
import { throughDoors } from './doors'
import { listen, type LocalServer } from './http/server'
import { createFileRequests } from './file-storage'
import { createStartGate } from './http/until-started'
import { type ProcessOptions } from './functions/process-limits'
import { Packages } from './packages/packages'
import { realKeysInWords } from './project/real-keys'
import { FunctionWatch } from './rebuild/function-watch'
import { createServices, type Services } from './services'
import { settled } from './settled'
import { Storage } from './storage/storage'
import { createStudio } from './studio/studio'
import { type SwitchChanges } from './switchboard'

export { type SeedCloud } from './seed'

export interface EmulatorOptions {
  projectDir: string
  /** Default 0: any free port. */
  port?: number
  /** Where data is kept; without it everything lives in memory. */
  dataDir?: string
  /** Forget the kept data first. */
  reset?: boolean
  /** Install packages that the project asks for and does not hold, into the data folder; default false. */
  install?: boolean
  /** Absolute path of the module that fills fresh data; default the one that the project names; null for none. */
  seed?: string | null
  /** How open questions about the platform are answered; `POST /emulator/reset` goes back to this. */
  switches?: SwitchChanges
  /** How many processes of functions there may be. */
  processes?: ProcessOptions
  /** A collection that is missing is made when it is first asked for, which the cloud does not do; default false. */
  createCollections?: boolean
  /** Builds the functions again and takes their new code when files change; default false. */
  watch?: boolean
  /** Chance, for ids, tokens and faults with a rate. */
  random?: () => number
  /** Told in words what goes wrong while running. Default: standard error. */
  complain?: (text: string) => void
}

/** A running local cloud. */
export interface Emulator extends Cloud {
  /** Ends timers, functions and connections, and brings the data to the disk. Safe to call twice. */
  close(): Promise<void>
}

type Undo = () => unknown

/**
 * Starts a local cloud for one project; resolves when it can be called and its seed has run.
 * @throws Error in words: project or data folder unusable, port taken, failing seed. Nothing is left running then.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const undo: Undo[] = []
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    return await start(options, undo, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function start(options: EmulatorOptions, undo: Undo[], close: () => Promise<void>): Promise<Emulator> {
  const { projectDir, port = 0, dataDir, random, switches, processes, createCollections, complain = (text) => void process.stderr.write(`${text}\n`) } = options
  if (dataDir !== undefined) undo.push(lockData(dataDir))
  const storage = new Storage(dataDir)
  undo.push(() => storage.close())

  const listening: { server?: LocalServer } = {}
  const url = () => listening.server?.url ?? ''
  const packages = new Packages(dataDir === undefined ? undefined : join(dataDir, 'packages'))
  const services = createServices({ projectDir, packages, storage, dataDir, url, random, switches, processes, createCollections, complain })
  const { realKeys } = services.project()
  if (realKeys.length > 0) complain(realKeysInWords(realKeys))
  if (options.install) await packages.install(services.project(), complain)
  const data = new KeptData(storage, services, url, options.seed)
  const resets = oneAtATime((how?: ResetOptions) => reset(services, data, how))
  const emulator: Emulator = {
    ...services,
    get url() {
      return url()
    },
    seeded: () => data.seeded,
    settled: () => settled(services),
    reset: resets.run,
    close,
  }

  if (options.reset) data.wipe()
  data.load()
  const gate = createStartGate()
  const files = createFileRequests(services.files)
  const phones = gate.delay(services.phones.handle)
  const studio = gate.delay(createStudio(() => services.builder.run('studio', undefined)))
  const control = gate.refuse(createControl(emulator))
  const server = await listen(port, throughDoors({ gateway: services.gateway, files, phones, studio, contract: control }))
  listening.server = server
  undo.push(server.close, () => services.functions.close())
  undo.push(() => services.timers.stop(), () => services.messages.stop(), () => services.phones.close(), () => services.builder.close(), gate.open)

  await data.prepare()
  services.stats.reset()
  services.timers.start()
  services.messages.start()
  // Its end starts the timers again, which must not happen after they were stopped for good.
  undo.push(resets.settled)
  if (options.watch) {
    const watching = watchFunctions(services, complain)
    undo.push(() => watching.close())
  }
  gate.open()
  return emulator
}

function watchFunctions({ project, functions, changes }: Services, complain: (text: string) => void): FunctionWatch {
  return new FunctionWatch({
    project,
    onChange: (problem) => {
      if (problem === undefined) functions.refresh()
      else complain(problem)
      changes.emit('functions', problem === undefined ? {} : { problem })
    },
  })
}

async function reset(services: Services, data: KeptData, { seed = 'again' }: ResetOptions = {}): Promise<void> {
  const { timers, functions, messages, faults, clock, switches, stats, changes } = services
  timers.stop()
  messages.stop()
  await (seed === 'kept' ? functions.endCalls() : functions.reset())
  await settled(services)
  if (seed === 'again') data.wipe()
  messages.clear()
  faults.clear()
  switches.reset()
  clock.advance(-clock.offsetMs)
  try {
    await (seed === 'kept' ? data.restore() : data.prepare())
  } finally {
    stats.reset()
    timers.start()
    messages.start()
    changes.emit('seed')
  }
}

/** Calls made while one is under way wait for it, and then run as well. */
function oneAtATime<A extends unknown[]>(act: (...args: A) => Promise<void>): { run: (...args: A) => Promise<void>; settled: () => Promise<void> } {
  let last: Promise<void> = Promise.resolve()
  const settled = () => last.catch(() => undefined)
  const run = (...args: A) => {
    last = settled().then(() => act(...args))
    return last
  }
  return { run, settled }
}
