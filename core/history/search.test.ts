import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { messagesFound, pushesFound } from '../../tests/support/history'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { grant } from '../access/manage-members'
import { parse } from '../api/schema'
import { type MessageState } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { createPush } from '../push/create'
import { type Template } from '../templates/template'
import { saveProfile } from '../users/profile'
import { usersOf } from '../users/user'
import { history, HISTORY_REQUEST, messageDetail } from './history'

const OPERATOR: Author = { kind: 'operator' }

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  local.emulator.clock.set(Date.parse('2026-11-28T12:00:00+08:00'))
  template = await addTemplate(local)
})
afterEach(() => local.close())

async function person(nickname: string, openid = freshOpenid()): Promise<string> {
  await saveProfile(local.ports(), openid, { nickname })
  return openid
}

async function sender(nickname: string): Promise<Author> {
  const openid = await person(nickname)
  await grant(local.ports(), OPERATOR, openid, 'sender')
  return { kind: 'member', openid }
}

/** @returns its id */
async function push(to: string[], { by = OPERATOR, of = template }: { by?: Author; of?: Template } = {}): Promise<string> {
  local.emulator.clock.advance(1000)
  const { pushId } = (await createPush(local.ports(), { template: of._id, data: { thing1: '车库' }, to }, by)) as { pushId: string }
  return pushId
}

const wait = (days: number): void => local.emulator.clock.advance(days * 24 * 3_600_000)
const openidsOf = async (search: string): Promise<string[]> => (await messagesFound(local.db, { search })).items.map(({ openid }) => openid)
const idsOf = (items: readonly { pushId: string }[]): string[] => items.map(({ pushId }) => pushId)

describe('pushes', () => {
  it('to many are one row with counts, to one person her name and her message', async () => {
    const many = await push(Array.from({ length: 30 }, freshOpenid))
    const lin = await person('林夏')
    const one = await push([lin])
    const { items } = await pushesFound(local.db, {})
    expect(items).toMatchObject([
      { pushId: one, total: 1, only: { openid: lin, nickname: '林夏', messageId: `${one}:${lin}` } },
      { pushId: many, total: 30, counts: { skipped: 30 } },
    ])
  })

  it('say who sent them, and are found by that', async () => {
    const zhou = await sender('周管家')
    const [hers, console_] = [await push([freshOpenid()], { by: zhou }), await push([freshOpenid()])]
    expect((await pushesFound(local.db, {})).items).toMatchObject([{ pushId: console_, by: OPERATOR, author: '' }, { pushId: hers, by: zhou, author: '周管家' }])
    expect(idsOf((await pushesFound(local.db, { by: '周管家' })).items)).toEqual([hers])
    expect(idsOf((await pushesFound(local.db, { by: (zhou as { openid: string }).openid })).items)).toEqual([hers])
    expect(idsOf((await pushesFound(local.db, { by: 'operator' })).items)).toEqual([console_])
    await expect(history(local.db, { by: '没有这人' })).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(/没有叫「没有这人」的成员.*operator/) })
  })

  it('are found by template, and by what became of at least one of their messages', async () => {
    const other = await addTemplate(local)
    const lin = freshOpenid()
    await agree(local, template, lin)
    const mixed = await push([lin, freshOpenid()])
    const skipped = await push([freshOpenid()], { of: other })
    expect(idsOf((await pushesFound(local.db, { template: other._id })).items)).toEqual([skipped])
    expect(idsOf((await pushesFound(local.db, { state: 'sent' })).items)).toEqual([mixed])
    expect(idsOf((await pushesFound(local.db, { reason: 'no-credit' })).items)).toEqual([skipped, mixed])
    expect((await pushesFound(local.db, { reason: 'bad-openid' })).items).toEqual([])
  })

  it('few among many are found in parts, none twice and none left out', async () => {
    const lin = freshOpenid()
    await agree(local, template, lin, 3)
    const sent: string[] = []
    const made = await push([freshOpenid()])
    const { data: row } = await pushesOf(local.db).doc(made).get()
    // Rows of before, as many as one answer does not look through.
    local.emulator.database.insert('pushes', Array.from({ length: 1200 }, (_, n) => ({ ...row, _id: `old-${n}`, createdAt: new Date(Date.parse('2026-11-01T00:00:00Z') + n) })))
    for (const n of [1, 700, 1100]) {
      sent.unshift(`old-${n}`)
      local.emulator.database.insert('messages', [{ _id: `old-${n}:x`, pushId: `old-${n}`, openid: 'x', template: template._id, state: 'sent', timeline: [], createdAt: new Date() }])
    }
    const found: string[] = []
    let answers = 0
    for (let cursor: string | undefined; ; answers += 1) {
      const page = await pushesFound(local.db, { state: 'sent', ...(cursor !== undefined && { cursor }) })
      found.push(...idsOf(page.items))
      if (page.next === undefined) break
      cursor = page.next
    }
    expect(found).toEqual(sent)
    expect(answers).toBeLessThanOrEqual(2)
  })
})

