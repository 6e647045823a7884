import { type Outcome } from '../../services/outcome'
import { TAG_SEPARATOR } from './people-csv'
import { type UserChanges } from './requests'
import { MOST_OF_TAG, MOST_TAGS, tagFrom } from './tag-filter'

/** What a column is for. One says who it is, others what is to be kept of her. */
export const COLUMN_USES = [
  { key: 'none', title: '不用' },
  { key: 'openid', title: '找人：openid' },
  { key: 'nickname', title: '找人：昵称' },
  { key: 'byRemark', title: '找人：原来的备注' },
  { key: 'remark', title: '写成备注' },
  { key: 'tags', title: '写成标签' },
] as const

export type ColumnUse = (typeof COLUMN_USES)[number]['key']
export type Way = 'openid' | 'nickname' | 'remark'

const WAYS: Readonly<Partial<Record<ColumnUse, Way>>> = { openid: 'openid', nickname: 'nickname', byRemark: 'remark' }

/** Rows of one file. */
export const MOST_ROWS = 1000
/** People of one call. */
const SAVED_AT_ONCE = 200
/** Names that are told of those whom nobody knows. */
const TOLD = 5

const NAMES: readonly [RegExp, ColumnUse][] = [
  [/^open ?id$/i, 'openid'],
  [/^(昵称|nickname)$/i, 'nickname'],
  [/^(备注|remark)$/i, 'remark'],
  [/^(标签|tags?)$/i, 'tags'],
]

/** What its head says that each column is for. Of two that would find people the openid does. */
export function usesOf(head: readonly string[], rows: readonly (readonly string[])[]): ColumnUse[] {
  const uses = head.map((name) => NAMES.find(([pattern]) => pattern.test(name.trim()))?.[1] ?? 'none')
  // Masked ones, of a file of ours, find nobody.
  const isMasked = (column: number): boolean => rows.some((row) => /…|\.{2,3}/.test(row[column] ?? ''))
  const told = uses.map((use, column) => (use === 'openid' && isMasked(column) ? 'none' : use))
  return told.includes('openid') ? told.map((use) => (use === 'nickname' ? 'none' : use)) : told
}

/** What is still missing before it can be taken; empty when nothing is. */
export function missingIn(uses: readonly ColumnUse[]): string {
  if (uses.filter((use) => WAYS[use] !== undefined).length !== 1) return '选一列来找人：openid、昵称或原来的备注'
  if (uses.filter((use) => use === 'remark').length > 1) return '备注只能来自一列'
  return uses.includes('remark') || uses.includes('tags') ? '' : '再选一列写成备注或标签'
}

export interface ImportRow {
  name: string
  remark?: string
  tags?: string[]
}

/** What is to be kept of whom. An empty cell says nothing. */
export function importRows(rows: readonly (readonly string[])[], uses: readonly ColumnUse[]): { by: Way; rows: ImportRow[]; faults: string[] } {
  const who = uses.findIndex((use) => WAYS[use] !== undefined)
  const faults: string[] = []
  const read = rows.flatMap((cells): ImportRow[] => {
    const name = cells[who] ?? ''
    if (name === '') return []
    const remark = cells[uses.indexOf('remark')] ?? ''
    const tags = [...new Set(cells.flatMap((cell, column) => (uses[column] === 'tags' ? tagsIn(cell) : [])))]
    if ([...remark].length > 40) faults.push(`${name}的备注超过 40 个字`)
    if (tags.length > MOST_TAGS) faults.push(`${name}的标签超过 ${MOST_TAGS} 个`)
    if (cells.some((cell, column) => uses[column] === 'tags' && cell.split(/[、,，;；|]/).some((each) => [...each.trim()].length > MOST_OF_TAG))) faults.push(`${name}有标签超过 ${MOST_OF_TAG} 个字`)
    return [{ name, ...(remark !== '' && { remark }), ...(tags.length > 0 && { tags }) }]
  })
  return { by: WAYS[uses[who] ?? 'none'] ?? 'openid', rows: read, faults }
}

function tagsIn(cell: string): string[] {
  return cell.split(/[、,，;；|]/).map(tagFrom).filter((tag) => tag !== '')
}

export interface Matched {
  users: UserChanges[]
  /** Whom nobody knows, and who are several. */
  faults: string[]
}

type Match = { name: string } & ({ found: 'one'; openid: string } | { found: 'ambiguous' | 'unknown' })

/** Of the names that were looked up, those that mean one person. */
export function matchedRows(rows: readonly ImportRow[], matches: readonly Match[]): Matched {
  const users: UserChanges[] = []
  const left: Record<'ambiguous' | 'unknown', string[]> = { ambiguous: [], unknown: [] }
  for (const [place, { name, ...kept }] of rows.entries()) {
    const match = matches[place]
    if (match?.found === 'one') users.push({ openid: match.openid, ...kept })
    else left[match?.found ?? 'unknown'].push(name)
  }
  const told = (names: readonly string[]): string => `${names.slice(0, TOLD).join(TAG_SEPARATOR)}${names.length > TOLD ? ` 等 ${names.length} 人` : ''}`
  const faults = [left.unknown.length > 0 && `没有找到：${told(left.unknown)}`, left.ambiguous.length > 0 && `不止一个人叫这个：${told(left.ambiguous)}`]
  return { users, faults: faults.filter((fault): fault is string => fault !== false) }
}

interface Saved {
  saved: number
  same: number
  full: number
  unknown: number
}

/** However many they are; @returns what came of it in words. Where a call fails the same again does the rest. */
export async function saveAll(users: readonly UserChanges[], ask: (users: readonly UserChanges[]) => Promise<Outcome<Saved>>): Promise<Outcome<string>> {
  const sum: Saved = { saved: 0, same: 0, full: 0, unknown: 0 }
  for (let from = 0; from < users.length; from += SAVED_AT_ONCE) {
    const outcome = await ask(users.slice(from, from + SAVED_AT_ONCE))
    if (!outcome.ok) return outcome
    for (const key of Object.keys(sum) as (keyof Saved)[]) sum[key] += outcome.value[key]
  }
  const parts = [`已改好 ${sum.saved} 人`, sum.same > 0 && `${sum.same} 人本来就是这样`, sum.full > 0 && `${sum.full} 人的标签会超过 ${MOST_TAGS} 个，没有改`, sum.unknown > 0 && `${sum.unknown} 人已经不在了`]
  return { ok: true, value: parts.filter(Boolean).join('，') }
}
