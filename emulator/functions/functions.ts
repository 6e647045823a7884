import { statSync } from 'node:fs'
import type { EmulatedClock } from '../clock'
import type { Packages } from '../packages/packages'
import { handlerOf } from '../project/function-config'
import type { FunctionConfig, Project } from '../project/project'
import type { Stats } from '../stats'
import { CallLog, keptText, refusalIn, type CallRecord, type CallStep } from './call-log'
import { callMessage } from './call-message'
import { contextOf, type CallContext } from './context'
import { executeFail, functionNotFound, permissionDenied } from './errors'
import { mayInvoke } from './function-rules'
import type { Outcome } from './instance'
import { InstancePool, type Blueprint } from './instance-pool'
import type { Caller, FunctionRuntime, Invocation, InvokeResult } from './invocation'
import { timeLimitSeconds } from './limits'
import { routeOf } from './message-push'
import { limitResult, toEvent } from './payload'
import { processLimits, type ProcessOptions } from './process-limits'
import { staticEnvironment } from './static-environment'
import { DEFAULT_FUNCTION_SWITCHES, patchSwitches, type FunctionSwitches, type FunctionSwitchesPatch } from './switches'

export interface FunctionsOptions {
  /** Asked once per call, so that changes on disk show where it reads them again. */
  project: () => Project
  /** Full address of `POST /admin`, without a query. */
  gatewayUrl: () => string
  clock: EmulatedClock
  stats: Stats
  random?: () => number
  switches?: FunctionSwitchesPatch
  processes?: ProcessOptions
  /** Those that functions do not hold themselves. */
  packages?: Pick<Packages, 'ofFunction'>
  /** Told when a call begins, and again when it has ended. */
  onCall?: (record: CallRecord) => void
}

/** One call on its way through the service. */
interface Call {
  project: Project
  functionName: string
  data: unknown
  caller: Caller
  context: CallContext
  record: CallRecord
  /** Beginning of the `seqId` of every request that the SDK makes in this call. */
  seqId: string
}

/** The function service: runs the project's functions in processes of their own, with the context that each caller brings. */
export class Functions implements FunctionRuntime {
  readonly #options: FunctionsOptions
  readonly #log: CallLog
  readonly #pool: InstancePool
  readonly #byToken = new Map<string, Invocation>()
  readonly #bySeqId = new Map<string, Invocation>()
  readonly #stopFollowingClock: () => void
  #switches: FunctionSwitches
  /** Counts how often files changed that no time stamp of a handler tells of. */
  #generation = 0
  #closed = false

