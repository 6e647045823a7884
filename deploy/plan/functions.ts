import { isDeepStrictEqual } from 'node:util'
import { type Api, ApiError } from '../account/api'
import { codeAddress, type FunctionState, untilReady } from '../account/functions'
import { type EnvironmentState } from '../account/read'
import { type FunctionTarget, readSignature, type Target } from '../target/target'
import { type Step } from './step'

export type Pause = (ms: number) => Promise<void>

/** What every call about a function's settings carries. */
interface Place {
  api: Api
  logs: EnvironmentState['logs']
  pause: Pause
}

const FAILED = 'UpdateFailed'
/** esbuild writes for this one. */
export const OLDEST_NODE = 18

/** Code, settings, and a version that a rollback can go back to; what is as it should be is left. */
export function planFunctions(api: Api, target: Target, state: EnvironmentState, pause: Pause): Step[] {
  const place = { api, logs: state.logs, pause }
  return target.functions.flatMap((fn) => planFunction(place, fn, state.functions.get(fn.name), target.ourVariables))
}

function planFunction(place: Place, fn: FunctionTarget, present: (FunctionState & { versions: { description: string }[] }) | undefined, ours: string[]): Step[] {
  const publish: Step = { kind: 'create', what: `云函数 ${fn.name} 的版本（可以退回到它）`, run: () => publishVersion(place.api, fn) }
  if (!present) {
    const what = `云函数 ${fn.name}：${fn.runtime}，${fn.memorySize} MB，${fn.timeout} 秒，${variablesText(Object.keys(fn.variables))}`
    return [{ kind: 'create', what, run: () => create(place, fn) }, publish]
  }
  if (present.status === 'CreateFailed') {
    return [{ kind: 'stop', what: `云函数 ${fn.name} 上次没有建成（${present.reason || present.status}）`, note: '请在云开发控制台里删掉它，再部署一次' }]
  }
  const old = nodeOf(present.runtime) < OLDEST_NODE
  if (old) return [{ kind: 'stop', what: `云函数 ${fn.name} 的运行环境太旧，本项目跑不了`, today: present.runtime, note: RUNTIME_ADVICE }]
  const wanted = { ...fn, variables: mergeVariables(fn.variables, present.variables, ours) }
  const changes = changesOf(wanted, present)
  const runtime: Step[] = present.runtime === fn.runtime ? [] : [{ kind: 'hand', what: `云函数 ${fn.name} 的运行环境是 ${present.runtime}，新建的会用 ${fn.runtime}`, note: `照样能用；要换：${RUNTIME_ADVICE}` }]
  const isPublished = present.versions.some(({ description }) => description === versionText(fn))
  if (changes.length === 0) return [{ kind: 'keep', what: `云函数 ${fn.name}` }, ...runtime, ...(isPublished ? [] : [publish])]
  const what = `云函数 ${fn.name}：${changes.map(({ to }) => to).join('；')}`
  return [{ kind: 'change', what, today: changes.map(({ from }) => from).join('；'), run: () => update(place, wanted, present) }, ...runtime, ...(isPublished ? [] : [publish])]
}

export const RUNTIME_ADVICE = '运行环境只能在新建时选定：在控制台里删掉这个云函数，马上再部署一次，然后在开发者工具里重新上传触发器和云调用权限'

/** Others' variables stay; ours that have no value any more go. */
export function mergeVariables(wanted: Record<string, string>, present: Record<string, string>, ours: string[]): Record<string, string> {
  const foreign = Object.entries(present).filter(([name]) => !ours.includes(name))
  return { ...Object.fromEntries(foreign), ...wanted }
}

function hasOtherCode(fn: FunctionTarget, present: FunctionState): boolean {
  return readSignature(fn.description)?.code !== readSignature(present.description)?.code
}

interface Change {
  from: string
  to: string
}

function changesOf(fn: FunctionTarget, present: FunctionState): Change[] {
  const names = [...new Set([...Object.keys(fn.variables), ...Object.keys(present.variables)])].filter((name) => fn.variables[name] !== present.variables[name])
  return [
    ...(present.status === FAILED ? [{ from: `${present.status} ${present.reason}`.trim(), to: '上次没有更新成，再部署一次' }] : []),
    ...(fn.description === present.description ? [] : [{ from: present.description || '没有说明', to: `${hasOtherCode(fn, present) ? '代码' : '代码没变，只记下新的部署'} ${versionText(fn)}` }]),
    ...(fn.memorySize === present.memorySize ? [] : [{ from: `内存 ${present.memorySize} MB`, to: `内存 ${fn.memorySize} MB` }]),
    ...(fn.timeout === present.timeout ? [] : [{ from: `超时 ${present.timeout} 秒`, to: `超时 ${fn.timeout} 秒` }]),
    ...names.map((name) => ({ from: `${name} ${valueText(name, present.variables[name])}`, to: `${name} ${valueText(name, fn.variables[name])}` })),
  ]
}

