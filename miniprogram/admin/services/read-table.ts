/** Between cells, in the order in which they are looked for: Excel's clipboard has tabs. */
const SEPARATORS = ['\t', ',', ';', '，', '；']

/**
 * Rows of cells, of a CSV file or of what was copied out of a sheet. A cell may stand in quotes, with separators, line breaks and
 * doubled quotes in it; blanks around a cell go, and so do rows of nothing.
 */
export function readTable(text: string): string[][] {
  const whole = text.replace(/^\ufeff/, '')
  const rows = rowsOf(whole, separatorOf(whole))
  const filled = rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ''))
  const width = Math.max(0, ...filled.map((row) => row.length))
  return filled.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')])
}

/** What the first row has most of, outside of quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text.replace(/"(?:[^"]|"")*"/g, '').replace(/^[\r\n]+/, '').split(/[\r\n]/)
  const counts = SEPARATORS.map((each) => first.split(each).length - 1)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

function rowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  const end = (): void => {
    rows[rows.length - 1]?.push(cell)
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at] ?? ''
    if (isQuoted) {
      if (each !== '"') cell += each
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (each === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (each === separator) end()
    else if (each === '\n' || each === '\r') {
      if (each === '\r' && text[at + 1] === '\n') at += 1
      end()
      rows.push([])
    } else cell += each
  }
  end()
  return rows
}
