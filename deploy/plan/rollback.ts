import { createHash } from 'node:crypto'
import { type Api, ApiError } from '../account/api'
import { codeAddress, type FunctionState, type FunctionVersion, listFunctions, listVersions, readFunction, untilReady } from '../account/functions'
import { readSignature } from '../target/target'
import { type Pause } from './functions'
import { type Step } from './step'

/** All that the API takes in the call itself. */
const MOST_BYTES = 1.5 * 1024 * 1024

export interface RollbackPlan {
  steps: Step[]
  /** The releases to choose from, newest first, in words; the one that runs is among them. */
  releases: string[]
}

interface Present {
  state: FunctionState
  versions: FunctionVersion[]
}

/**
 * Goes back to an earlier release: each function's code of it is fetched and uploaded again as the one that runs, so that page,
 * console, timer and message push all get it. Settings, variables, timers and records stay as they are.
 * @param to  the release, as the list names it; without it the one before today's
 */
export async function planRollback(api: Api, names: readonly string[], pause: Pause, to?: string): Promise<RollbackPlan> {
  const all = await listFunctions(api)
  const missing = names.filter((name) => !all.includes(name))
  if (missing.length > 0) return { releases: [], steps: missing.map((name) => ({ kind: 'stop', what: `云函数 ${name} 不存在`, note: '先运行 npm run deploy' })) }
  const present: Present[] = []
  for (const name of names) present.push({ state: await readFunction(api, name), versions: await listVersions(api, name) })
  const foreign = present.filter(({ state }) => readSignature(state.description) === undefined)
  if (foreign.length > 0) return { releases: [], steps: foreign.map(({ state }) => ({ kind: 'stop', what: `云函数 ${state.name} 不是 npm run deploy 部署的`, note: '不动它' })) }
  const known = releasesOf(present)
  const releases = [...known].map(([release, { version, at }]) => `${release}（${version}，${at}）`)
  const wanted = to ?? before([...known.keys()], present)
  if (wanted === undefined || !known.has(wanted)) {
    const what = wanted === undefined ? '没有更早的部署可以退回' : `没有部署「${wanted}」`
    return { releases, steps: [{ kind: 'stop', what, note: '也可以用 git checkout 回到旧代码，再运行 npm run deploy' }] }
  }
  return { releases, steps: present.map((fn) => stepOf(api, fn, wanted, pause)) }
}

/** Newest first; a release is as new as the first version that has it. */
function releasesOf(present: Present[]): Map<string, { version: string; at: string }> {
  const all = present.flatMap(({ versions }) => versions.flatMap(({ description, at }) => ({ signature: readSignature(description), at })))
  const known = new Map<string, { version: string; at: string }>()
  for (const { signature, at } of all.sort((a, b) => b.at.localeCompare(a.at))) {
    if (signature && !known.has(signature.release)) known.set(signature.release, { version: signature.version, at })
  }
  return known
}

/** The one that was deployed before what runs: of several, where a rollback was cut off, before the oldest. */
function before(releases: string[], present: Present[]): string | undefined {
  const running = present.map(({ state }) => releases.indexOf(readSignature(state.description)?.release ?? ''))
  const mixed = new Set(running).size > 1
  return mixed ? releases[Math.max(...running)] : releases[(running[0] ?? -1) + 1]
}

function stepOf(api: Api, { state, versions }: Present, release: string, pause: Pause): Step {
  const { name, description } = state
  const signature = readSignature(description)
  const today = `${signature?.version ?? ''} ${signature?.release ?? ''}`
  const wanted = versions.find((version) => readSignature(version.description)?.release === release)
  if (!wanted) return { kind: 'hand', what: `云函数 ${name} 在那次部署里没有，不动它`, today, note: '旧代码用不到它' }
  if (signature?.release === release) return { kind: 'keep', what: `云函数 ${name} 已经是 ${release}` }
  return { kind: 'change', what: `云函数 ${name} 退回 ${release}（版本 ${wanted.version}）`, today, run: () => restore(api, state, wanted, pause) }
}

/** The description goes last, as in a deployment: until then the next plan still has this step. */
async function restore(api: Api, { name, handler, description, installDependency }: FunctionState, version: FunctionVersion, pause: Pause): Promise<void> {
  const { url, sha256 } = await codeAddress(api, name, version.version)
  const zip = await download(url)
  if (createHash('sha256').update(zip).digest('hex') !== sha256) throw new Error(`云函数 ${name} 版本 ${version.version} 下载到的代码不完整，没有用它。请再运行一次。`)
  if (zip.length > MOST_BYTES) throw new Error(`云函数 ${name} 版本 ${version.version} 的代码太大（${Math.ceil(zip.length / 1024)} KB），不能这样退回：请用 git checkout 回到旧代码，再运行 npm run deploy。`)
  await api.call('scf', 'UpdateFunctionCode', { FunctionName: name, Namespace: api.envId, Handler: handler, InstallDependency: installDependency ? 'TRUE' : 'FALSE', Code: { ZipFile: zip.toString('base64') } })
  await untilReady(api, name, pause)
  const Description = `${description.slice(0, description.lastIndexOf('['))}${version.description}`
  await api.call('scf', 'UpdateFunctionConfiguration', { FunctionName: name, Namespace: api.envId, Description })
  const after = await untilReady(api, name, pause)
  if (after.description !== Description) throw new ApiError('GetFunction', 'NOT_DEPLOYED', `云函数 ${name} 退回后读回来的说明不是刚写的`)
}

/** @throws ApiError without the address, which lets whoever has it read the code */
async function download(url: string): Promise<Buffer> {
  const reply = await fetch(url).catch(() => undefined)
  if (!reply?.ok) throw new ApiError('下载代码', reply ? String(reply.status) : undefined, '没有拿到旧版本的代码')
  return Buffer.from(await reply.arrayBuffer())
}
