import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { recordAnswers } from '../ledger/record-answers'
import { type AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { saveTemplate } from '../templates/save'
import { saveProfile } from '../users/profile'
import { usersOf } from '../users/user'
import { type Template } from '../templates/template'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'
import { type CreateRequest } from './request'

const PAGES = ['pages/message/message', 'admin/push/push']

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local, { content: '地点:{{thing1.DATA}}\n时间:{{date2.DATA}}' })
})
afterAll(() => local.close())

const DATA = { thing1: '车库', date2: '2026-12-01' }

function ports(pages: readonly string[] = PAGES, more: Partial<Ports> = {}): Ports {
  const { settings } = local.ports()
  return local.ports({ settings: { ...settings, pages }, ...more })
}

async function dry(request: Partial<CreateRequest>, own = ports()): Promise<DryRun> {
  return (await createPush(own, { template: template._id, data: DATA, ...request, dryRun: true }, { kind: 'operator' })) as DryRun
}

async function create(request: Partial<CreateRequest>, own = ports()): Promise<Created | AppError> {
  return createPush(own, { template: template._id, data: DATA, ...request }, { kind: 'operator' }).catch((error: AppError) => error) as Promise<Created | AppError>
}

/** Somebody of each kind: with her record, her nickname and her authorization. */
async function somebody({ nickname, credits, stopped, isKnown }: { nickname: string; credits: number; stopped: boolean; isKnown: boolean }): Promise<string> {
  const openid = freshOpenid()
  if (isKnown) await saveProfile(local.ports(), openid, { nickname })
  await agree(local, template, openid, credits)
  const stop = { _id: fresh('stop'), openid, templateId: template.templateId, choice: 'stop', said: 'stop', source: 'stop', counted: false, longTerm: false } as const
  if (stopped) await recordAnswers(local.ports(), [stop])
  return openid
}

const kinds = fc.record({
  nickname: fc.constantFrom('林夏', '一个很长很长很长很长很长的名字', '8楼的李姐'),
  credits: fc.nat(1),
  stopped: fc.boolean(),
  isKnown: fc.boolean(),
})

describe('the numbers of a dry run', () => {
  it('add up to the recipients, whoever they are, and are what the push then does', async () => {
    const people = fc.array(kinds, { minLength: 1, maxLength: 8 })
    const text = fc.constantFrom('车库', '{{nickname}}，你好，今天来巡查')
    const check = async (of: Parameters<typeof somebody>[0][], thing1: string, twice: number): Promise<void> => {
      const openids = await Promise.all(of.map(somebody))
      const to = [...openids, ...openids.slice(0, twice)]
      const { total, canReceive, noAuthorization, stopped, unknownUsers, tooSoon, unfit, duplicates } = await dry({ to, data: { ...DATA, thing1 } })
      expect(canReceive + noAuthorization + stopped + unknownUsers + tooSoon + unfit).toBe(total)
      expect([total, duplicates]).toEqual([openids.length, to.length - openids.length])
      const { counts } = (await create({ to, data: { ...DATA, thing1 } })) as Created
      expect([counts.sent, counts.skipped]).toEqual([canReceive, total - canReceive])
    }
    await fc.assert(fc.asyncProperty(people, text, fc.nat(2), check), { numRuns: 25 })
  })

  it('add up for everybody as well, and for everybody who can receive', async () => {
    await agree(local, template, freshOpenid())
    for (const audience of [{ all: true as const }, { canReceive: true as const }]) {
      const { total, canReceive, noAuthorization, stopped, unknownUsers, tooSoon, unfit } = await dry({ audience })
      expect([audience, canReceive + noAuthorization + stopped + unknownUsers + tooSoon + unfit]).toEqual([audience, total])
    }
  })

  it('are by tags what they are for the same people by name', async () => {
    const check = async (of: Parameters<typeof somebody>[0][], reserve: number): Promise<void> => {
      const tag = fresh('tag')
      const openids = await Promise.all(of.map((kind) => somebody({ ...kind, isKnown: true })))
      await usersOf(local.db).where({ _id: local.db.command.in(openids) }).update({ data: { tags: [tag] } })
      await saveTemplate(local.ports(), { kind: 'operator' }, { key: template._id, terms: { reserve } })
      const [byTag, byName] = [await dry({ priority: 'campaign', audience: { tags: [tag] } }), await dry({ priority: 'campaign', to: openids })]
      expect(byTag).toEqual(byName)
    }
    await fc.assert(fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 8 }), fc.nat(2), check), { numRuns: 15 })
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: template._id, terms: {} })
  })

  it('say «at least» when not everybody was looked at', async () => {
    const now = new Date(local.emulator.clock.now())
    const crowd = Array.from({ length: 2100 }, (_, index) => ({ _id: `oCrowd${index}`, nickname: '', remark: '', tags: ['crowd'], firstSeen: now, lastSeen: now }))
    local.emulator.database.insert('users', crowd)
    let calls = 0
    // Time to begin, and for two batches.
    const hurried = ports(PAGES, { remainingMs: () => (calls++ < 3 ? 60_000 : 1000) })
    const answer = await dry({ audience: { tags: ['crowd'] }, data: { ...DATA, thing1: '{{nickname}}，你好' } }, hurried)
    expect(answer).toMatchObject({ atLeast: true, total: 2000, noAuthorization: 2000 })
    expect(answer.message).toMatch(/^至少 0 人可以收到，至少 2000 人没有剩余授权，人太多，没有全部看完/)
    expect(await dry({ audience: { tags: ['crowd'] } })).not.toHaveProperty('atLeast')
  })
})

