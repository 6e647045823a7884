/** By it Excel knows that this is UTF-8; otherwise Chinese is not readable. */
const BOM = '\ufeff'
/** A line ends as spreadsheets write it. */
const LINE_END = '\r\n'

/** One file carries so much; more is another file. */
export const MAX_FILE_BYTES = 1_000_000

/** How openids stand in it. */
export type Openids = 'masked' | 'full'

/** A table as files that a spreadsheet opens, each with the head. */
export function csvFiles<Row>(head: readonly string[], rows: readonly Row[], cellsOf: (row: Row) => readonly string[], most = MAX_FILE_BYTES): string[] {
  const first = BOM + lineOf(head) + LINE_END
  const room = most - bytesOf(first)
  const files: string[] = []
  let lines = ''
  let bytes = 0
  for (const row of rows) {
    const line = lineOf(cellsOf(row)) + LINE_END
    const size = bytesOf(line)
    if (bytes > 0 && bytes + size > room) {
      files.push(first + lines)
      lines = ''
      bytes = 0
    }
    lines += line
    bytes += size
  }
  return [...files, first + lines]
}

export function lineOf(cells: readonly string[]): string {
  return cells.map(cell).join(',')
}

function cell(text: string): string {
  // A spreadsheet would take a nickname that begins so for a formula, also behind a space.
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** What a text takes as UTF-8; the mini-program has no encoder. */
export function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
