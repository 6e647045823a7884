import { type Match } from '../../services/answers'
import { MAX_COLUMN_NAME } from './limits'
import { countOf } from './field-check'
import { type ListRow } from './own-texts'
import { readTable } from './read-table'
import { BUILT_IN } from './variables'

/** What was pasted or read from a file: columns with names, and a row each person. */
export interface PeopleTable {
  header: string[]
  rows: string[][]
  /** The first row has the names of the columns. */
  hasHeader: boolean
}

/** How a column says who is meant. */
export type By = 'any' | 'openid' | 'remark' | 'nickname'

/** A row with whoever is meant by it. */
export interface PersonRow {
  /** Place among the rows, from 0 on. */
  place: number
  /** Which line of the sheet that is, from 1 on. */
  line: number
  name: string
  /** Empty where nobody is sure to be meant. */
  openid: string
  /** Why not, in words. */
  fault: string
}

/** As many rows as one push takes with something of each. */
export const MOST_ROWS = 1000
/** Characters of a table that a phone keeps, and a call carries. */
const MOST_TEXT = 200_000

const OPENID = /^[\w-]{16,64}$/
const LOOKS_LIKE_OPENID = /^o[\w-]{27}$/

/** @param hasHeader  by itself the first row has the names, unless somebody's openid stands in it */
export function tableOf(text: string, hasHeader?: boolean): PeopleTable {
  const rows = readTable(text)
  const [first = []] = rows
  const isHeader = hasHeader ?? !first.some((cell) => LOOKS_LIKE_OPENID.test(cell))
  const header = namesFor(isHeader ? first : first.map(() => ''))
  return { header, rows: isHeader ? rows.slice(1) : rows, hasHeader: isHeader }
}

/** Names that can stand between braces, each once. */
function namesFor(cells: readonly string[]): string[] {
  const names: string[] = []
  cells.forEach((cell, place) => {
    const plain = [...cell.replace(/[{}\s]+/g, ' ').trim()].slice(0, MAX_COLUMN_NAME - 3).join('').trim()
    const name = plain === '' || plain in BUILT_IN ? `${plain}第${place + 1}列` : plain
    let free = name
    for (let more = 2; names.includes(free); more += 1) free = `${name}${more}`
    names.push(free)
  })
  return names
}

/** What keeps the whole table from being used. */
export function tableFault({ rows }: PeopleTable): string {
  if (rows.length === 0) return '没有读到人。第一行写列名，下面一行一个人'
  if (rows.length > MOST_ROWS) return `有 ${rows.length} 行，一次最多 ${MOST_ROWS} 行，请分成几个文件`
  const length = rows.reduce((sum, row) => sum + row.join('').length, 0)
  return length > MOST_TEXT ? '表里的字太多了，请删掉用不到的列再选一次' : ''
}

/** Which column says who: by its name, by what stands in it, or the first. */
export function guessWho({ header, rows }: PeopleTable): { column: number; by: By } {
  const called = (pattern: RegExp): number => header.findIndex((name) => pattern.test(name))
  const ids = header.findIndex((_, column) => rows.length > 0 && rows.every((row) => LOOKS_LIKE_OPENID.test(row[column] ?? '')))
  const openid = ids >= 0 ? ids : called(/openid|用户标识/i)
  if (openid >= 0) return { column: openid, by: 'openid' }
  const names = [[/昵称/, 'nickname'], [/备注/, 'remark'], [/姓名|名字|称呼|业主|住户|客户|用户|收件人|接收人|名称/, 'any']] as const
  for (const [pattern, by] of names) if (called(pattern) >= 0) return { column: called(pattern), by }
  return { column: 0, by: 'any' }
}

/** Whoever each row means. @param leftOut  places of rows that are not meant any more @param matches  of the names of `namesIn`, in their order; an openid needs none */
export function peopleIn({ rows, hasHeader }: PeopleTable, column: number, by: By, matches: ReadonlyMap<string, Match>, leftOut: ReadonlySet<number> = new Set()): PersonRow[] {
  const first = new Map<string, number>()
  const meant = rows.map((row, place) => ({ row, place, line: place + (hasHeader ? 2 : 1) })).filter(({ place }) => !leftOut.has(place))
  return meant.map(({ row, place, line }) => {
    const name = row[column] ?? ''
    const found = by === 'openid' ? byOpenid(name) : byName(name, matches.get(name))
    const before = found.openid === '' ? undefined : first.get(found.openid)
    if (before !== undefined) return { place, line, name, openid: '', fault: `和第 ${before} 行是同一个人，一人只能有一条` }
    if (found.openid !== '') first.set(found.openid, line)
    return { place, line, name, ...found }
  })
}

/** What is to be looked up. */
export function namesIn({ rows }: PeopleTable, column: number): string[] {
  return [...new Set(rows.map((row) => row[column] ?? '').filter((name) => name !== '' && countOf(name) <= 64))]
}

function byOpenid(name: string): Pick<PersonRow, 'openid' | 'fault'> {
  return OPENID.test(name) ? { openid: name, fault: '' } : { openid: '', fault: name === '' ? '这一格是空的' : '不像 openid' }
}

function byName(name: string, match: Match | undefined): Pick<PersonRow, 'openid' | 'fault'> {
  if (name === '') return { openid: '', fault: '这一格是空的' }
  if (match?.found === 'one') return { openid: match.openid, fault: '' }
  return { openid: '', fault: match?.found === 'ambiguous' ? '不止一位叫这个，不替你猜。写备注或 openid 来分清' : '没有找到这个人' }
}

/** The rows that are sent: those of whom it is certain who is meant, with all columns but the one that says it. */
export function listRows({ header, rows }: PeopleTable, column: number, people: readonly PersonRow[]): ListRow[] {
  return people
    .filter(({ openid }) => openid !== '')
    .map(({ place, name, openid }) => ({ openid, name, columns: Object.fromEntries(header.map((title, at) => [title, rows[place]?.[at] ?? ''])) }))
}

/** The table with that cell written anew. */
export function withCell(table: PeopleTable, place: number, column: number, cell: string): PeopleTable {
  const rows = table.rows.map((row, at) => (at === place ? row.map((old, number) => (number === column ? cell : old)) : row))
  return { ...table, rows }
}