describe('one person', () => {
  it('is found by a part of her nickname, by a remark, and by her openid in whole, by its end, and as pages write it', async () => {
    const lin = await person('林夏', 'oDemo_user_linxia_000000000C')
    await usersOf(local.db).doc(lin).update({ data: { remark: '3 号楼 (东)' } })
    await push([lin, await person('张伟')])
    for (const search of ['林', ' 林夏 ', '3 号楼 (', lin, '000C', 'oDem…000C', 'oDem...000C']) expect([search, await openidsOf(search)]).toEqual([search, [lin]])
    expect((await messagesFound(local.db, { search: '林夏' })).people).toEqual([{ openid: lin, nickname: '林夏', remark: '3 号楼 (东)' }])
  })

  it('who never opened the mini-program is found by her whole openid', async () => {
    const [stranger, other] = [freshOpenid(), freshOpenid()]
    await push([stranger, other])
    expect(await openidsOf(stranger)).toEqual([stranger])
  })

  it('whom nobody knows is said to be nobody, which is another thing than somebody without messages', async () => {
    await person('张伟')
    expect(await messagesFound(local.db, { search: '林夏' })).toEqual({ of: 'messages', items: [], people: [] })
    expect(await messagesFound(local.db, { search: '张伟' })).toMatchObject({ items: [], people: [{ nickname: '张伟' }] })
  })

  it('has her messages across pushes to one and to many, newest first, each with who sent it', async () => {
    const lin = await person('林夏')
    const zhou = await sender('周管家')
    const pushes = [await push([lin]), await push([lin, freshOpenid()], { by: zhou }), await push([freshOpenid()]), await push([lin])]
    const { items } = await messagesFound(local.db, { search: '林夏' })
    expect(idsOf(items)).toEqual([pushes[3], pushes[1], pushes[0]])
    expect(items.map(({ author }) => author)).toEqual(['', '周管家', ''])
    expect(idsOf((await messagesFound(local.db, { search: '林夏', by: '周管家' })).items)).toEqual([pushes[1]])
    expect(idsOf((await messagesFound(local.db, { search: '林夏', reason: 'no-credit', pushId: pushes[0] ?? '' })).items)).toEqual([pushes[0]])
    expect((await messagesFound(local.db, { search: '林夏', state: 'sent' })).items).toEqual([])
    expect(await messageDetail(local.db, items[1]?.id ?? '')).toMatchObject({ author: '周管家', push: { by: zhou } })
  })

  it('that many share a name is said, and no more than twenty are told', async () => {
    for (let n = 0; n < 21; n += 1) await person(`林${n}`)
    const { people, morePeople } = await messagesFound(local.db, { search: '林' })
    expect([people?.length, morePeople]).toEqual([20, true])
  })

  it('whatever is typed, the search is no pattern and finds whom it names', async () => {
    const typed = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '')
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { people = [] } = await messagesFound(local.db, { search: text })
        const held = text.replaceAll('\0', '').trim()
        for (const { openid, nickname, remark } of people) expect([nickname, remark, openid].some((each) => each.toLowerCase().includes(held.toLowerCase())) || /…|\.\./.test(held)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('days', () => {
  it('begin and end in Beijing, and the last one belongs to them', async () => {
    const at = async (moment: string): Promise<string> => {
      local.emulator.clock.set(Date.parse(moment) - 1000)
      return push([freshOpenid()])
    }
    const ids = [await at('2026-12-01T23:59:59+08:00'), await at('2026-12-02T00:00:00+08:00'), await at('2026-12-02T23:59:59+08:00'), await at('2026-12-03T00:00:00+08:00')]
    expect(idsOf((await pushesFound(local.db, { from: '2026-12-02', to: '2026年12月2日' })).items)).toEqual([ids[2], ids[1]])
    expect(idsOf((await pushesFound(local.db, { from: '2026/12/3' })).items)).toEqual([ids[3]])
    expect(idsOf((await pushesFound(local.db, { to: '2026-12-01' })).items)).toEqual([ids[0]])
  })

  it('hold for a person as well, on every page', async () => {
    const lin = await person('林夏')
    const old = await push([lin])
    wait(1)
    const pushed: string[] = []
    for (let n = 0; n < 23; n += 1) pushed.unshift(await push([lin]))
    const asked = { search: '林夏', from: '2026-11-29' }
    const first = await messagesFound(local.db, asked)
    const second = await messagesFound(local.db, { ...asked, cursor: first.next })
    expect([...idsOf(first.items), ...idsOf(second.items)]).toEqual(pushed)
    expect(second.next).toBeUndefined()
    expect(pushed).not.toContain(old)
  })

  it.each([
    [{ from: '昨天上午' }, /看不懂参数 from「昨天上午」，要写成 2026-12-01/],
    [{ to: '2026-02-30' }, /参数 to「2026-02-30」这一天不存在/],
    [{ from: '2026-12-02', to: '2026-12-01' }, /to（2026-12-01）比 from（2026-12-02）还早/],
  ])('that cannot be read are said in words: %j', async (days, message) => {
    await expect(history(local.db, days)).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(message) })
  })
})

it('a page read while new ones arrive goes on where it ended', async () => {
  const ids: string[] = []
  for (let n = 0; n < 25; n += 1) ids.unshift(await push([freshOpenid()]))
  const first = await pushesFound(local.db, {})
  await push([freshOpenid()])
  const second = await pushesFound(local.db, { cursor: first.next })
  expect([...idsOf(first.items), ...idsOf(second.items)]).toEqual(ids)
})

it.each([[{ state: 'gone' as MessageState }, /state 不是消息的状态，可以写 queued/], [{ reason: 'because' }, /reason 不是没有发出的原因，可以写 no-credit/], [{ serach: '林' }, /不认识参数 serach/]])(
  'a condition that cannot be read is named: %j',
  (request, message) => {
    expect(() => parse(HISTORY_REQUEST, request)).toThrow(message)
  },
)
