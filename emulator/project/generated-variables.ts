import { randomBytes } from 'node:crypto'
import type { Storage } from '../storage/storage'

/** The storage map that keeps generated values, so that they stay the same from start to start. */
export const GENERATED_MAP = 'project:generated'

const GENERATED_BYTES = 18

/** A random value for each name, the one kept from an earlier start where there is one. Without storage it lasts for this call only. */
export function generateVariables(names: string[], storage?: Storage): Record<string, string> {
  const kept = storage?.map<string>(GENERATED_MAP)
  const variables: Record<string, string> = {}
  for (const name of names) {
    const value = kept?.get(name) ?? randomBytes(GENERATED_BYTES).toString('base64url')
    if (!kept?.has(name)) kept?.set(name, value)
    variables[name] = value
  }
  return variables
}
