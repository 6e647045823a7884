import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { parse } from '../api/schema'
import { findAll } from '../records/find'
import { MOST_FOUND, TAG_USERS_REQUEST, tagUsers, type TagsWritten } from './tag-users'
import { usersOf } from './user'

const ZHOU: Author = { kind: 'member', openid: 'oZhou' }

let local: LocalCloud
beforeEach(async () => {
  local = await startLocalCloud()
})
afterEach(() => local.close())

function add(...tagsOfEach: unknown[]): string[] {
  const openids = tagsOfEach.map(() => freshOpenid())
  local.emulator.database.insert('users', openids.map((_id, index) => ({ _id, nickname: `用户${index}`, remark: '', tags: tagsOfEach[index], firstSeen: new Date(0), lastSeen: new Date(index) })))
  return openids
}

const tag = (request: object): Promise<TagsWritten> => tagUsers(local.ports(), ZHOU, parse(TAG_USERS_REQUEST, request))

/** Of all, in the order they were added. */
async function tagsNow(): Promise<string[][]> {
  const users = await findAll(usersOf(local.db))
  return users.sort((a, b) => a.lastSeen.getTime() - b.lastSeen.getTime()).map(({ tags }) => [...tags].sort())
}

it('puts tags on some and takes others off, says how many, and asked again changes nothing', async () => {
  const openids = add(['业主'], [], ['业主', '租客'])
  const request = { openids: [...openids, openids[0], 'oStranger'], add: ['志愿者'], remove: ['业主'] }
  expect(await tag(request)).toEqual({ people: 3, changed: 3, full: 0, unknown: 1 })
  expect(await tagsNow()).toEqual([['志愿者'], ['志愿者'], ['志愿者', '租客']])
  expect(await tag(request)).toEqual({ people: 3, changed: 0, full: 0, unknown: 1 })
})

it('by a filter takes whoever it means at the beginning, although they are no more so afterwards', async () => {
  add(['业主'], ['业主', '员工'], ['租客'])
  expect(await tag({ tags: { any: ['业主'], none: ['员工'] }, add: ['员工'], remove: ['业主'] })).toMatchObject({ people: 1, changed: 1 })
  expect(await tagsNow()).toEqual([['员工'], ['业主', '员工'].sort(), ['租客']])
  expect(await tag({ search: '用户2', add: ['一期'] })).toMatchObject({ people: 1, changed: 1 })
})

it('keeps a tag as one line without anything unseen, once', async () => {
  const [openid = ''] = add([])
  await tag({ openids: [openid], add: [' 3\n幢\u200B ', '3 幢'] })
  expect(await tagsNow()).toEqual([['3 幢']])
})

it('nobody gets more than twenty; who is full keeps what she had, unless something goes', async () => {
  const twenty = Array.from({ length: 20 }, (_, n) => `t${n}`)
  const openids = add(twenty, twenty.slice(0, 19))
  expect(await tag({ openids, add: ['一个'] })).toEqual({ people: 2, changed: 1, full: 1, unknown: 0 })
  expect((await tagsNow()).map(({ length }) => length)).toEqual([20, 20])
  expect(await tag({ openids, add: ['另一个'], remove: ['t0'] })).toMatchObject({ changed: 2, full: 0 })
  expect((await tagsNow()).map((tags) => [tags.length, tags.includes('另一个')])).toEqual([[20, true], [20, true]])
})

it('rows that were written elsewhere get a list', async () => {
  const openids = add(undefined, '业主')
  await tag({ openids, add: ['员工'] })
  expect(await tagsNow()).toEqual([['员工'], ['业主', '员工'].sort()])
})

it('is in the audit with how many, and without a name or a tag', async () => {
  const openids = add([], [])
  await tag({ openids, add: ['志愿者'] })
  const entries = local.emulator.database.find('audit', { action: 'tag-users' }, { limit: 10 })
  expect(entries).toMatchObject([{ facts: { recipients: 2, updated: 2, added: 1, removed: 0 } }])
  expect(JSON.stringify(entries)).not.toMatch(/志愿者|oTestUser/)
})

it('a filter that finds too many changes nobody', async () => {
  local.emulator.database.insert('users', Array.from({ length: MOST_FOUND + 1 }, (_, n) => ({ _id: `oCrowd${n}`, nickname: '', remark: '', tags: ['crowd'], firstSeen: new Date(0), lastSeen: new Date(0) })))
  await expect(tag({ tags: { any: ['crowd'] }, add: ['x'] })).rejects.toMatchObject({ code: 'over-limit' })
  expect(local.emulator.database.find('users', { tags: 'x' }, { limit: 1 })).toEqual([])
})

it('at once from two sides both are done', async () => {
  const openids = add(...Array.from({ length: 30 }, () => ['旧']))
  await Promise.all([tag({ openids, add: ['甲'], remove: ['旧'] }), tag({ openids, add: ['乙'] })])
  expect(await tagsNow()).toEqual(openids.map(() => ['乙', '甲']))
})

it('whatever is put on and taken off, each has what she would have alone', async () => {
  const pool = ['a', 'b', 'c', 'd']
  await fc.assert(
    fc.asyncProperty(fc.array(fc.subarray(pool), { minLength: 1, maxLength: 6 }), fc.subarray(pool), fc.subarray(pool), async (before, added, removed) => {
      const remove = removed.filter((each) => !added.includes(each))
      fc.pre(added.length + remove.length > 0)
      for (const { _id } of await findAll(usersOf(local.db))) await usersOf(local.db).doc(_id).remove()
      const openids = add(...before)
      await tag({ openids, add: added, ...(remove.length > 0 && { remove }) })
      expect(await tagsNow()).toEqual(before.map((tags) => [...new Set([...tags.filter((each) => !remove.includes(each)), ...added])].sort()))
    }),
    { numRuns: 40 },
  )
})

it.each([
  [{ add: ['a'] }, /openids/], [{ openids: ['o'], search: '林', add: ['a'] }, /openids/], [{ openids: ['o'] }, /add/], [{ openids: ['o'], add: ['a'], remove: ['a'] }, /不能同时/],
  [{ openids: ['o'], add: ['长'.repeat(21)] }, /最多 20 个字/], [{ openids: ['o'], add: ['\u200B'] }, /不能只有空格/], [{ openids: [], add: ['a'] }, /至少/], [{ openids: Array(1001).fill('o'), add: ['a'] }, /最多 1000 位/],
])('that cannot be done is said in words: %j', async (request, message) => {
  await expect((async () => tag(request))()).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(message) })
})