/** A secret is never shown. */
export function valueText(name: string, value: string | undefined): string {
  if (value === undefined) return '没有'
  return /(KEY|SECRET|TOKEN)(_NEXT)?$/.test(name) ? '（保密）' : JSON.stringify(value)
}

function variablesText(names: string[]): string {
  return names.length > 0 ? `环境变量 ${names.join('、')}` : '没有环境变量'
}

export function nodeOf(runtime: string): number {
  return Number(/^Nodejs(\d+)/.exec(runtime)?.[1] ?? 0)
}

async function create({ api, logs, pause }: Place, fn: FunctionTarget): Promise<void> {
  await api.call('scf', 'CreateFunction', {
    FunctionName: fn.name,
    Namespace: api.envId,
    Runtime: fn.runtime,
    Handler: fn.handler,
    Role: 'TCB_QcsRole',
    Stamp: 'MINI_QCBASE',
    InstallDependency: fn.installDependency ? 'TRUE' : 'FALSE',
    ...settingsOf(fn, logs),
    Code: { ZipFile: fn.package.zip.toString('base64') },
  })
  verify(fn, await untilReady(api, fn.name, pause))
}

/** The settings go last: with them the description, which says that the code is there. */
async function update({ api, logs, pause }: Place, fn: FunctionTarget, present: FunctionState): Promise<void> {
  if (hasOtherCode(fn, present) || present.status === FAILED) {
    const before = await codeAddress(api, fn.name)
    await api.call('scf', 'UpdateFunctionCode', {
      FunctionName: fn.name,
      Namespace: api.envId,
      Handler: fn.handler,
      InstallDependency: fn.installDependency ? 'TRUE' : 'FALSE',
      Code: { ZipFile: fn.package.zip.toString('base64') },
    })
    const after = await untilReady(api, fn.name, pause)
    const { sha256 } = await codeAddress(api, fn.name)
    // The cloud may pack anew what it was sent; but what is neither ours nor touched was not replaced.
    if (sha256 !== fn.package.sha256 && sha256 === before.sha256 && after.modifiedAt === present.modifiedAt) throw notDeployed(fn, ['代码'])
  }
  await api.call('scf', 'UpdateFunctionConfiguration', { FunctionName: fn.name, Namespace: api.envId, ...settingsOf(fn, logs) })
  verify(fn, await untilReady(api, fn.name, pause))
}

function settingsOf(fn: FunctionTarget, logs: EnvironmentState['logs']): object {
  return {
    Description: fn.description,
    MemorySize: fn.memorySize,
    Timeout: fn.timeout,
    Environment: { Variables: Object.entries(fn.variables).map(([Key, Value]) => ({ Key, Value })) },
    ...(logs && { ClsLogsetId: logs.logsetId, ClsTopicId: logs.topicId }),
  }
}

/** Reads back what was written: a deployment that the API took and did not do is none. */
function verify(fn: FunctionTarget, state: FunctionState): void {
  const wrong = [
    ...(state.description === fn.description ? [] : ['说明']),
    ...(state.memorySize === fn.memorySize ? [] : ['内存']),
    ...(state.timeout === fn.timeout ? [] : ['超时']),
    ...(isDeepStrictEqual(state.variables, fn.variables) ? [] : ['环境变量']),
  ]
  if (wrong.length > 0) throw notDeployed(fn, wrong)
}

function notDeployed({ name }: FunctionTarget, wrong: string[]): ApiError {
  return new ApiError('GetFunction', 'NOT_DEPLOYED', `云函数 ${name} 部署后读回来，这些不是刚写的：${wrong.join('、')}`)
}

/** What a version is called: version and code, so that it can be found again. */
function versionText(fn: FunctionTarget): string {
  return fn.description.slice(fn.description.lastIndexOf('['))
}

async function publishVersion(api: Api, fn: FunctionTarget): Promise<void> {
  const { FunctionVersion } = await api.call<{ FunctionVersion?: string }>('scf', 'PublishVersion', { FunctionName: fn.name, Namespace: api.envId, Description: versionText(fn) })
  if (!FunctionVersion) throw new ApiError('PublishVersion', 'NOT_DEPLOYED', `云函数 ${fn.name} 没有得到版本号`)
}
