import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What a person said that she looked at: when, and of what. By environment and item. */
export interface Remembered {
  [item: string]: { at: string; of: string } | undefined
}

type Kept = Record<string, Remembered | undefined>

/** @throws Error in words where the file cannot be read: what somebody has written down is not thrown away */
export function readRemembered(path: string, envId: string): Remembered {
  return keptIn(path)[envId] ?? {}
}

/** @param of  what it is about; when that has changed, somebody has to look again */
export function remember(path: string, envId: string, item: string, of: string, now: number): void {
  const kept = keptIn(path)
  write(path, { ...kept, [envId]: { ...kept[envId], [item]: { at: new Date(now).toISOString(), of: digestOf(of) } } })
}

export function forget(path: string, envId: string, item: string): void {
  const kept = keptIn(path)
  const { [item]: _gone, ...rest } = kept[envId] ?? {}
  write(path, { ...kept, [envId]: rest })
}

/** @returns when it was done (ISO), `changed` where it was done for what is no more so, undefined where never */
export function doneAt(remembered: Remembered, item: string, of: string): string | 'changed' | undefined {
  const known = remembered[item]
  if (!known) return undefined
  return known.of === digestOf(of) ? known.at : 'changed'
}

function digestOf(of: string): string {
  return createHash('sha256').update(of).digest('hex').slice(0, 12)
}

function keptIn(path: string): Kept {
  if (!existsSync(path)) return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept
  } catch {
    throw new Error(`${path} 读不懂（不是 JSON）：请改好它，或删掉它重新记。`)
  }
}

/** Whole or not at all. */
function write(path: string, kept: Kept): void {
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(kept, null, 2)}\n`)
  renameSync(fresh, path)
}
