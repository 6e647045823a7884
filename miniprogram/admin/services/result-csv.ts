import { type Result } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { csvFiles, lineOf, type Openids } from './csv-files'
import { reasonOf, wordsOf } from './message-states'

const HEAD = ['昵称', 'openid', '状态', '原因']

/** The result of a push as a table for a spreadsheet; openids are masked, as everywhere, unless an owner takes files with all of them. */
export function resultCsv(results: readonly Result[]): string {
  return [HEAD, ...results.map((result) => cellsOf(result))].map(lineOf).join('\n')
}

/** The same as files that a spreadsheet opens, each with the head. */
export function resultFiles(results: readonly Result[], { openids = 'masked', most }: { openids?: Openids; most?: number } = {}): string[] {
  return csvFiles(HEAD, results, (result) => cellsOf(result, openids), most)
}

function cellsOf({ nickname, openid, state, reason, message }: Result, openids: Openids = 'masked'): string[] {
  return [nickname, openids === 'full' ? openid : maskOpenid(openid), wordsOf({ state, reason }).text, reasonOf({ state, message })]
}
