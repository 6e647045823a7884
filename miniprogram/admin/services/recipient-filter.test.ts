import { askedOf, between, narrowedBy, tickedOnce } from './recipient-filter'
import { NO_TAGS } from './tag-filter'

const ALL = { filter: 'all', search: '', tagChoice: NO_TAGS }
const OWNERS = { plus: ['业主'], isAll: false, minus: [] }

it.each([
  [ALL, {}, { tagWords: '', isFiltered: false, isTagAudience: false }],
  [{ ...ALL, search: ' 林 ' }, { search: '林' }, { tagWords: '', isFiltered: true, isTagAudience: false }],
  [{ ...ALL, tagChoice: OWNERS }, { tags: { any: ['业主'] } }, { tagWords: '含 业主', isFiltered: true, isTagAudience: true }],
  [{ ...ALL, filter: 'can', tagChoice: OWNERS }, { tags: { any: ['业主'] }, canReceive: true }, { tagWords: '含 业主', isFiltered: true, isTagAudience: true }],
  [{ ...ALL, filter: 'cannot', tagChoice: OWNERS }, { tags: { any: ['业主'] }, canReceive: false }, { tagWords: '含 业主', isFiltered: true, isTagAudience: false }],
  [{ search: '林', filter: 'all', tagChoice: OWNERS }, { search: '林', tags: { any: ['业主'] } }, { tagWords: '含 业主', isFiltered: true, isTagAudience: false }],
])('%j is asked for and told', (filter, asked, narrowed) => {
  expect(askedOf(filter, 'patrol')).toEqual({ template: 'patrol', ...asked })
  expect(narrowedBy(filter)).toEqual(narrowed)
})

it('without a kind nobody is left out for what she can receive', () => {
  expect(askedOf({ ...ALL, filter: 'can' }, undefined)).toEqual({})
})

it('a tap ticks, another lets go', () => {
  const once = tickedOnce({ a: '甲' }, { openid: 'b', name: '乙' })
  expect([once, tickedOnce(once, { openid: 'a', name: '甲' })]).toEqual([{ a: '甲', b: '乙' }, { b: '乙' }])
})

it('a range goes both ways, and is nobody once its beginning is gone', () => {
  const rows = ['a', 'b', 'c', 'd'].map((openid) => ({ openid, name: openid }))
  expect([between(rows, 'b', 'd'), between(rows, 'd', 'b'), between(rows, 'x', 'b')].map(Object.keys)).toEqual([['b', 'c', 'd'], ['b', 'c', 'd'], []])
})
