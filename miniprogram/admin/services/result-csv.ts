import { type Result } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { reasonOf, wordsOf } from './message-states'

const HEAD = ['昵称', 'openid', '状态', '原因']
/** By it Excel knows that this is UTF-8; otherwise Chinese is not readable. */
const BOM = '\ufeff'
/** A line ends as spreadsheets write it. */
const LINE_END = '\r\n'

/** One file carries so much; more is another file. */
export const MAX_FILE_BYTES = 1_000_000

/** How they stand in it. */
export type Openids = 'masked' | 'full'

/** The result of a push as a table for a spreadsheet; openids are masked, as everywhere, unless an owner takes files with all of them. */
export function resultCsv(results: readonly Result[]): string {
  return [HEAD, ...results.map((result) => cellsOf(result))].map(lineOf).join('\n')
}

/** The same as files that a spreadsheet opens, each with the head. */
export function resultFiles(results: readonly Result[], { openids = 'masked', most = MAX_FILE_BYTES }: { openids?: Openids; most?: number } = {}): string[] {
  const head = BOM + lineOf(HEAD) + LINE_END
  const room = most - bytesOf(head)
  const files: string[] = []
  let lines = ''
  let bytes = 0
  for (const result of results) {
    const line = lineOf(cellsOf(result, openids)) + LINE_END
    const size = bytesOf(line)
    if (bytes > 0 && bytes + size > room) {
      files.push(head + lines)
      lines = ''
      bytes = 0
    }
    lines += line
    bytes += size
  }
  return [...files, head + lines]
}

function cellsOf({ nickname, openid, state, reason, message }: Result, openids: Openids = 'masked'): string[] {
  return [nickname, openids === 'full' ? openid : maskOpenid(openid), wordsOf({ state, reason }).text, reasonOf({ state, message })]
}

function lineOf(cells: readonly string[]): string {
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
