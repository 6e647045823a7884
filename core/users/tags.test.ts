import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { parse } from '../api/schema'
import { nextBatch } from '../audience/audience'
import { tagFilterOf, type Audience, type TagFilter } from '../outbox/push'
import { createPush } from '../push/create'
import { readAudience } from '../push/recipients'
import { CREATE_REQUEST } from '../push/request'
import { type Template } from '../templates/template'
import { countRecipients } from './count-recipients'
import { listRecipients, RECIPIENTS_REQUEST, type RecipientsRequest } from './recipients'
import { listTags } from './tags'
import { type User } from './user'

const OPERATOR: Author = { kind: 'operator' }

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

function add(...tagsOfEach: string[][]): string[] {
  const users = tagsOfEach.map((tags, index): User => ({ _id: freshOpenid(), nickname: `用户${index}`, remark: '', tags, firstSeen: new Date(0), lastSeen: new Date(index % 5) }))
  local.emulator.database.insert('users', users.map((user) => ({ ...user })))
  return users.map(({ _id }) => _id)
}

/** All pages of it. */
async function listed(request: RecipientsRequest): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRecipients(local.db, { ...request, ...(cursor !== undefined && { cursor }) })
    found.push(...items.map(({ openid }) => openid))
    if (next === undefined) return found
    cursor = next
  }
}

async function writtenOut(audience: Audience): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const batch: { openids: string[]; next?: string } = await nextBatch(local.db, { audience, templateId: template.templateId, type: template.type }, cursor)
    found.push(...batch.openids)
    cursor = batch.next
  }
  return found
}

/** Whom it means, said without a database. */
function isMeant(tags: readonly string[], { any, all, none }: TagFilter): boolean {
  const has = (tag: string): boolean => tags.includes(tag)
  return (!any || any.some(has)) && (!all || all.every(has)) && !none?.some(has)
}

const TAGS = ['1 幢', '2 幢', '业主', '租客', '员工']
const someTags = fc.subarray(TAGS, { minLength: 1 })
const filter = fc.record({ any: someTags, all: someTags, none: someTags }, { requiredKeys: [] }).filter((each) => Object.keys(each).length > 0)

it('any, all and none mean in the list, its count and an audience whom they mean one by one', async () => {
  const people = fc.sample(fc.subarray(TAGS), { numRuns: 120, seed: 7 })
  const openids = add(...people)
  for (const openid of openids.slice(0, 40)) await agree(local, template, openid)
  await fc.assert(
    fc.asyncProperty(filter, fc.constantFrom(undefined, true, false), async (tags, canReceive) => {
      const meant = openids.filter((_, index) => isMeant(people[index] ?? [], tags))
      const able = openids.slice(0, 40)
      const wanted = meant.filter((openid) => canReceive === undefined || able.includes(openid) === canReceive)
      const asked = { template: template._id, tags, ...(canReceive !== undefined && { canReceive }) }
      expect((await listed({ ...asked, size: 7 })).sort()).toEqual([...wanted].sort())
      expect(await countRecipients(local.ports(), asked)).toEqual({ total: wanted.length })
      const { audience } = readAudience({ audience: parse(CREATE_REQUEST.entries.audience, { tags }) as { tags: TagFilter } })
      expect(await writtenOut(audience as Audience)).toEqual([...meant].sort())
      expect(tagFilterOf(audience as Extract<Audience, { kind: 'tags' }>)).toEqual(tags)
    }),
    { numRuns: 60 },
  )
})

it('with a search both hold', async () => {
  const [one = ''] = add(['业主'], ['租客'], ['业主'])
  expect(await listed({ search: '用户0', tags: { any: ['业主', '租客'] } })).toEqual([one])
  expect(await countRecipients(local.ports(), { search: '用户1', tags: { all: ['业主'] } })).toEqual({ total: 0 })
})

it('counts of everybody say who can receive and who cannot', async () => {
  const [one = ''] = add([], [], [])
  await agree(local, template, one)
  const counts = [undefined, true, false].map((canReceive) => countRecipients(local.ports(), { template: template._id, ...(canReceive !== undefined && { canReceive }) }))
  expect(await Promise.all(counts)).toEqual([{ total: 3 }, { total: 1 }, { total: 2 }])
  await expect(countRecipients(local.ports(), { template: 'no-such' })).rejects.toMatchObject({ code: 'not-found' })
})

it('where time is short a count says that it is at least so many', async () => {
  add(...Array.from({ length: 3 }, () => ['业主']))
  const hurried = local.ports({ remainingMs: () => 1000 })
  expect(await countRecipients(hurried, { template: template._id, tags: { any: ['业主'] }, canReceive: false })).toEqual({ total: 0, atLeast: true })
})

it('in use are told with how many have them, the most first', async () => {
  add(['业主', '1 幢'], ['业主'], [], ['租客'])
  local.emulator.database.insert('users', [{ _id: 'oWithout', nickname: '', remark: '' }, { _id: 'oOdd', nickname: '', remark: '', tags: [7, '业主'] }])
  expect(await listTags(local.db)).toEqual({ tags: [{ tag: '业主', people: 3 }, { tag: '1 幢', people: 1 }, { tag: '租客', people: 1 }] })
})

it('of a push leave out who has one of none, and go out to the rest', async () => {
  const [both = '', owner = '', tenant = ''] = add(['业主', '员工'], ['业主'], ['租客'])
  for (const openid of [both, owner, tenant]) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  const asked = { template: template._id, data: { thing1: '车库' }, audience: { tags: { any: ['业主', '租客'], none: ['员工'] } } }
  expect(await createPush(local.ports(), { ...asked, dryRun: true }, OPERATOR)).toMatchObject({ total: 2, canReceive: 2 })
  expect(await createPush(local.ports(), asked, OPERATOR)).toMatchObject({ state: 'finished', counts: { sent: 2 } })
  expect([both, owner, tenant].map((openid) => local.emulator.wechat.inbox(openid).length)).toEqual([0, 1, 1])
})

it('of a push are the same push in whatever order they are named, and another one without them', async () => {
  const asked = { template: template._id, data: { thing1: '车库' }, key: 'by-tags' }
  const push = (tags: string[] | TagFilter): Promise<unknown> => createPush(local.ports(), { ...asked, audience: { tags } }, OPERATOR)
  await push({ any: ['业主', '租客'], none: ['员工', '1 幢'] })
  expect(await push({ none: ['1 幢', '员工', '员工'], any: ['租客', '业主'] })).toMatchObject({ replayed: true })
  for (const other of [['业主', '租客'], { any: ['业主', '租客'] }, { all: ['业主', '租客'], none: ['员工', '1 幢'] }]) await expect(push(other)).rejects.toMatchObject({ code: 'idempotency-conflict' })
  expect(await createPush(local.ports(), { ...asked, key: 'any', audience: { tags: ['业主'] } }, OPERATOR)).toMatchObject({ replayed: false })
  expect(await createPush(local.ports(), { ...asked, key: 'any', audience: { tags: { any: ['业主'] } } }, OPERATOR)).toMatchObject({ replayed: true })
})

it.each([
  [{ tags: {} }, /any（有其中一个）/], [{ tags: { any: [] } }, /至少要有一个标签/], [{ tags: { some: ['a'] } }, /不认识参数/], [{ tags: { none: Array(21).fill('a') } }, /最多 20 个标签/], [{ tags: 'a' }, /tags/], [{ tags: { any: ['长'.repeat(21)] } }, /最多 20/],
])('that cannot be read are said in words: %j', (request, message) => {
  expect(() => parse(RECIPIENTS_REQUEST, request)).toThrow(message)
})
