import { type Measured } from './measure'
import { reasonOf, whose, type Whose } from './whose'

export interface Row extends Measured {
  name: string
  /** What was measured: a commit, where the folder is a git work tree or has a file `<folder>.commit` beside it. */
  version: string
}

const HEAD = ['project', 'commit', 'started', 'pages', 'without any error', 'but for the network', 'no error of the emulator', 'functions', 'reached their own code']
const WORDS: Record<Whose, string> = {
  emulator: "the emulator's",
  network: 'needs another site',
  data: 'its cloud is empty here',
  project: "the project's own",
}
const REASONS_OF_A_KIND = 25

/** A Markdown table of the projects with their sum, and below it the reasons, the most frequent first. */
export function markdown(rows: Row[]): string {
  const lines = rows.map((row) => [`${row.name}`, row.version.slice(0, 10), row.notStarted === undefined ? 'yes' : 'no', ...countsOf([row])])
  const sum = ['**all**', '', `${rows.filter(({ notStarted }) => notStarted === undefined).length}/${rows.length}`, ...countsOf(rows)]
  const table = [HEAD, HEAD.map(() => '---'), ...lines, sum].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `${table}\n${reasons(rows)}`
}

function countsOf(rows: Row[]): (string | number)[] {
  const pages = rows.flatMap((row) => row.pages)
  const functions = rows.flatMap((row) => row.functions)
  const without = (...kinds: Whose[]) => pages.filter(({ errors }) => errors.every((error) => kinds.includes(whose(error)))).length
  return [pages.length, without(), without('network'), without('network', 'data', 'project'), functions.length, functions.filter(({ began }) => began).length]
}

function reasons(rows: Row[]): string {
  const byKind = new Map<string, Map<string, Set<string>>>()
  const note = (kind: string, error: string, where: string) => {
    const known = byKind.get(kind) ?? new Map<string, Set<string>>()
    const places = known.get(reasonOf(error)) ?? new Set()
    byKind.set(kind, known.set(reasonOf(error), places.add(where)))
  }
  for (const { name, notStarted, pages, functions } of rows) {
    if (notStarted !== undefined) note('not started', notStarted, name)
    for (const { path, errors } of pages) for (const error of errors) note(`pages: ${WORDS[whose(error)]}`, error, `${name} ${path}`)
    for (const call of functions) if (call.error !== undefined) note('functions', call.error, `${name} ${call.name}`)
  }
  return [...byKind].sort().map(([kind, known]) => section(kind, known)).join('')
}

function section(kind: string, known: Map<string, Set<string>>): string {
  const counted = [...known].map(([reason, places]) => ({ reason, places: [...places] })).sort((a, b) => b.places.length - a.places.length)
  const lines = counted.slice(0, REASONS_OF_A_KIND).map(({ reason, places }) => `| ${places.length} | ${reason} | ${places[0] ?? ''} |`)
  const rest = counted.length - lines.length
  return `\n### ${kind}\n\n| times | reason | for example |\n| --- | --- | --- |\n${lines.join('\n')}\n${rest > 0 ? `\n…and ${rest} more.\n` : ''}`
}
