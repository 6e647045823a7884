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
  const config = readJsonFile(configPath) ?? {}
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
    timers: [...readTimers(config, configPath, true), ...readTimers(settings, cloudbasercPath, false)],
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
    .map((trigger) => {
      const name = textAt(trigger, 'name', path)
      const cron = textAt(trigger, 'config', path)
      if (name !== undefined && cron !== undefined) return { name, cron, devtools }
      throw new Error(`A timer in ${path} needs "name" and "config" (its 7-field cron), not ${JSON.stringify(trigger)}.`)
    })
}

function refuseUnbuilt(functions: FunctionConfig[]): void {
  const missing = functions.map((config) => handlerOf(config).file).filter((file) => !existsSync(file))
  if (missing.length === 0) return
  const files = `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'}`
  throw new Error(`${files} not exist. Build the functions first, and start again.`)
}
