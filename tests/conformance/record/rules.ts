/** A row of docs/fidelity.md. */
export interface Rule {
  /** Its line, from one. */
  line: number
  rule: string
  tests: string[]
  divergence: string
  checked: string
}

const COLUMNS = 5

export function rulesIn(document: string): Rule[] {
  return document.split('\n').flatMap((text, at) => {
    const cells = cellsOf(text)
    const [rule = '', , tests = '', divergence = '', checked = ''] = cells
    if (cells.length !== COLUMNS || rule === '规则') return []
    return [{ line: at + 1, rule, tests: tests.split('<br>').map((test) => test.replace(/^`|`$/g, '')), divergence, checked }]
  })
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('| ')) return []
  return line.slice(2, -2).split(' | ').map((cell) => cell.trim())
}

/** The name that the document has for a test; a test inside a `describe` is known to jest by both names. */
export function namedIn(rules: readonly Rule[], test: string): string {
  const [file = '', name = ''] = test.split(' › ')
  const known = rules.flatMap(({ tests }) => tests).filter((each) => each.startsWith(`${file} › `))
  return known.find((each) => name === each.slice(file.length + 3) || name.endsWith(` ${each.slice(file.length + 3)}`)) ?? test
}

export interface Noted {
  document: string
  /** Rows that now say that they were checked. */
  moved: Rule[]
  /** Rows that could not, and why. */
  held: { rule: Rule; missing: string[]; different: string[] }[]
}

/**
 * Rows all of whose tests held say when; a row that was checked only in part, or in which something differs, stays as it is.
 * @param held  tests that gave here what was recorded there, or that somebody looked at and found the same
 */
export function noteIn(document: string, held: ReadonlySet<string>, different: ReadonlySet<string>, date: string): Noted {
  const lines = document.split('\n')
  const noted: Noted = { document, moved: [], held: [] }
  for (const rule of rulesIn(document)) {
    const missing = rule.tests.filter((test) => !held.has(test) && !different.has(test))
    const differing = rule.tests.filter((test) => different.has(test))
    if (missing.length === 0 && differing.length === 0) {
      noted.moved.push(rule)
      lines[rule.line - 1] = `${(lines[rule.line - 1] ?? '').replace(/\| [^|]*\|$/, '')}| yes, ${date} |`
    } else if (missing.length < rule.tests.length) noted.held.push({ rule, missing, different: differing })
  }
  return { ...noted, document: lines.join('\n') }
}
