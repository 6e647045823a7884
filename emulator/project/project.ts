import { type StorageAcl } from '../file-storage/permissions'

/** What the local cloud knows of the project that it runs. `load-project.ts` reads it from the project's own files. */
export interface Project {
  /** Absolute folder of the project. */
  dir: string
  appid: string
  /** What users know the mini-program as: the title of its windows, or else the project's name. */
  appName?: string
  /** Absolute folder of the mini-program (`miniprogramRoot`); undefined when there is no app.json in it. */
  miniProgramRoot?: string
  /** What its stylesheets may be written in (`setting.useCompilerPlugins` of project.config.json). */
  compilerPlugins?: string[]
  /** Cloud environment id. */
  env: string
  /** Nothing in the project says which environment it has: whichever its code names is this one. */
  anyEnv?: boolean
  /** Pages of the mini-program's app.json (subpackages included), without a leading slash. Empty when there is no app.json. */
  pages: string[]
  functions: FunctionConfig[]
  /** Environment variables of the project: .env files under the real environment, generated ones last. */
  variables: Record<string, string>
  /** Names of variables that look like keys of the real cloud, wherever they were found. They are in none of the variables. */
  realKeys: string[]
  /** By the names they are stored under, the prefix included. */
  collections: Record<string, CollectionConfig>
  /** Who may read and write the files of the cloud storage; undefined for what a new environment has. */
  storageAcl?: StorageAcl
  /** What those names begin with; empty for nothing. */
  collectionPrefix: string
  /** Who may invoke which function from a client: `{"*": {invoke: "auth != null"}, dispatch: {invoke: false}}`. */
  functionRules: Record<string, { invoke: boolean | string }>
  messagePush: MessagePushRoute[]
  /** What makes the functions from their sources: a shell command, and the absolute folders that the sources are in. */
  build?: { command: string; watch: string[] }
  /** Absolute path of the seed module, if the project names one. */
  seed?: string
}

export interface FunctionConfig {
  name: string
  /** Absolute folder, holding index.js. */
  dir: string
  /** `file.export`, for example index.main. */
  handler: string
  timeoutSeconds: number
  memoryMb: number
  variables: Record<string, string>
  /** config.json `permissions.openapi`. */
  openapiPermissions: string[]
  /** Timers: those of config.json are uploaded by DevTools, those of cloudbaserc.json by the CLI (without a call token). */
  timers: { name: string; cron: string; devtools: boolean }[]
  /** Why its config.json cannot be used, in words; every call is answered with it. */
  fault?: string
}

export interface CollectionConfig {
  /** Permission mode; CUSTOM reads `rule`. Functions always have full rights. */
  acl?: 'READONLY' | 'PRIVATE' | 'ADMINWRITE' | 'ADMINONLY' | 'CUSTOM'
  rule?: Record<string, boolean | string>
  indexes?: { name: string; unique?: boolean; keys: [field: string, direction: 1 | -1][] }[]
}

/** One <MsgType, Event> pair goes to one function, as set in the cloud console. */
export interface MessagePushRoute {
  msgType: string
  event: string
  function: string
}
