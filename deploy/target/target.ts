import { createHash } from 'node:crypto'
import { readPrefix } from '../../core/ports/prefix'
import { type FunctionRules } from '../account/function-rules'
import { type IndexState } from '../account/collections'
import { type FunctionState } from '../account/functions'
import { type PushRow } from '../account/message-push'
import { type Variables } from '../variables'
import { type Package } from './package'

export interface CollectionTarget {
  name: string
  acl: string
  rule?: string
  indexes: IndexState[]
}

export interface FunctionTarget extends Pick<FunctionState, 'name' | 'runtime' | 'handler' | 'memorySize' | 'timeout' | 'installDependency'> {
  /** Ends with what identifies version and code, see `signatureOf`. */
  description: string
  /** Only those that have a value. */
  variables: Record<string, string>
  package: Package
}

/** All that should be there. */
export interface Target {
  envId: string
  /** Collections carry it; the marker's is the first of them. */
  prefix: string
  marker: string
  collections: CollectionTarget[]
  functions: FunctionTarget[]
  /** Names of variables that are ours to set; others that a function has are somebody's, and stay. */
  ourVariables: string[]
  functionRules: FunctionRules
  messagePush: PushRow[]
}

/** The shape of deploy/environment.json. */
export interface EnvironmentFile {
  collections: Record<string, { acl: string; rule?: object; indexes?: { name: string; unique?: boolean; keys: (string | number)[][] }[] }>
  functionRules: FunctionRules
  messagePush: { msgType: string; event: string; function: string }[]
}

/** The part of cloudbaserc.json that is read here. */
export interface CloudbaseFile {
  functionDefaultConfig: FunctionConfig
  functions: ({ name: string } & Partial<FunctionConfig>)[]
}

interface FunctionConfig {
  runtime: string
  handler: string
  memorySize: number
  timeout: number
  installDependency: boolean
  description?: string
  envVariables: Record<string, string>
}

/** The collection that says what is ours. */
const MARKER = 'marker'
/** The rights of the marker where the file of collections does not name it. */
const MARKER_PLAN = { acl: 'ADMINONLY' }

/**
 * @param packageOf  the built package of a function
 * @param version  of the product
 */
export function readTarget(file: EnvironmentFile, cloudbase: CloudbaseFile, variables: Variables, version: string, packageOf: (name: string) => Package): Target {
  const prefix = readPrefix(variables)
  const envId = variables['TCB_ENV_ID'] ?? ''
  const plans: EnvironmentFile['collections'] = { [MARKER]: MARKER_PLAN, ...file.collections }
  const packed = cloudbase.functions.map((declared) => ({ declared, zip: packageOf(declared.name) }))
  const release = createHash('sha256').update(packed.map(({ zip }) => zip.sha256).join()).digest('hex')
  const names = [MARKER, ...Object.keys(plans).filter((name) => name !== MARKER)]
  return {
    envId,
    prefix,
    marker: prefix + MARKER,
    collections: names.map((name) => collectionOf(prefix + name, plans[name] ?? MARKER_PLAN)),
    functions: packed.map(({ declared, zip }) => functionOf(declared, cloudbase.functionDefaultConfig, variables, signatureOf(version, zip.sha256, release), zip)),
    ourVariables: [...new Set([cloudbase.functionDefaultConfig, ...cloudbase.functions].flatMap(({ envVariables }) => Object.keys(envVariables ?? {})))],
    functionRules: file.functionRules,
    messagePush: file.messagePush.map(({ msgType, event, function: functionName }) => ({ msgType, event, env: envId, functionName, enable: true })),
  }
}

function collectionOf(name: string, { acl, rule, indexes = [] }: EnvironmentFile['collections'][string]): CollectionTarget {
  return {
    name,
    acl,
    ...(rule && { rule: JSON.stringify(rule) }),
    indexes: indexes.map((index) => ({ name: index.name, unique: index.unique ?? false, keys: index.keys.map(([key, direction]): [string, string] => [String(key), String(direction)]) })),
  }
}

function functionOf(declared: CloudbaseFile['functions'][number], usual: FunctionConfig, variables: Variables, signature: string, zip: Package): FunctionTarget {
  const { name, runtime, handler, memorySize, timeout, installDependency, description = name } = { ...usual, ...declared }
  const templates = { ...usual.envVariables, ...declared.envVariables }
  const filled = Object.entries(templates).map(([key, template]): [string, string] => [key, fill(template, variables)])
  return {
    name,
    runtime,
    handler,
    memorySize,
    timeout,
    installDependency,
    description: `${description} ${signature}`,
    variables: Object.fromEntries(filled.filter(([, value]) => value !== '')),
    package: zip,
  }
}

/** As the CLI fills `{{env.X}}`, but a value arrives as it was written, whatever is in it. */
function fill(template: string, variables: Variables): string {
  return template.replace(/\{\{env\.(\w+)\}\}/g, (_whole, name: string) => variables[name] ?? '')
}

/** What stands at the end of a function's description: by it a function is known as ours, and which code it runs. */
export interface Signature {
  /** Of the product. */
  version: string
  /** Of this function. */
  code: string
  /** Of all functions together: what belongs together has the same. */
  release: string
}

/** @param sha256  of the function's code, and of all of them */
export function signatureOf(version: string, sha256: string, release: string): string {
  return `[subscribe-message-cloud ${version} ${sha256.slice(0, 12)} ${release.slice(0, 8)}]`
}

/** Undefined where a description is none of ours. */
export function readSignature(description: string): Signature | undefined {
  const [, version, code, release] = /\[subscribe-message-cloud (\S+) ([0-9a-f]{12}) ([0-9a-f]{8})\]$/.exec(description) ?? []
  return version && code && release ? { version, code, release } : undefined
}
