/** Something wrong in the sources of a mini-program, in words, and where. */
export interface Problem {
  /** An error fails the build; a warning does not. */
  severity: 'error' | 'warning'
  message: string
  /** Path below the root of the mini-program. */
  file: string
  /** From 1. */
  line?: number
  column?: number
}

export function problemInWords({ severity, message, file, line, column }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `${severity} ${place} ${message}`
}

/** Collects what one build finds. */
export class Problems {
  readonly list: Problem[] = []

  error(file: string, message: string, line?: number, column?: number): void {
    this.#add({ severity: 'error', message, file, line, column })
  }

  warn(file: string, message: string, line?: number, column?: number): void {
    this.#add({ severity: 'warning', message, file, line, column })
  }

  get failed(): boolean {
    return this.list.some(({ severity }) => severity === 'error')
  }

  #add(problem: Problem): void {
    const isKnown = this.list.some((other) => problemInWords(other) === problemInWords(problem))
    if (!isKnown) this.list.push(problem)
  }
}

/** Where `needle` first stands in `text`, as a line from 1; undefined when it does not. */
export function lineOf(text: string, needle: string): number | undefined {
  const at = text.indexOf(needle)
  return at < 0 ? undefined : text.slice(0, at).split('\n').length
}
