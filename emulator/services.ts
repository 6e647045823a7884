import { EmulatedClock } from './clock'
import { BuildProcess } from './build-process/build-process'
import { Changes } from './control/changes'
import { Database, DEFAULT_SWITCHES as DEFAULT_DATABASE_SWITCHES } from './database'
import { FILES_BASE, FileStorage } from './file-storage'
import { Faults } from './faults/faults'
import { type CallRecord } from './functions/call-log'
import { Functions } from './functions/functions'
import { type ProcessOptions } from './functions/process-limits'
import { Timers } from './functions/timers'
import { createGateway } from './gateway/gateway'
import { defaultGatewaySwitches } from './gateway/switches'
import { type Handler } from './http/server'
import { LiveProject } from './live-project'
import { MessagePush } from './message-push/message-push'
import { Phones } from './miniprogram/server/phones'
import { type Packages } from './packages/packages'
import { loadProject } from './project/load-project'
import { NetworkAccess } from './network/network'
import { Relay } from './network/relay'
import { type Project } from './project/project'
import { Stats } from './stats'
import { type Storage } from './storage/storage'
import { Switchboard, type SwitchChanges } from './switchboard'
import { WeChat } from './wechat'

export interface ServiceOptions {
  projectDir: string
  /** Those that the project does not hold itself. */
  packages: Packages
  storage: Storage
  /** Where data is kept; without it everything lives in memory. */
  dataDir?: string
  /** Where the local cloud can be called, once it can. */
  url: () => string
  random?: () => number
  switches?: SwitchChanges
  processes?: ProcessOptions
  createCollections?: boolean
  complain: (text: string) => void
}

/** All services of the local cloud, wired to each other. */
export interface Services {
  project: () => Project
  clock: EmulatedClock
  stats: Stats
  faults: Faults
  messages: MessagePush
  changes: Changes
  database: Database
  files: FileStorage
  relay: Relay
  wechat: WeChat
  functions: Functions
  timers: Timers
  switches: Switchboard
  /** `POST /admin` */
  gateway: Handler
  /** `GET /miniprogram/` */
  phones: Phones
  /** Builds what browsers load. */
  builder: BuildProcess
}

/** @throws Error in words when the project or a switch is wrong */
export function createServices({ projectDir, packages, storage, dataDir, url, random, switches: chosen = {}, processes, createCollections, complain }: ServiceOptions): Services {
  const { db, ...live } = chosen
  const projectFiles = new LiveProject(() => loadProject(projectDir, { storage }), complain)
  const project = () => projectFiles.current()
  const { appid, env, anyEnv = false, functions: known, collectionPrefix: prefix } = project()
  refuseUnknown(processes, known.map(({ name }) => name))
  const clock = new EmulatedClock()
  const stats = new Stats()
  const faults = new Faults(random)
  const changes = new Changes()
  clock.onJump(() => changes.emit('clock'))

  const onWrite = (collection: string) => changes.emit('database', { collection })
  const onCall = ({ functionName, requestId, ms }: CallRecord) => {
    changes.emit('invocation', { function: functionName, requestId, ended: ms !== undefined })
  }
  const databaseSwitches = { ...DEFAULT_DATABASE_SWITCHES, ...db }
  const database = new Database({ storage, clock, random, switches: databaseSwitches, prefix, onWrite, createMissing: createCollections })
  const files = new FileStorage({ env, storage, clock, url, dataDir, acl: () => project().storageAcl, onChange: () => changes.emit('files') })
  const functions = new Functions({ project, packages, gatewayUrl: () => `${url()}/admin`, clock, stats, random, processes, onCall })
  const messages = new MessagePush({
    storage,
    clock,
    faults,
    handle: (message) => functions.routeMessage(message),
    onWaiting: () => changes.emit('faults'),
  })
  const wechat = new WeChat({
    appid,
    storage,
    clock,
    random,
    pages: () => project().pages,
    latencyMs: () => faults.sendLatencyMs,
    deliveryFailure: () => faults.takeDeliveryFailure(),
    onEvent: (message) => messages.push({ ...message }),
    onSend: ({ touser, delivered }) => {
      if (!delivered) return
      stats.delivered += 1
      changes.emit('inbox', { openid: touser })
    },
  })
  const timers = new Timers({
    project,
    clock,
    invoke: (name, data, caller) => functions.invoke(name, data, caller),
    maxPerFunction: () => functions.switches.timer.maxPerFunction,
    onError: complain,
  })

  // Phones begin anew: what a page may load is said when it is opened.
  const network = new NetworkAccess([], () => changes.emit('miniprogram', { problems: [] }))
  const relay = new Relay({ ownUrl: url, allowed: () => network.switches.allow, containers: () => network.switches.containers, identity: () => ({ appid: project().appid, env }), filesBase: FILES_BASE })
  const gatewaySwitches = defaultGatewaySwitches()
  const switches = new Switchboard({ wechat, functions, database: databaseSwitches, gateway: gatewaySwitches, network }, live)
  const gateway = createGateway({ env, anyEnv, database, files, wechat, functions, faults, stats, switches: gatewaySwitches, onStep: (requestId, step) => functions.noteStep(requestId, step) })
  const builder = new BuildProcess()
  const phones = new Phones({ project, installed: packages.ofMiniProgram, builder, allowedHosts: () => network.switches.allow, onBuild: (problems) => changes.emit('miniprogram', { problems }) })
  return { builder, project, clock, stats, faults, messages, changes, database, files, relay, wechat, functions, timers, switches, gateway, phones }
}

function refuseUnknown({ concurrency = {} }: ProcessOptions = {}, known: string[]): void {
  const name = Object.keys(concurrency).find((each) => !known.includes(each))
  if (name === undefined) return
  throw new Error(`There is no function ${name} that could be run side by side; this project has ${known.join(', ') || 'none'}.`)
}
