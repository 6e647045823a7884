/** Something wrong in the sources of a mini-program, in words, and where. */
export interface Problem {
  /** An error refuses the pages that it reaches; a warning refuses nothing. */
  severity: 'error' | 'warning'
  message: string
  /** Path below the root of the mini-program. */
  file: string
  /** From 1. */
  line?: number
  column?: number
  /** An error without which nothing of the mini-program can be shown. */
  whole?: boolean
}

export function problemInWords({ severity, message, file, line, column }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `${severity} ${place} ${message}`
}

/** Collects what one build finds, or one part of it, which tells the whole as well. */
export class Problems {
  readonly list: Problem[] = []

  constructor(private readonly whole?: Problems) {}

  /** For what belongs to one part of the mini-program. */
  part(): Problems {
    return new Problems(this)
  }

  error(file: string, message: string, line?: number, column?: number): void {
    this.add({ severity: 'error', message, file, line, column })
  }

  /** An error for which nothing can be shown. */
  fatal(file: string, message: string, line?: number, column?: number): void {
    this.add({ severity: 'error', message, file, line, column, whole: true })
  }

  warn(file: string, message: string, line?: number, column?: number): void {
    this.add({ severity: 'warning', message, file, line, column })
  }

  /** Nothing of the mini-program can be shown. */
  get failed(): boolean {
    return this.list.some(({ whole }) => whole)
  }

  get errors(): string[] {
    return this.list.filter(({ severity }) => severity === 'error').map(problemInWords)
  }

  add(problem: Problem): void {
    const isKnown = this.list.some((other) => problemInWords(other) === problemInWords(problem))
    if (!isKnown) this.list.push(problem)
    this.whole?.add(problem)
  }
}

/** Where `needle` first stands in `text`, as a line from 1; undefined when it does not. */
export function lineOf(text: string, needle: string): number | undefined {
  const at = text.indexOf(needle)
  return at < 0 ? undefined : text.slice(0, at).split('\n').length
}
