import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Outcome } from '../step'
import { leftIn, type Known } from './placeholders'

/** How one environment answered. Plain JSON with placeholders: it may be read, kept and shown. */
export interface Recording {
  kind: 'conformance recording'
  version: 1
  recordedAt: string
  checks: Check[]
  /** What a person looked at on a phone or in the console, by the name of the item. */
  seen: Record<string, Seen>
}

export interface Check {
  /** As docs/fidelity.md names it: `file › test`. */
  test: string
  steps: RecordedStep[]
}

export interface RecordedStep {
  /** Steps of one number were under way together. */
  turn: number
  step: string
  data: Record<string, unknown>
  outcome: Outcome
}

export interface Seen {
  same: boolean
  /** What was seen, in the words of whoever looked. */
  note: string
  at: string
}

/** @throws Error in words when there is none, or it is something else */
export function readRecording(file: string): Recording {
  if (!existsSync(file)) throw new Error(`没有文件 ${file}。先用 npm run conformance -- record --env-id … 录一份。`)
  let value: Partial<Recording>
  try {
    value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Recording>
  } catch {
    throw new Error(`${file} 不是完整的 JSON，可能没有写完。请重新录一份。`)
  }
  if (value?.kind !== 'conformance recording' || value.version !== 1 || !Array.isArray(value.checks)) throw new Error(`${file} 不是录制文件（或来自别的版本）。请重新录一份。`)
  return { ...(value as Recording), seen: value.seen ?? {} }
}

/** All of it or nothing. @throws Error in words when something is left in it that must not be */
export function writeRecording(file: string, recording: Recording, known: Known): void {
  const text = `${JSON.stringify(recording, null, 1)}\n`
  const left = leftIn(text, known)
  if (left.length > 0) throw new Error(`录到的内容里还有${[...new Set(left)].join('、')}，没有写文件。请把这个情况告诉开发者。`)
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
