import { existsSync, readFileSync } from 'node:fs'
import { isObject, objectAt, objectsAt, parseJsonObject, textAt, type JsonObject } from './json-file'

export interface Cloudbaserc {
  path: string
  /** Missing when the file names none, or a template came out empty. */
  envId?: string
  functionRoot?: string
  /** functions[] by name, functionDefaultConfig merged under each. */
  functions: Map<string, JsonObject>
}

const TEMPLATE = /\{\{\s*([\w.]+)\s*\}\}/g

/** Names in the `{{env.NAME}}` templates of a text. */
export function variablesUsedIn(text: string): string[] {
  const names = [...text.matchAll(TEMPLATE)].map(([, name = '']) => name)
  return names.filter((name) => name.startsWith('env.')).map((name) => name.slice('env.'.length))
}

/** The text of cloudbaserc.json; empty when the project has none. */
export function readCloudbaserc(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '{}'
}

/**
 * Understands cloudbaserc.json as `tcb` 2.12 does.
 * @param fallbackEnvId  what `{{tcb.envId}}` stands for when the file names no environment
 * @throws Error in words for bad JSON, wrong types, and a variable that would break the file
 */
export function parseCloudbaserc(text: string, path: string, variables: Record<string, string>, fallbackEnvId: string): Cloudbaserc {
  const withVariables = fill(text, path, (name) => (name.startsWith('env.') ? (variables[name.slice('env.'.length)] ?? '') : undefined))
  const envId = textAt(parseJsonObject(withVariables, path), 'envId', path)
  // The CLI puts nothing in the place of a template that it does not know.
  const filled = fill(withVariables, path, (name) => (name === 'tcb.envId' ? (envId ?? fallbackEnvId) : ''))
  const file = parseJsonObject(filled, path)

  const defaults = objectAt(file, 'functionDefaultConfig', path)
  const functions = objectsAt(file, 'functions', path).map((config) => merge(defaults, config) as JsonObject)
  const named = functions.map((config): [string, JsonObject] => {
    const name = textAt(config, 'name', path)
    if (name === undefined) throw new Error(`Each entry of "functions" in ${path} needs a "name".`)
    return [name, config]
  })
  return { path, envId, functionRoot: textAt(file, 'functionRoot', path), functions: new Map(named) }
}

function fill(text: string, path: string, valueOf: (name: string) => string | undefined): string {
  return text.replace(TEMPLATE, (template, name: string) => {
    const value = valueOf(name)
    if (value === undefined) return template
    // Templates are filled in before the JSON is read, so such a value stops every command of the CLI, too.
    if (!/["\\\n]/.test(value)) return value
    throw new Error(`${template} in ${path} stands for a value with a quote, backslash or line break. Take it out.`)
  })
}

/** As lodash.merge, which the CLI uses: objects are merged deeply, lists by index. */
function merge(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) {
    return Array.from({ length: Math.max(base.length, over.length) }, (_, index) => merge(base[index], over[index]))
  }
  if (!isObject(base) || !isObject(over)) return over === undefined ? base : over
  const keys = new Set([...Object.keys(base), ...Object.keys(over)])
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], over[key])]))
}
