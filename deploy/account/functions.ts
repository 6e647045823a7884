import { type Api, ApiError } from './api'

export interface FunctionState {
  name: string
  runtime: string
  handler: string
  /** Megabytes. */
  memorySize: number
  /** Seconds. */
  timeout: number
  description: string
  variables: Record<string, string>
  /** Whether the cloud installs what package.json names. */
  installDependency: boolean
  triggers: { name: string; cron: string }[]
  /** Active, Creating, Updating, CreateFailed, UpdateFailed … with the reason beside it. */
  status: string
  reason: string
  /** Bytes of the uploaded code, unpacked or not: as the API says. */
  codeSize: number
  /** Beijing time. */
  modifiedAt: string
}

export interface FunctionVersion {
  version: string
  description: string
  at: string
}

const PAGE = 100

interface GetFunction {
  FunctionName: string
  Runtime: string
  Handler: string
  MemorySize: number
  Timeout: number
  Description?: string
  InstallDependency?: string
  Environment?: { Variables?: { Key: string; Value: string }[] }
  Triggers?: { TriggerName: string; Type: string; TriggerDesc: string }[]
  Status: string
  StatusDesc?: string
  StatusReasons?: { ErrorCode: string; ErrorMessage: string }[]
  CodeSize?: number
  ModTime?: string
}

export async function listFunctions(api: Api): Promise<string[]> {
  const names: string[] = []
  for (let offset = 0; ; offset += PAGE) {
    const { Functions = [] } = await api.call<{ Functions?: { FunctionName: string }[] }>('tcb', 'ListFunctions', { EnvId: api.envId, Limit: PAGE, Offset: offset })
    names.push(...Functions.map(({ FunctionName }) => FunctionName))
    if (Functions.length < PAGE) return names
  }
}

/** One that is there. */
export async function readFunction(api: Api, name: string): Promise<FunctionState> {
  const got = await api.call<GetFunction>('scf', 'GetFunction', { FunctionName: name, Namespace: api.envId, ShowCode: 'FALSE' })
  return {
    name,
    runtime: got.Runtime,
    handler: got.Handler,
    memorySize: got.MemorySize,
    timeout: got.Timeout,
    description: got.Description ?? '',
    variables: Object.fromEntries((got.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value])),
    installDependency: got.InstallDependency === 'TRUE',
    triggers: (got.Triggers ?? []).map(({ TriggerName, TriggerDesc }) => ({ name: TriggerName, cron: cronOf(TriggerDesc) })),
    status: got.Status,
    reason: [got.StatusDesc, ...(got.StatusReasons ?? []).map(({ ErrorCode, ErrorMessage }) => `${ErrorCode} ${ErrorMessage}`)].filter(Boolean).join('；'),
    codeSize: got.CodeSize ?? 0,
    modifiedAt: got.ModTime ?? '',
  }
}

/** The API gives a timer's expression in a JSON of its own. */
function cronOf(description: string): string {
  return /"cron":\s*"([^"]*)"/.exec(description)?.[1] ?? description
}

const BUSY = ['Creating', 'Updating', 'Publishing']
const POLLS = 120

/**
 * Waits until the last change of a function has taken effect.
 * @param pause  waits between two looks
 * @throws ApiError when it failed, or has not ended after two minutes
 */
export async function untilReady(api: Api, name: string, pause: (ms: number) => Promise<void>): Promise<FunctionState> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const state = await readFunction(api, name)
    if (!BUSY.includes(state.status)) {
      if (state.status === 'Active') return state
      throw new ApiError('GetFunction', state.status, `云函数 ${name} 的状态是 ${state.status}${state.reason && `（${state.reason}）`}`)
    }
    await pause(1000)
  }
  throw new ApiError('GetFunction', undefined, `云函数 ${name} 两分钟后还没有准备好`)
}

/** Newest first, without `$LATEST`. */
export async function listVersions(api: Api, name: string): Promise<FunctionVersion[]> {
  const versions: FunctionVersion[] = []
  for (let offset = 0; ; offset += PAGE) {
    const { Versions = [] } = await api.call<{ Versions?: { Version: string; Description?: string; AddTime?: string }[] }>('scf', 'ListVersionByFunction', {
      FunctionName: name,
      Namespace: api.envId,
      Offset: offset,
      Limit: PAGE,
    })
    versions.push(...Versions.map(({ Version, Description, AddTime }) => ({ version: Version, description: Description ?? '', at: AddTime ?? '' })))
    if (Versions.length < PAGE) break
  }
  return versions.filter(({ version }) => version !== '$LATEST').sort((a, b) => Number(b.version) - Number(a.version))
}

/** SHA-256 of the zip that the API holds, hexadecimal, and where it can be fetched for a while. */
export async function codeAddress(api: Api, name: string, version?: string): Promise<{ url: string; sha256: string }> {
  const { Url, CodeSha256 } = await api.call<{ Url: string; CodeSha256: string }>('scf', 'GetFunctionAddress', {
    FunctionName: name,
    Namespace: api.envId,
    ...(version && { Qualifier: version }),
  })
  return { url: Url, sha256: CodeSha256 }
}
