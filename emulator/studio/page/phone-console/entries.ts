import { type ConsoleEntry } from '../../../miniprogram/runtime/workbench/console-tap'
import { wordOf } from '../../../miniprogram/runtime/workbench/shown'

export const KINDS = ['all', 'error', 'warn', 'log'] as const
export type Kind = (typeof KINDS)[number]

/** The entries of a kind that hold the text. What was asked, and its answer, are always shown. */
export function chosenEntries(entries: readonly ConsoleEntry[], kind: Kind, text: string): ConsoleEntry[] {
  const wanted = text.trim().toLowerCase()
  return entries.filter(({ level, parts }) => {
    if (level === 'asked' || level === 'answer') return true
    return (kind === 'all' || kindOf(level) === kind) && (wanted === '' || parts.some((part) => textOf(part).toLowerCase().includes(wanted)))
  })
}

export function kindOf(level: ConsoleEntry['level']): Kind {
  if (level === 'error' || level === 'warn') return level
  return 'log'
}

/** As one reads it in a line. */
export function textOf(part: unknown): string {
  if (typeof part === 'string') return part
  return wordOf(part) ?? JSON.stringify(part, (_, item: unknown) => wordOf(item) ?? item) ?? 'undefined'
}

export interface Group {
  entry: ConsoleEntry
  /** So often the same was printed one after the other. */
  times: number
}

/** What is printed again and again stands there once, with a number. */
export function grouped(entries: readonly ConsoleEntry[]): Group[] {
  const groups: Group[] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last && last.entry.level === entry.level && entry.level !== 'asked' && textsOf(last.entry) === textsOf(entry)) last.times += 1
    else groups.push({ entry, times: 1 })
  }
  return groups
}

function textsOf({ parts }: ConsoleEntry): string {
  return parts.map(textOf).join(' ')
}