describe('a dry run', () => {
  const value = fc.constantFrom('车库', '', '一'.repeat(21), '好👍', '{{name}}', '{{nickname}}')
  const date = fc.constantFrom('2026-12-01', '2026-02-31', '2026年12月1日15:01', '明天')
  const sendAt = fc.constantFrom(undefined, '2026-02-31 09:00', '1/2/2027', 1, '2020-01-01 09:00', '2099-01-01 09:00')
  const page = fc.constantFrom(undefined, 'pages/message/message?id={{id}}', '/admin/push/push', 'pages/nowhere/nowhere')
  const audience = fc.constantFrom<Partial<CreateRequest>>({ to: ['oNobody'] }, {}, { to: ['oA'], audience: { all: true } }, { audience: { tags: ['nobody-has-it'] } })

  it('finds what the push would be refused for, and nothing else', async () => {
    const check = async (thing1: string, date2: string, at: string | number | undefined, path: string | undefined, whom: Partial<CreateRequest>, asIs: boolean): Promise<void> => {
      const request = { data: { thing1, date2 }, ...(at !== undefined && { sendAt: at }), ...(path !== undefined && { page: path }), ...whom, asIs }
      const refused = await create(request)
      const faults = await dry(request).then((answer) => answer.faults, (error: AppError) => error.details?.['fields'])
      expect(faults).toEqual('pushId' in refused ? [] : (refused.details?.['fields'] ?? refused))
    }
    await fc.assert(fc.asyncProperty(value, date, sendAt, page, audience, fc.boolean(), check), { numRuns: 150 })
  })

  it('says back when it would go out', async () => {
    local.emulator.clock.set(Date.UTC(2026, 10, 22))
    const answer = await dry({ to: ['oA'], sendAt: '2026-11-26 09:00' })
    expect(answer).toMatchObject({ sendAt: new Date('2026-11-26T01:00:00Z'), sendAtText: '2026年11月26日 周四 09:00（北京时间）', faults: [] })
    expect(answer.message).toContain('2026年11月26日 周四 09:00（北京时间） 开始发送')
    expect(await create({ to: ['oA'], sendAt: '2026年11月26日 9:00' })).toMatchObject({ state: 'scheduled', sendAtText: '2026年11月26日 周四 09:00（北京时间）' })
  })

  it('says that a page is not in the mini-program, also the default page of the template', async () => {
    expect((await dry({ to: ['oA'], page: 'pages/nowhere/nowhere?x=1' })).faults).toMatchObject([{ field: 'page', message: expect.stringMatching(/没有页面「pages\/nowhere\/nowhere」.*41030/) }])
    const own = await addTemplate(local)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: own._id, page: 'pages/gone/gone' })
    expect((await dry({ template: own._id, data: { thing1: 'x' }, to: ['oA'] })).faults).toMatchObject([{ field: 'page' }])
    expect((await dry({ to: ['oA'], page: '/pages/message/message' })).unchecked).toEqual([])
  })

  it('says that it could not check the page where nobody knows the pages', async () => {
    const answer = await dry({ to: ['oA'], page: 'pages/nowhere/nowhere' }, ports([]))
    expect(answer).toMatchObject({ faults: [], unchecked: ['page'] })
    expect(answer.message).toContain('没有核对页面是否存在')
    expect((await dry({ to: ['oA'] }, ports([]))).unchecked).toEqual([])
  })
})

