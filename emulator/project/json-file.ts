import { existsSync, readFileSync } from 'node:fs'

export type JsonObject = Record<string, unknown>

/** The object in that JSON file; `undefined` when there is no such file. @throws Error naming the file, when it is no JSON object */
export function readJsonFile(path: string): JsonObject | undefined {
  if (!existsSync(path)) return undefined
  return parseJsonObject(readFileSync(path, 'utf8'), path)
}

/** @throws Error naming the file, when the text is not a JSON object */
export function parseJsonObject(text: string, path: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path} is not valid JSON: ${why}. Correct the file and start again.`, { cause })
  }
  if (isObject(value)) return value
  throw new Error(`${path} must hold a JSON object, {…}.`)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text under that key; an empty one counts as not given. @throws Error naming file and key, when it is something else */
export function textAt(object: JsonObject, key: string, path: string): string | undefined {
  return at(object, key, path, 'a text', (value): value is string => typeof value === 'string') || undefined
}

/** @throws Error naming file and key, when it is neither missing nor an object */
export function objectAt(object: JsonObject, key: string, path: string): JsonObject {
  return at(object, key, path, 'an object', isObject) ?? {}
}

/** @throws Error naming file and key, when it is neither missing nor a list of objects */
export function objectsAt(object: JsonObject, key: string, path: string): JsonObject[] {
  return at(object, key, path, 'a list of objects', (value): value is JsonObject[] => Array.isArray(value) && value.every(isObject)) ?? []
}

/** @throws Error naming file and key, when it is neither missing nor a list of texts */
export function textsAt(object: JsonObject, key: string, path: string): string[] {
  const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string')
  return at(object, key, path, 'a list of texts', isTexts) ?? []
}

/** @throws Error naming file and key, when it is neither missing nor a number above 0 */
export function numberAt(object: JsonObject, key: string, path: string): number | undefined {
  return at(object, key, path, 'a number above 0', (value): value is number => typeof value === 'number' && value > 0)
}

function at<T>(object: JsonObject, key: string, path: string, what: string, is: (value: unknown) => value is T): T | undefined {
  const value = object[key]
  if (value === undefined || value === null) return undefined
  if (is(value)) return value
  throw new Error(`"${key}" in ${path} must be ${what}, not ${JSON.stringify(value)}.`)
}
