import { type Journal } from './journal'
import { shown, textOf, word } from './shown'

export const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** Something that the mini-program printed, or an expression that was asked and what it came to. */
export interface ConsoleEntry {
  id: number
  /** Milliseconds since 1970, of the browser. */
  at: number
  level: Level | 'asked' | 'answer'
  parts: unknown[]
  /** Where it was printed, as the browser's stack; of an error, where it was thrown. */
  stack: string
}

let lastId = 0

export function entryOf(level: ConsoleEntry['level'], parts: readonly unknown[], stack = ''): ConsoleEntry {
  lastId += 1
  return { id: lastId, at: Date.now(), level, parts: parts.map((part) => shown(part)), stack }
}

/** Notes what goes to the console of this phone, and errors that nobody caught; the browser's own console still gets all of it. */
export function tapConsole(notes: Journal<ConsoleEntry>): void {
  for (const level of LEVELS) {
    const print = console[level].bind(console)
    console[level] = (...parts: unknown[]) => {
      print(...parts)
      notes.add(printed(level, parts))
    }
  }
  window.addEventListener('unhandledrejection', ({ reason }) => notes.add(printed('error', ['Unhandled promise rejection', reason])))
}

/** An error says where it was thrown; anything else was printed where the console was called. */
function printed(level: Level, parts: readonly unknown[]): ConsoleEntry {
  const error = parts.find((part) => part instanceof Error)
  const here = new Error().stack ?? ''
  const entry = entryOf(level, parts, error === undefined ? here : textOf(error))
  return { ...entry, parts: parts.map((part) => (part instanceof Error ? word(`${part.name}: ${part.message}`) : shown(part))) }
}