describe('a text of which we only doubt that WeChat takes it', () => {
  it('is refused with the way to send it all the same', async () => {
    const error = (await create({ to: ['oA'], data: { thing1: '好👍', date2: '2026年12月1日15:01' } })) as AppError
    expect(error).toMatchObject({ code: 'invalid-argument', details: { asIs: true, fields: [{ doubts: ['emoji'] }, { doubts: ['no-space'] }] } })
    expect(error.message).toMatch(/仍按原文发送/)
  })

  it('is no way around what is impossible', async () => {
    const error = (await create({ to: ['oA'], data: { thing1: '好👍', date2: '2026-02-31' }, asIs: true })) as AppError
    expect(error.details).toEqual({ fields: [{ field: 'data.date2', message: expect.stringMatching(/日期不存在/) }] })
    expect(((await create({ to: ['oA'], data: { thing1: '好👍', date2: '2026-02-31' } })) as AppError).details).not.toHaveProperty('asIs')
  })

  it('goes to WeChat as it was written, and its answer is recorded', async () => {
    const [refused, taken] = [freshOpenid(), freshOpenid()]
    for (const openid of [refused, taken]) await agree(local, template, openid)
    const data = { thing1: '好👍', date2: '2026-12-01' }
    expect(await create({ to: [refused], data, asIs: true })).toMatchObject({ messages: [{ state: 'failed', reason: 'bad-data', errcode: 47003 }] })
    local.emulator.switches.set({ fields: { emoji: 'allow' } })
    expect(await create({ to: [taken], data, asIs: true })).toMatchObject({ counts: { sent: 1 } })
    local.emulator.switches.reset()
    expect(local.emulator.wechat.inbox(taken)[0]?.lines[0]?.value).toBe('好👍')
  })

  it('may be a nickname of one of many', async () => {
    const openid = freshOpenid()
    await saveProfile(local.ports(), openid, { nickname: '小林🌸' })
    await agree(local, template, openid, 2)
    const request = { to: [openid], data: { ...DATA, thing1: '{{nickname}}，请查收' } }
    expect(await dry(request)).toMatchObject({ unfit: 1, canReceive: 0 })
    expect(await create(request)).toMatchObject({ counts: { skipped: 1 } })
    expect(await dry({ ...request, asIs: true })).toMatchObject({ unfit: 0, canReceive: 1 })
    local.emulator.switches.set({ fields: { emoji: 'allow' } })
    expect(await create({ ...request, asIs: true })).toMatchObject({ counts: { sent: 1 } })
    local.emulator.switches.reset()
    expect(local.emulator.wechat.inbox(openid)[0]?.lines[0]?.value).toBe('小林🌸，请查收')
  })
})
