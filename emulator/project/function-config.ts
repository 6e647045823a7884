import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Cloudbaserc } from './cloudbaserc'
import { isObject, numberAt, objectAt, objectsAt, readJsonFile, textAt, textsAt, type JsonObject } from './json-file'
import type { FunctionConfig } from './project'

/** What a function has that nothing configures: 3 s, 256 MB (CloudBase, «函数配置»). */
const DEFAULT_TIMEOUT_SECONDS = 3
const DEFAULT_MEMORY_MB = 256
const DEFAULT_HANDLER = 'index.main'
/** SCF «配额管理»: environment variables of one function, names and values together. */
const MAX_VARIABLES_BYTES = 4 * 1024

/**
 * The functions of a project: each folder in `root` with a package.json or an index.js, in alphabetical order.
 * @throws Error in words, when a file is broken or functions are not built yet
 */
export function readFunctions(root: string, cloudbaserc: Cloudbaserc): FunctionConfig[] {
  if (!existsSync(root)) return []
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && ['package.json', 'index.js'].some((file) => existsSync(join(root, entry.name, file))))
    .map((entry) => entry.name)
  const functions = names.sort().map((name) => {
    return readFunction(name, join(root, name), cloudbaserc.functions.get(name) ?? {}, cloudbaserc.path)
  })
  refuseUnbuilt(functions)
  return functions
}

/** `index.main` → the absolute file and the name of the export. */
export function handlerOf(config: Pick<FunctionConfig, 'dir' | 'handler'>): { file: string; exportName: string } {
  const dot = config.handler.lastIndexOf('.')
  return { file: join(config.dir, `${config.handler.slice(0, dot)}.js`), exportName: config.handler.slice(dot + 1) }
}

function readFunction(name: string, dir: string, settings: JsonObject, cloudbasercPath: string): FunctionConfig {
  const configPath = join(dir, 'config.json')
  const { config, fault } = readConfig(configPath)
  const handler = textAt(settings, 'handler', cloudbasercPath) ?? DEFAULT_HANDLER
  if (!/^[^.].*\.\w+$/.test(handler)) {
    throw new Error(`"handler" of function ${name} in ${cloudbasercPath} must look like index.main, not ${JSON.stringify(handler)}.`)
  }
  return {
    name,
    dir,
    handler,
    timeoutSeconds: numberAt(settings, 'timeout', cloudbasercPath) ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMb: numberAt(settings, 'memorySize', cloudbasercPath) ?? DEFAULT_MEMORY_MB,
    variables: readVariables(name, objectAt(settings, 'envVariables', cloudbasercPath), cloudbasercPath),
    openapiPermissions: textsAt(objectAt(config, 'permissions', configPath), 'openapi', configPath),
    ...(fault !== undefined && { fault }),
    timers: [...readTimers(config, configPath, true), ...readTimers(settings, cloudbasercPath, false)],
  }
}

/** A function whose own file is broken keeps no other from running. */
function readConfig(path: string): { config: JsonObject; fault?: string } {
  try {
    return { config: readJsonFile(path) ?? {} }
  } catch (error) {
    return { config: {}, fault: error instanceof Error ? error.message : String(error) }
  }
}

function readVariables(name: string, given: JsonObject, path: string): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [key, value] of Object.entries(given)) {
    if (isObject(value) || Array.isArray(value)) throw new Error(`The variable ${key} of function ${name} in ${path} must be a text.`)
    variables[key] = String(value)
  }
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''))
  if (bytes <= MAX_VARIABLES_BYTES) return variables
  throw new Error(`"envVariables" of function ${name} in ${path} take ${bytes} bytes, the platform allows ${MAX_VARIABLES_BYTES}.`)
}

function readTimers(file: JsonObject, path: string, devtools: boolean): FunctionConfig['timers'] {
  return objectsAt(file, 'triggers', path)
    .filter((trigger) => trigger.type === 'timer')
    // What the platform would not take is said where they are planned: it keeps nothing else from running.
    .map(({ name, config }) => ({ name: written(name), cron: written(config), devtools }))
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

/** One without a file is told when it is called; where none has one, the functions have not been built. */
function refuseUnbuilt(functions: FunctionConfig[]): void {
  const missing = functions.map((config) => handlerOf(config).file).filter((file) => !existsSync(file))
  if (missing.length === 0 || missing.length < functions.length) return
  const files = `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'}`
  throw new Error(`${files} not exist. Build the functions first, and start again.`)
}
