import { type PeopleFilter } from './requests'
import { filterOf, tagWords, type TagChoice } from './tag-filter'

export const FILTERS = [
  { key: 'all', title: '全部' },
  { key: 'can', title: '可接收' },
  { key: 'cannot', title: '不可接收' },
]

/** What narrows the list of recipients. */
export interface RecipientFilter {
  filter: string
  search: string
  tagChoice: TagChoice
}

/** As the function is asked; without a kind nobody knows who can receive. */
export function askedOf({ filter, search, tagChoice }: RecipientFilter, template: string | undefined): PeopleFilter {
  const tags = filterOf(tagChoice)
  return {
    ...(template !== undefined && { template }),
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(tags && { tags }),
    ...(template !== undefined && filter !== 'all' && { canReceive: filter === 'can' }),
  }
}

/** What a page says of it. */
export interface Narrowed {
  /** The tags in words. */
  tagWords: string
  /** Something narrows the list. */
  isFiltered: boolean
  /** Tags alone do, so that a push can go to whoever has them. */
  isTagAudience: boolean
}

export function narrowedBy({ filter, search, tagChoice }: RecipientFilter): Narrowed {
  const tags = filterOf(tagChoice)
  const isSearched = search.trim() !== ''
  return { tagWords: tags ? tagWords(tags) : '', isFiltered: tags !== undefined || isSearched || filter !== 'all', isTagAudience: tags !== undefined && !isSearched && filter !== 'cannot' }
}

/** Openid → name. */
export type Ticked = Readonly<Record<string, string>>

interface Row {
  openid: string
  name: string
}

/** With one more, or without her who was among them. */
export function tickedOnce(ticked: Ticked, { openid, name }: Row): Ticked {
  const { [openid]: known, ...others } = ticked
  return known === undefined ? { ...others, [openid]: name } : others
}

/** All of a list between two of it, both included; nobody where the first is not in it any more. */
export function between(rows: readonly Row[], start: string, end: string): Ticked {
  const places = [start, end].map((wanted) => rows.findIndex(({ openid }) => openid === wanted)).sort((a, b) => a - b)
  const [first = -1, last = -1] = places
  return first < 0 ? {} : Object.fromEntries(rows.slice(first, last + 1).map(({ openid, name }) => [openid, name]))
}
