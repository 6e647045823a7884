import { type TagFilter } from './requests'

/** Tags as they were tapped in a filter. */
export interface TagChoice {
  /** Who has one of them, or all of them. */
  plus: string[]
  isAll: boolean
  /** And none of these. */
  minus: string[]
}

export const NO_TAGS: TagChoice = { plus: [], isAll: false, minus: [] }

/** As the function is asked; undefined where nothing was chosen. */
export function filterOf({ plus, isAll, minus }: TagChoice): TagFilter | undefined {
  if (plus.length + minus.length === 0) return undefined
  return { ...(plus.length > 0 && (isAll ? { all: plus } : { any: plus })), ...(minus.length > 0 && { none: minus }) }
}

/** `含 业主 或 租客，不含 员工` */
export function tagWords({ any = [], all = [], none = [] }: TagFilter): string {
  const parts = [any.length > 0 && `含 ${any.join(' 或 ')}`, all.length > 0 && `含 ${all.join(' 和 ')}`, none.length > 0 && `不含 ${none.join('、')}`]
  return parts.filter(Boolean).join('，')
}

/** Of the address of a page; anything else is no filter. */
export function readFilter(text: string): TagFilter | undefined {
  if (text === '') return undefined
  try {
    const read = JSON.parse(text) as TagFilter | null
    return typeof read === 'object' && read !== null && tagWords(read) !== '' ? read : undefined
  } catch {
    return undefined
  }
}

/** A tag after one more tap: chosen, the opposite, not at all. */
export function tapped({ plus, minus }: Pick<TagChoice, 'plus' | 'minus'>, tag: string): Pick<TagChoice, 'plus' | 'minus'> {
  const without = (tags: readonly string[]): string[] => tags.filter((each) => each !== tag)
  if (plus.includes(tag)) return { plus: without(plus), minus: [...minus, tag] }
  return minus.includes(tag) ? { plus, minus: without(minus) } : { plus: [...plus, tag], minus }
}

/** `12 人`, or that there are more. */
export function peopleWords({ total, atLeast }: { total: number; atLeast?: true }): string {
  return `${atLeast ? '至少 ' : ''}${total} 人`
}

/** Characters of a tag, and tags of one person. */
export const MOST_OF_TAG = 20
export const MOST_TAGS = 20

/** What was typed, as a tag; empty where there is none in it. */
export function tagFrom(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, MOST_OF_TAG).join('')
}
