import { type Api } from './api'
import { type CollectionState, type Database, listCollections, readCollection } from './collections'
import { type FunctionRules, readFunctionRules } from './function-rules'
import { type FunctionState, type FunctionVersion, listFunctions, listVersions, readFunction } from './functions'
import { type Markers, type MarkerState } from './marker'

/** What is there today, of all that a set-up or a deployment could touch. */
export interface EnvironmentState {
  envId: string
  /** What the console calls it, and where it was made: `miniapp` for WeChat's own. */
  alias: string
  source: string
  status: string
  database: Database
  logs?: { logsetId: string; topicId: string }
  /** Names of all collections and how many documents each holds. */
  allCollections: Map<string, number>
  /** Those that were asked for and are there. */
  collections: Map<string, CollectionState>
  allFunctions: string[]
  functions: Map<string, FunctionState & { versions: FunctionVersion[] }>
  functionRules: FunctionRules | string | null
  marker?: MarkerState
}

export interface Wanted {
  collections: readonly string[]
  functions: readonly string[]
  /** The collection of the marker. */
  marker: string
}

interface EnvInfo {
  EnvInfo: {
    EnvBaseInfo?: {
      EnvId: string
      Alias?: string
      Source?: string
      Status?: string
      Databases?: { InstanceId: string }[]
      LogServices?: { LogsetId: string; TopicId: string }[]
    }
  }
}

/** The environment itself. */
export interface Base {
  /** What the console calls it, and where it was made: `miniapp` for WeChat's own. */
  alias: string
  source: string
  status: string
  /** Absent where no database was opened. */
  database?: Database
  logs?: EnvironmentState['logs']
}

export async function readBase(api: Api): Promise<Base> {
  const { EnvInfo } = await api.call<EnvInfo>('tcb', 'DescribeEnvInfo', { EnvId: api.envId })
  const { Alias = '', Source = '', Status = '', Databases = [], LogServices = [] } = EnvInfo.EnvBaseInfo ?? {}
  const [instance, log] = [Databases[0]?.InstanceId, LogServices[0]]
  return {
    alias: Alias,
    source: Source,
    status: Status,
    ...(instance && { database: { envId: api.envId, instance } }),
    ...(log && { logs: { logsetId: log.LogsetId, topicId: log.TopicId } }),
  }
}

/** @throws Error in words where the environment has none */
export function databaseOf({ database }: Base, { envId }: Pick<Api, 'envId'>): Database {
  if (!database) throw new Error(`环境 ${envId} 里没有数据库：请先在云开发控制台里开通，再运行一次。`)
  return database
}

/**
 * Reads and writes nothing.
 * @throws ApiError of the first call that failed; Error in words where the environment has no database
 */
export async function readEnvironment(api: Api, markers: Markers, wanted: Wanted): Promise<EnvironmentState> {
  const base = await readBase(api)
  const database = databaseOf(base, api)
  const allCollections = await listCollections(api, database)
  const allFunctions = await listFunctions(api)
  const collections = new Map<string, CollectionState>()
  for (const name of wanted.collections) if (allCollections.has(name)) collections.set(name, await readCollection(api, database, name))
  const functions: EnvironmentState['functions'] = new Map()
  for (const name of wanted.functions) {
    if (allFunctions.includes(name)) functions.set(name, { ...(await readFunction(api, name)), versions: await listVersions(api, name) })
  }
  const functionRules = await readFunctionRules(api)
  const marker = allCollections.has(wanted.marker) ? await markers.read(wanted.marker) : undefined
  return {
    ...base,
    envId: api.envId,
    database,
    allCollections,
    collections,
    allFunctions,
    functions,
    functionRules,
    ...(marker && { marker }),
  }
}
