import { type Result } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { MESSAGE_STATES, reasonOf } from './message-states'

const HEAD = ['昵称', 'openid', '状态', '原因']

/** The result of a push as a table for a spreadsheet; openids are masked, as everywhere. */
export function resultCsv(results: readonly Result[]): string {
  const rows = results.map(({ nickname, openid, state, message }) => [nickname, maskOpenid(openid), MESSAGE_STATES[state].text, reasonOf({ state, message })])
  return [HEAD, ...rows].map((row) => row.map(cell).join(',')).join('\n')
}

function cell(text: string): string {
  // A spreadsheet would take a nickname that begins so for a formula.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