  constructor(options: FunctionsOptions) {
    this.#options = options
    this.#log = new CallLog(options.clock)
    this.#switches = patchSwitches(DEFAULT_FUNCTION_SWITCHES, options.switches ?? {})
    this.#pool = new InstancePool({ limits: processLimits(options.processes), onColdStart: () => (options.stats.coldStarts += 1) })
    this.#stopFollowingClock = options.clock.onJump((offsetMs) => {
      for (const instance of this.#pool.instances()) instance.setOffset(offsetMs)
    })
  }

  get switches(): FunctionSwitches {
    return this.#switches
  }

  /** Takes effect with the next call. */
  setSwitches(patch: FunctionSwitchesPatch): void {
    this.#switches = patchSwitches(this.#switches, patch)
  }

  names(): string[] {
    return this.#options.project().functions.map(({ name }) => name)
  }

  openapiPermissions(functionName: string): string[] {
    return findFunction(this.#options.project(), functionName)?.openapiPermissions ?? []
  }

  invocationOf(token: string): Invocation | undefined {
    return this.#byToken.get(token)
  }

  invocationBySeqId(seqId: string): Invocation | undefined {
    return this.#bySeqId.get(seqId.split('-')[0] ?? '')
  }

  /** The last 1,000 calls with what they printed, newest first. */
  history(): CallRecord[] {
    return this.#log.calls()
  }

  async invoke(functionName: string, data: unknown, caller: Caller): Promise<InvokeResult> {
    const started = performance.now()
    const requestId = this.#hex(12)
    let project: Project
    try {
      project = this.#options.project()
    } catch (cause) {
      return { ok: false, error: executeFail(inWords(cause)), logs: [], ms: 0, requestId }
    }
    const context = contextOf(caller, { appid: project.appid, data, now: this.#options.clock.now(), switches: this.#switches })
    const { onCall = () => undefined } = this.#options
    const parent = caller.kind === 'function' ? caller.caller?.requestId : undefined
    const record = this.#log.begin({ requestId, functionName, caller: caller.kind, openid: context.openid, parent, action: actionIn(data) })
    onCall(record)
    const outcome = await this.#attempt({ project, functionName, data, caller, context, record, seqId: this.#hex(12) })

    const ms = Math.round(performance.now() - started)
    const logs = [...record.logs]
    record.ms = ms
    if ('error' in outcome) record.error = outcome.error
    const result: unknown = 'json' in outcome ? JSON.parse(outcome.json) : undefined
    if ('json' in outcome) Object.assign(record, { answer: keptText(outcome.json), refused: refusalIn(result) })
    onCall(record)
    if ('json' in outcome) return { ok: true, result, logs, ms, requestId }
    return { ok: false, error: outcome.error, logs, ms, requestId }
  }

  /** One of the last calls. */
  call(requestId: string): CallRecord | undefined {
    return this.#log.find(requestId)
  }

  noteStep(requestId: string, step: CallStep): void {
    this.#log.step(requestId, step)
  }

  /** Gives WeChat's pushed message to the function that is configured for it; `undefined` where none is. */
  async routeMessage(message: Record<string, unknown>): Promise<InvokeResult | undefined> {
    this.#options.stats.events += 1
    const target = routeOf(this.#options.project().messagePush, message)
    return target === undefined ? undefined : this.invoke(target, message, { kind: 'event' })
  }

  /** To be told when files of functions have changed: later calls run new instances. */
  refresh(): void {
    this.#generation += 1
  }

  kill(functionName: string): void {
    void this.#pool.kill(functionName)
  }

  /** Ends all instances and forgets the calls, as after a fresh start. Resolves when the processes are gone. */
  async reset(): Promise<void> {
    await this.#pool.kill()
    this.#log.clear()
  }

  /** Ends the calls that are at work with their instances, and forgets all calls; warm instances stay. Resolves when the processes are gone. */
  async endCalls(): Promise<void> {
    await this.#pool.killBusy()
    this.#log.clear()
  }

  /** Ends all instances; later calls are refused. Resolves when the processes are gone. */
  async close(): Promise<void> {
    this.#closed = true
    this.#stopFollowingClock()
    await this.#pool.close()
    this.#log.clear()
  }

  async #attempt(call: Call): Promise<Outcome> {
    const { project, functionName, caller, context } = call
    const config = findFunction(project, functionName)
    if (!config) return { error: functionNotFound(functionName, project.functions.map(({ name }) => name)) }
    if (!mayInvoke(project.functionRules, functionName, caller)) return { error: permissionDenied(functionName) }
    const event = toEvent(call.data, context, caller)
    if ('error' in event) return event
    call.record.event = keptText(event.json)

    this.#options.stats.invocations += 1
    const token = context.tokenIn ? this.#hex(32) : ''
    this.#issue(token, call)
    try {
      return limitResult(await this.#run(config, event.json, token, call), caller)
    } catch (cause) {
      return { error: executeFail(inWords(cause)) }
    } finally {
      this.#byToken.delete(token)
      this.#bySeqId.delete(call.seqId)
    }
  }

  #issue(token: string, { functionName, caller, context, record, seqId }: Call): void {
    const { openid, mayCallOpenApi } = context
    const invocation: Invocation = { requestId: record.requestId, functionName, caller, openid, token, mayCallOpenApi }
    this.#bySeqId.set(seqId, invocation)
    if (token) this.#byToken.set(token, invocation)
  }

  #run(config: FunctionConfig, event: string, token: string, { project, caller, context, record, seqId }: Call): Promise<Outcome> {
    const blueprint = () => this.#blueprint(config, project)
    const parent = caller.kind === 'function' ? caller.caller?.requestId : undefined
    const demand = { functionName: config.name, isEvent: caller.kind === 'event', id: record.requestId, parent }
    return this.#pool.with(demand, blueprint, (instance) => {
      const message = callMessage(event, {
        project,
        config,
        context,
        token,
        requestId: record.requestId,
        seqId,
        switches: this.#switches,
        offsetMs: this.#options.clock.offsetMs,
      })
      return instance.run(message, timeLimitSeconds(config, caller), (level, text) => this.#log.print(record, level, text))
    })
  }

  /** @throws Error in words, when there is nothing to start */
  #blueprint(config: FunctionConfig, { env }: Project): Blueprint {
    if (this.#closed) throw new Error('The local cloud is stopping.')
    if (config.fault !== undefined) throw new Error(config.fault)
    const { file, exportName } = handlerOf(config)
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs
    if (changed === undefined) throw new Error(`${file} does not exist. Build the functions first.`)
    const environment = staticEnvironment(config, env, this.#options.gatewayUrl(), this.#options.packages?.ofFunction(config.name))
    const node = this.#options.processes?.node
    return { dir: config.dir, file, exportName, node, environment, version: JSON.stringify([this.#generation, changed, exportName, environment]) }
  }

  #hex(digits: number): string {
    const { random = Math.random } = this.#options
    return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  }
}

function findFunction(project: Project, functionName: string): FunctionConfig | undefined {
  return project.functions.find(({ name }) => name === functionName)
}

function actionIn(data: unknown): string | undefined {
  const action = (typeof data === 'object' && data !== null ? (data as { action?: unknown }).action : undefined) ?? undefined
  return typeof action === 'string' ? action : undefined
}

function inWords(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
