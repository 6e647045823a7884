import { chipOf, draftKeyOf, recipientsOf } from './audience'
import { filterOf, NO_TAGS, peopleWords, readFilter, tagFrom, tagWords, tapped } from './tag-filter'

it('a tag is chosen by a tap, turned by a second and let go by a third', () => {
  const once = tapped(NO_TAGS, '业主')
  const twice = tapped(once, '业主')
  expect([once, twice, tapped(twice, '业主')]).toEqual([{ plus: ['业主'], minus: [] }, { plus: [], minus: ['业主'] }, { plus: [], minus: [] }])
})

it.each([
  [NO_TAGS, undefined, ''],
  [{ plus: ['业主', '租客'], isAll: false, minus: [] }, { any: ['业主', '租客'] }, '含 业主 或 租客'],
  [{ plus: ['业主', '1 幢'], isAll: true, minus: ['员工', '老人'] }, { all: ['业主', '1 幢'], none: ['员工', '老人'] }, '含 业主 和 1 幢，不含 员工、老人'],
  [{ plus: [], isAll: true, minus: ['员工'] }, { none: ['员工'] }, '不含 员工'],
])('%j is asked for and told', (choice, filter, words) => {
  expect(filterOf(choice)).toEqual(filter)
  expect(tagWords(filter ?? {})).toBe(words)
  expect(readFilter(JSON.stringify(filter ?? {}))).toEqual(filter)
})

it.each(['', '{', '[]', 'null', '{"any":[]}', '7'])('the address %j has no filter', (text) => {
  expect(readFilter(text)).toBeUndefined()
})

it('a form for a filter says whom it is for, and keeps a draft of its own', () => {
  const audience = { kind: 'tags' as const, tags: { any: ['业主'], none: ['员工'] } }
  expect([chipOf(audience), draftKeyOf(audience), recipientsOf(audience)]).toEqual(['标签含 业主，不含 员工', 'tags {"any":["业主"],"none":["员工"]}', { audience: { tags: audience.tags } }])
})

it('a count says when it is at least so many', () => {
  expect([peopleWords({ total: 3 }), peopleWords({ total: 20000, atLeast: true })]).toEqual(['3 人', '至少 20000 人'])
})

it('a tag that is typed is one line of at most twenty characters', () => {
  expect([tagFrom('  3\n幢 '), tagFrom('长'.repeat(30)).length, tagFrom('  ')]).toEqual(['3 幢', 20, ''])
})
