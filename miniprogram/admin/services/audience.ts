import { itemsOf, type ListRow } from './own-texts'
import { type PushRequest, type TagFilter } from './requests'
import { tagWords } from './tag-filter'

/** Whom a form is for. */
export type Audience =
  | { kind: 'one'; openid: string; name: string }
  | { kind: 'canReceive' }
  | { kind: 'tags'; tags: TagFilter }
  /** Chosen or pasted; it lies in the phone's storage, where a page finds it by its id. */
  | ({ kind: 'list'; id: string } & RecipientList)

export interface RecipientList {
  openids: string[]
  isPasted: boolean
  /** Of a table: who, and what it says of each; `openids` are theirs. */
  rows?: ListRow[]
  /** Names of its columns. */
  columns?: string[]
}

/** What the form says whom it is for. */
export function chipOf(audience: Audience): string {
  switch (audience.kind) {
    case 'one':
      return audience.name
    case 'canReceive':
      return '所有可接收的人'
    case 'tags':
      return `标签${tagWords(audience.tags)}`
    case 'list':
      return `${audience.isPasted ? '名单' : '已选'} ${audience.openids.length} 人`
  }
}

/** Under which the form's draft is kept. */
export function draftKeyOf(audience: Audience): string {
  if (audience.kind === 'one') return audience.openid
  if (audience.kind === 'tags') return `tags ${JSON.stringify(audience.tags)}`
  return audience.kind === 'list' ? `list ${audience.id}` : audience.kind
}

/** A table with other columns in one of its rows, or without that row. */
export function withRow(audience: Audience, openid: string, columns?: Readonly<Record<string, string>>): Audience {
  if (audience.kind !== 'list' || !audience.rows) return audience
  const rows = audience.rows.filter((row) => columns !== undefined || row.openid !== openid).map((row) => (row.openid === openid ? { ...row, columns: { ...row.columns, ...columns } } : row))
  return { ...audience, rows, openids: rows.map((row) => row.openid) }
}

/** The same in a request. @param texts  of the form: of a table only the columns that stand in them are sent along */
export function recipientsOf(audience: Audience, texts: readonly string[] = []): Pick<PushRequest, 'to' | 'items' | 'audience'> {
  if (audience.kind === 'list' && audience.rows) return { items: itemsOf(audience.rows, texts) }
  if (audience.kind === 'canReceive') return { audience: { canReceive: true } }
  if (audience.kind === 'tags') return { audience: { tags: audience.tags } }
  return { to: audience.kind === 'one' ? [audience.openid] : audience.openids }
}
