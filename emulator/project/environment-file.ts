import { existsSync } from 'node:fs'
import { STORAGE_ACLS } from '../file-storage/permissions'
import { isObject, objectAt, objectsAt, readJsonFile, textAt, type JsonObject } from './json-file'
import type { CollectionConfig, MessagePushRoute, Project } from './project'

export type EnvironmentFile = Pick<Project, 'collections' | 'collectionPrefix' | 'storageAcl' | 'functionRules' | 'messagePush'>

type Index = NonNullable<CollectionConfig['indexes']>[number]

/** Stands for no prefix: a variable that is empty is one that nobody set. */
const NO_PREFIX = 'none'
const ACLS: readonly unknown[] = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY', 'CUSTOM']
const RULE_EXAMPLE = '{"read": true, "write": false}'
const INDEX_EXAMPLE = '{"name": "by_user", "unique": true, "keys": [["_openid", 1]]}'
/** CloudBase «云函数安全规则»: nothing finer is possible, above all not by openid. */
const INVOKE_RULES: readonly unknown[] = [true, false, 'auth != null', "auth.loginType != 'ANONYMOUS' && auth != null"]

/**
 * Reads the settings that a real project makes in the cloud console: collections with rules and indexes, function rules, message push.
 * @param functionNames  functions that rules and routes may name
 * @param variables  of the project; one of them may name the prefix of the collections
 * @throws Error in words, naming the entry that is wrong
 */
export function readEnvironmentFile(path: string, functionNames: string[], variables: Record<string, string> = {}): EnvironmentFile {
  if (!existsSync(path)) throw new Error(`${path} does not exist, but "emulator.environment" in package.json names it.`)
  const file = readJsonFile(path) ?? {}
  const collectionPrefix = readPrefix(objectAt(file, 'collectionPrefix', path), variables, path)
  const collections = Object.entries(objectAt(file, 'collections', path))
  const rules = Object.entries(objectAt(file, 'functionRules', path))
  return {
    collections: Object.fromEntries(collections.map(([name, config]) => [collectionPrefix + name, readCollection(name, config, path)])),
    collectionPrefix,
    storageAcl: readStorageAcl(objectAt(file, 'storage', path), path),
    functionRules: readFunctionRules(rules, path),
    messagePush: readMessagePush(objectsAt(file, 'messagePush', path), functionNames, path),
  }
}

function readPrefix(setting: JsonObject, variables: Record<string, string>, path: string): string {
  const variable = textAt(setting, 'variable', path)
  const prefix = (variable === undefined ? undefined : variables[variable]) || (textAt(setting, 'default', path) ?? NO_PREFIX)
  if (prefix === NO_PREFIX) return ''
  if (/^[A-Za-z]\w*$/.test(prefix)) return prefix
  throw new Error(`The prefix of the collections (${variable ?? `"collectionPrefix" in ${path}`}) must be ${NO_PREFIX} or letters, digits and _, a letter first, not ${JSON.stringify(prefix)}.`)
}

function readStorageAcl(setting: JsonObject, path: string): Project['storageAcl'] {
  const acl = textAt(setting, 'acl', path)
  const known = STORAGE_ACLS.find((each) => each === acl)
  if (acl === undefined || known !== undefined) return known
  throw new Error(`"storage" in ${path}: "acl" must be one of ${STORAGE_ACLS.join(', ')}, not ${JSON.stringify(acl)}.`)
}

function readCollection(name: string, config: unknown, path: string): CollectionConfig {
  const where = `Collection ${name} in ${path}`
  if (!isObject(config)) throw new Error(`${where} must be an object, for example {"acl": "ADMINONLY"}.`)
  const { acl, rule } = config
  if (acl !== undefined && !ACLS.includes(acl)) {
    throw new Error(`${where}: "acl" must be one of ${ACLS.join(', ')}, not ${JSON.stringify(acl)}.`)
  }
  if (acl === 'CUSTOM' && !isObject(rule)) throw new Error(`${where}: "acl": "CUSTOM" needs a "rule", for example ${RULE_EXAMPLE}.`)
  if (!objectsAt(config, 'indexes', path).every(isIndex)) throw new Error(`${where}: an index looks like ${INDEX_EXAMPLE}.`)
  return config as CollectionConfig
}

function isIndex(index: JsonObject): index is JsonObject & Index {
  const isKey = (key: unknown) => Array.isArray(key) && typeof key[0] === 'string' && (key[1] === 1 || key[1] === -1)
  return typeof index.name === 'string' && Array.isArray(index.keys) && index.keys.length > 0 && index.keys.every(isKey)
}

function readFunctionRules(rules: [string, unknown][], path: string): Project['functionRules'] {
  for (const [name, rule] of rules) {
    if (isObject(rule) && INVOKE_RULES.includes(rule.invoke)) continue
    const allowed = INVOKE_RULES.map((value) => JSON.stringify(value)).join(' or ')
    throw new Error(`The rule of function ${name} in ${path} must be {"invoke": …} with ${allowed}.`)
  }
  if (rules.length > 0 && !rules.some(([name]) => name === '*')) throw new Error(`"functionRules" in ${path} must have a rule for "*".`)
  return Object.fromEntries(rules) as Project['functionRules']
}

function readMessagePush(routes: JsonObject[], functionNames: string[], path: string): MessagePushRoute[] {
  const seen = new Set<string>()
  return routes.map((route) => {
    const msgType = textAt(route, 'msgType', path)
    const event = textAt(route, 'event', path) ?? ''
    const target = textAt(route, 'function', path)
    if (msgType === undefined || target === undefined) {
      throw new Error(`An entry of "messagePush" in ${path} needs "msgType", "event" and "function", not ${JSON.stringify(route)}.`)
    }
    const pair = `<${msgType}, ${event}>`
    if (seen.has(pair)) throw new Error(`"messagePush" in ${path} names ${pair} twice; one pair goes to one function.`)
    if (!functionNames.includes(target)) {
      throw new Error(`"messagePush" in ${path} sends ${pair} to the function ${target}, which does not exist.`)
    }
    seen.add(pair)
    return { msgType, event, function: target }
  })
}
