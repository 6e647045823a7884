import { type PushRow } from '../account/message-push'
/** What the stand-in holds: the environments of an account, and the settings of the mini-program they belong to. */
export interface Account {
  environments: Record<string, Environment>
  wechat: WeChatSettings
  /** Uploaded objects by `bucket host/key`, base64. */
  objects: Record<string, string>
}

export interface Environment {
  envId: string
  /** `miniapp` for one that was made in WeChat's console. */
  source: string
  region: string
  collections: Record<string, Collection>
  functions: Record<string, CloudFunction>
  /** Who may call which function; null where nobody ever set any. */
  functionRule: string | null
  /** How much of each metric was used, for DescribeQuotaData. */
  quotas: Record<string, number>
  /** NORMAL where it is absent; ISOLATE after it was not paid for. */
  status?: string
  /** When the package ends, Beijing time. */
  expireTime?: string
}

export interface Collection {
  indexes: Index[]
  aclTag: string
  rule?: string
  documents: Record<string, Record<string, unknown>>
}

export interface Index {
  Name: string
  Keys: { Name: string; Direction: string }[]
  Unique: boolean
}

/** Settings of a function as GetFunction names them, beside its code and its versions. */
export interface CloudFunction {
  settings: FunctionSettings
  triggers: Trigger[]
  /** The zip that was uploaded, base64. */
  code: string
  versions: { version: string; description: string; code: string; addTime: string; settings: FunctionSettings }[]
  addTime: string
  modTime: string
  status: string
}

export interface FunctionSettings {
  FunctionName: string
  Runtime: string
  Handler: string
  MemorySize: number
  Timeout: number
  Description: string
  InstallDependency: string
  Environment: { Variables: { Key: string; Value: string }[] }
  [other: string]: unknown
}

export interface Trigger {
  TriggerName: string
  Type: string
  TriggerDesc: string
  Enable: number
}

export interface WeChatSettings {
  appid: string
  secret: string
  push: { enable: boolean; callbacks: PushRow[] }
  templates: { priTmplId: string; title: string; content: string; example: string; type: number }[]
}

export function emptyEnvironment(envId: string): Environment {
  return { envId, source: 'miniapp', region: 'ap-shanghai', collections: {}, functions: {}, functionRule: null, quotas: {} }
}

export function emptyAccount(...envIds: string[]): Account {
  const environments = Object.fromEntries(envIds.map((envId) => [envId, emptyEnvironment(envId)]))
  const wechat = { appid: 'wx0000000000stand', secret: 'stand-in-app-secret', push: { enable: false, callbacks: [] }, templates: [] }
  return { environments, wechat, objects: {} }
}

export const ID_INDEX: Index = { Name: '_id_', Keys: [{ Name: '_id', Direction: '1' }], Unique: true }

/** What a new collection of an environment made in WeChat's console may be read by. [guessed] */
export const NEW_COLLECTION_ACL = 'PRIVATE'

export function newCollection(documents: Record<string, Record<string, unknown>> = {}): Collection {
  return { indexes: [structuredClone(ID_INDEX)], aclTag: NEW_COLLECTION_ACL, documents }
}

export function newFunction(name: string, settings: Partial<FunctionSettings> = {}, code = ''): CloudFunction {
  return {
    settings: {
      FunctionName: name,
      Runtime: 'Nodejs18.15',
      Handler: 'index.main',
      MemorySize: 256,
      Timeout: 3,
      Description: '',
      InstallDependency: 'TRUE',
      Environment: { Variables: [] },
      ...settings,
    },
    triggers: [],
    code,
    versions: [],
    addTime: '2026-01-01 10:00:00',
    modTime: '2026-01-01 10:00:00',
    status: 'Active',
  }
}
