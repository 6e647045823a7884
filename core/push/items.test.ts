import { CallLog } from '../../tests/support/call-log'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type AppError, type FieldFault } from '../error/app-error'
import { parse } from '../api/schema'
import { messageDetail } from '../history/history'
import { inbox } from '../history/inbox'
import { messagesOf } from '../outbox/message'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { exportOwnData } from '../users/export'
import { removeOld } from '../users/retention'
import { usersOf } from '../users/user'
import { advanceAll } from './advance'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'
import { CREATE_REQUEST, type CreateRequest } from './request'

const PAGE = 'pages/order/order?id={{orderId}}'

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local, { content: '地点:{{thing1.DATA}}\n金额:{{amount2.DATA}}' })
})
afterAll(() => local.close())

type Items = NonNullable<CreateRequest['items']>

function ports(more: Partial<Ports> = {}): Ports {
  const { settings } = local.ports()
  return local.ports({ settings: { ...settings, pages: ['pages/order/order'] }, ...more })
}

async function create(request: Partial<CreateRequest>, own = ports()): Promise<Created | AppError> {
  const whole = { template: template._id, data: {}, state: 'developer' as const, ...request }
  return createPush(own, whole, { kind: 'operator' }).catch((error: AppError) => error) as Promise<Created | AppError>
}

async function dryRun(request: Partial<CreateRequest>): Promise<DryRun> {
  return (await create({ ...request, dryRun: true })) as unknown as DryRun
}

async function faultsOf(request: Partial<CreateRequest>): Promise<FieldFault[]> {
  const before = local.emulator.database.find('pushes', {}).length
  const error = (await create(request)) as AppError
  expect(error.code).toBe('invalid-argument')
  expect(local.emulator.database.find('pushes', {})).toHaveLength(before)
  return error.details?.['fields'] as FieldFault[]
}

async function residents(count: number, named = false): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  const now = new Date(local.emulator.clock.now())
  for (const [index, openid] of openids.entries()) {
    await agree(local, template, openid)
    if (named) await usersOf(local.db).add({ data: { _id: openid, nickname: `住户${index}`, remark: `${index + 1}栋`, tags: [], firstSeen: now, lastSeen: now } })
  }
  return openids
}

const linesOf = (openid: string): string[] => (local.emulator.wechat.inbox(openid)[0]?.lines ?? []).map(({ value }) => value)
const rowOf = (pushId: string): Push => local.emulator.database.find('pushes', { _id: pushId })[0] as unknown as Push

describe('each of a list is told something of her own', () => {
  it('over what all are told, in one push that says it once', async () => {
    const [a = '', b = ''] = await residents(2)
    const items: Items = [{ openid: a, data: { amount2: '￥128.50' } }, { openid: b, data: { thing1: '乙单元', amount2: { value: 99 } } }]
    const created = (await create({ data: { thing1: '十二月物业费' }, items })) as Created
    expect(created).toMatchObject({ state: 'finished', total: 2, counts: { sent: 2 } })
    expect([linesOf(a), linesOf(b)]).toEqual([['十二月物业费', '￥128.50'], ['乙单元', '99']])
    for (const openid of [a, b]) expect(imbalance((await ledgerOf(local, template, openid))!)).toBe(0)
    expect(rowOf(created.pushId)).not.toHaveProperty('texts')
  })

  it('with the columns of a list, whatever language they are named in, in texts and in the page', async () => {
    const [a = '', b = ''] = await residents(2)
    const items: Items = [{ openid: a, columns: { 应缴金额: '10.5', 单号: 'A 1/中' } }, { openid: b, columns: { 应缴金额: '20', 单号: 'B2' } }]
    await create({ page: PAGE, data: { thing1: '欠费{{ 应缴金额 }}元', amount2: '{{应缴金额}}元', orderId: '{{单号}}' }, items })
    expect([linesOf(a), linesOf(b)]).toEqual([['欠费10.5元', '10.5元'], ['欠费20元', '20元']])
    expect([a, b].map((openid) => local.emulator.wechat.inbox(openid)[0]?.page)).toEqual(['pages/order/order?id=A%201%2F%E4%B8%AD', 'pages/order/order?id=B2'])
    expect((await inbox(ports(), a, {})).items).toMatchObject([{ page: 'pages/order/order?id=A%201%2F%E4%B8%AD', lines: [{ value: '欠费10.5元' }, { value: '10.5元' }] }])
  })

  it('with her nickname, the remark on her and the date beside them', async () => {
    const [a = '', b = ''] = await residents(2, true)
    const items: Items = [{ openid: a, columns: { 金额: '1' } }, { openid: b, data: { thing1: '{{date}}' }, columns: { 金额: '2' } }]
    await create({ data: { thing1: '{{remark}}{{nickname}}', amount2: '{{金额}}' }, items })
    expect([linesOf(a), linesOf(b)]).toEqual([['1栋住户0', '1'], ['2026年12月1日', '2']])
  })

  it('and only she, where it is one; sent at once, in few calls', async () => {
    const [a = ''] = await residents(1)
    const log = new CallLog(local.emulator)
    const calls = await log.of(async () => {
      expect(await create({ items: [{ openid: a, data: { thing1: '单独', amount2: '1' }, dedupe: fresh('bill') }] })).toMatchObject({ state: 'finished', counts: { sent: 1 } })
    })
    expect(calls.length).toBeLessThanOrEqual(13)
    expect(linesOf(a)).toEqual(['单独', '1'])
  })

  it('and the detail of her message tells what is hers, for whoever writes it again', async () => {
    const [a = '', b = ''] = await residents(2)
    const { pushId } = (await create({ page: PAGE, data: { thing1: '账单' }, items: [a, b].map((openid, n) => ({ openid, data: { amount2: String(n + 1), orderId: `A${n}` } })) })) as Created
    expect(await messageDetail(local.db, `${pushId}:${b}`)).toMatchObject({ push: { data: { thing1: '账单', amount2: '2' }, parameters: { orderId: 'A1' }, filledPage: 'pages/order/order?id=A1' } })
  })

  it('asked for twice under one key goes out once, however it is written; one text more is another push', async () => {
    const [a = '', b = ''] = await residents(2)
    const key = fresh('bills')
    const items: Items = [{ openid: a, data: { amount2: '1' } }, { openid: b, data: { amount2: '2' } }]
    const data = { thing1: '账单' }
    expect(await create({ key, data, items })).toMatchObject({ replayed: false })
    expect(await create({ key, data, items: [{ openid: b, data: { amount2: { value: '2' } }, columns: {} }, items[0]!] })).toMatchObject({ replayed: true })
    for (const other of [[{ ...items[0]!, data: { amount2: '3' } }, items[1]!], [items[0]!], [{ ...items[0]!, dedupe: 'x' }, items[1]!], [{ ...items[0]!, columns: { 金额: '1' } }, items[1]!]])
      expect(await create({ key, data, items: other })).toMatchObject({ code: 'idempotency-conflict' })
    expect(await dryRun({ key, data, items })).toMatchObject({ replays: true })
    expect(local.emulator.wechat.inbox(a)).toHaveLength(1)
  })
})

describe('what is wrong is told of each, before anything goes out', () => {
  it('where it stands in the list, all of it at once, and nobody is told anything', async () => {
    const openids = await residents(3)
    const texts = ['好的', '太长'.repeat(11), '']
    const faults = await faultsOf({ data: { amount2: '1' }, items: openids.map((openid, n) => ({ openid, data: { thing1: texts[n] ?? '' } })) })
    expect(faults).toEqual([
      { field: 'items[1].data.thing1', message: expect.stringMatching(/^第 2 条：「地点」有 22 个字，超出 2 个/) },
      { field: 'items[2].data.thing1', message: '第 3 条：「地点」还没有填' },
    ])
    for (const openid of openids) expect(local.emulator.wechat.inbox(openid)).toEqual([])
  })

  it('as she is called now: a remark that does not fit is told, a name that is too long is cut', async () => {
    const [a = '', b = ''] = await residents(2, true)
    await usersOf(local.db).doc(b).update({ data: { nickname: '很长很长的名字'.repeat(4), remark: '🎉' } })
    const items = [a, b].map((openid) => ({ openid, data: { amount2: '1' } }))
    expect(await faultsOf({ data: { thing1: '尊敬的{{remark}}业主' }, items })).toEqual([{ field: 'items[1].data.thing1', message: expect.stringMatching(/^第 2 条：「地点」不能用表情符号/), doubts: ['emoji'] }])
    expect(await create({ data: { thing1: '尊敬的{{nickname}}' }, items })).toMatchObject({ counts: { sent: 2 } })
    expect(linesOf(b)[0]).toMatch(/^尊敬的很长很长的名字.*…$/)
  })

  it('what is wrong for all alike is said once', async () => {
    const openids = await residents(3)
    expect(await faultsOf({ items: openids.map((openid) => ({ openid, data: { amount2: '1' } })) })).toEqual([{ field: 'data.thing1', message: '「地点」还没有填' }])
    expect(await faultsOf({ data: { thing1: '{{金额}}', amount2: '1' }, items: openids.map((openid) => ({ openid })) })).toMatchObject([{ field: 'data.thing1', message: expect.stringMatching(/不认识变量 \{\{金额\}\}，可用的是 \{\{nickname\}\}、\{\{remark\}\}、\{\{date\}\}/) }])
  })

  it.each([
    ['a column without a value', { columns: { 金额: ' ' } }, 'items[0].data.amount2', '第 1 条：「金额」这一列是空的'],
    ['a column named as what is there already', { columns: { 金额: '1', nickname: 'x' } }, 'items[0].columns.nickname', '第 1 条：列名不能叫 nickname，{{nickname}} 已经有别的意思，请换一个列名'],
    ['a value that would be read as a variable', { columns: { 金额: '{{nickname}}' } }, 'items[0].columns.金额', '第 1 条：「金额」里不能有 {{…}}'],
    ['a column that this one does not have', { columns: { 数额: '1' } }, 'items[0].data.amount2', '第 1 条：不认识变量 {{金额}}，可用的是 {{nickname}}、{{remark}}、{{date}}、{{数额}}'],
    ['a field that the template does not have', { columns: { 金额: '1' }, data: { odd: '1' } }, 'items[0].data.odd', '第 1 条：模板里没有字段 odd，它的字段是 thing1、amount2'],
  ] as const)('%s', async (_what, item, field, message) => {
    const [a = '', b = ''] = await residents(2)
    expect(await faultsOf({ data: { thing1: '账单', amount2: '{{金额}}' }, items: [{ openid: a, ...item }, { openid: b, columns: { 金额: '2' } }] })).toEqual([{ field, message }])
  })

  it('a parameter of the page that one of them does not have', async () => {
    const [a = '', b = ''] = await residents(2)
    const items: Items = [{ openid: a, data: { orderId: 'A1' } }, { openid: b }]
    expect(await faultsOf({ page: PAGE, data: { thing1: '账单', amount2: '1' }, items })).toEqual([{ field: 'items[1].data.orderId', message: '第 2 条：页面路径里有 {{orderId}}，请在 data 里写上 orderId 的值' }])
  })

  it('somebody twice, and more than one way to say who', async () => {
    const [a = ''] = await residents(1)
    const own = { data: { thing1: '账单', amount2: '1' } }
    expect(await faultsOf({ items: [{ openid: a, ...own }, { openid: a, ...own }] })).toEqual([{ field: 'items[1].openid', message: '第 2 条：这一位在第 1 条已经有了，一次推送里一人只能有一条' }])
    expect(await faultsOf({ ...own, to: [a], items: [{ openid: a }] })).toMatchObject([{ field: 'audience', message: expect.stringMatching(/只能用一种写法，现在有 to、items/) }])
  })

  it('very many are counted, not listed', async () => {
    const items = Array.from({ length: 1000 }, (_, n) => ({ openid: freshOpenid(), data: { thing1: `太长${n}`.repeat(10), amount2: '1' } }))
    const error = (await create({ items })) as AppError
    expect(error.message).toMatch(/等共 1000 处$/)
    expect(error.details?.['fields']).toHaveLength(30)
    const run = await dryRun({ items })
    expect(run.faults).toHaveLength(100)
    expect(JSON.stringify(run).length).toBeLessThan(50_000)
    expect(run.message).toMatch(/有 1000 处要改：第 1 条：.*……$/)
  })

  it('what cannot be read at all is named by its place, too', () => {
    const request = { template: 't', data: {}, items: [{ openid: 'oOk' }, { openid: 'with blank', dat: {} }] }
    expect(() => parse(CREATE_REQUEST, request)).toThrow(/参数 items\[1\]\.openid openid 只含字母.*不认识参数 items\[1\]\.dat/)
    expect(() => parse(CREATE_REQUEST, { ...request, items: [] })).toThrow('至少要有一位接收人')
    expect(() => parse(CREATE_REQUEST, { ...request, items: Array.from({ length: 1001 }, () => ({ openid: 'oOk' })) })).toThrow('一次最多 1000 位各有内容的接收人')
  })

  it('a doubt of ours is no fault where it is to be sent as it stands', async () => {
    const [a = '', b = ''] = await residents(2)
    const items = [a, b].map((openid) => ({ openid, data: { thing1: '好的🎉', amount2: '1' } }))
    expect((await faultsOf({ items }))[0]).toMatchObject({ doubts: ['emoji'] })
    expect(await create({ items, asIs: true })).toMatchObject({ state: 'finished' })
  })
})

describe('a dry run', () => {
  it('tells who would get it, and shows the card of the first', async () => {
    const [a = '', b = ''] = await residents(2)
    const items: Items = [{ openid: a, columns: { 金额: '1' } }, { openid: b, columns: { 金额: '2' } }, { openid: freshOpenid(), columns: { 金额: '3' } }]
    const run = await dryRun({ data: { thing1: '账单', amount2: '{{金额}}元' }, items })
    expect(run).toMatchObject({ total: 3, canReceive: 2, unknownUsers: 1, unfit: 0, faults: [], card: { lines: [{ value: '账单' }, { value: '1元' }] } })
  })

  it('names the first of those whose names do not fit, where all are told the same', async () => {
    const [a = '', b = ''] = await residents(2, true)
    await usersOf(local.db).doc(b).update({ data: { nickname: '🎉🎉' } })
    const run = await dryRun({ data: { thing1: '{{nickname}}', amount2: '1' }, to: [a, b] })
    expect(run).toMatchObject({ canReceive: 1, unfit: 1, unfitFirst: [{ openid: b, message: expect.stringMatching(/不能用表情符号/) }] })
  })
})

describe('until they are written out, the texts stand in the push', () => {
  const later = (): number => local.emulator.clock.now() + 3_600_000

  it('and go out when its time has come, as they were asked for', async () => {
    const [a = '', b = ''] = await residents(2)
    const { pushId } = (await create({ data: { thing1: '账单' }, sendAt: later(), items: [a, b].map((openid, n) => ({ openid, data: { amount2: `${n + 1}` } })) })) as Created
    expect(rowOf(pushId).texts).toHaveLength(2)
    local.emulator.clock.advance(3_700_000)
    await advanceAll(ports())
    expect([linesOf(a), linesOf(b)]).toEqual([['账单', '1'], ['账单', '2']])
    expect(rowOf(pushId)).not.toHaveProperty('texts')
  })

  it('of whoever erases her data they go at once, and what she exported before had her own alone', async () => {
    const [a = '', b = ''] = await residents(2)
    const { pushId } = (await create({ data: { thing1: '账单' }, sendAt: later(), items: [{ openid: a, data: { amount2: '666' } }, { openid: b, data: { amount2: '777' } }] })) as Created
    const exported = JSON.stringify(await exportOwnData(ports(), a))
    expect(exported).toContain('666')
    expect(exported).not.toContain('777')
    await eraseOwnData(ports(), a)
    expect(rowOf(pushId)).toMatchObject({ total: 1, texts: [{ openid: b, data: { amount2: '777' } }] })
    local.emulator.clock.advance(3_700_000)
    await advanceAll(ports())
    expect(local.emulator.wechat.inbox(a)).toEqual([])
    expect(linesOf(b)).toEqual(['账单', '777'])
  })

  it('of her alone nothing is left', async () => {
    const [a = ''] = await residents(1)
    const { pushId } = (await create({ page: PAGE, sendAt: later(), items: [{ openid: a, data: { thing1: '账单', amount2: '666', orderId: '666' } }] })) as Created
    await eraseOwnData(ports(), a)
    expect(rowOf(pushId)).toMatchObject({ state: 'cancelled', data: {} })
    expect(JSON.stringify(local.emulator.database.find('pushes', { _id: pushId }))).not.toContain('666')
  })

  it('a template that lost their field meanwhile stops them, another text of it does not', async () => {
    const own = await addTemplate(local, { content: '地点:{{thing1.DATA}}\n金额:{{amount2.DATA}}' })
    const [a = '', b = ''] = Array.from({ length: 2 }, freshOpenid)
    for (const openid of [a, b]) await agree(local, own, openid)
    const { pushId } = (await create({ template: own._id, data: { thing1: '账单' }, sendAt: later(), items: [a, b].map((openid) => ({ openid, data: { amount2: '1' } })) })) as Created
    await saveTemplate(ports(), { kind: 'operator' }, { key: own._id, content: '地点:{{thing1.DATA}}' })
    local.emulator.clock.advance(3_700_000)
    await advanceAll(ports())
    expect(rowOf(pushId)).toMatchObject({ state: 'halted', halt: { message: expect.stringMatching(/模板里没有字段 amount2/) } })
  })

  it('and go with all other texts when they are past their keeping', async () => {
    const [a = '', b = ''] = await residents(2)
    const { pushId } = (await create({ page: PAGE, data: { thing1: '账单' }, items: [a, b].map((openid) => ({ openid, data: { amount2: '666', orderId: '666' } })) })) as Created
    const { settings, clock } = local.ports()
    const at = Math.ceil((clock.now() + 200 * 86_400_000) / 3_600_000) * 3_600_000 + 41 * 60_000
    await removeOld(local.ports({ settings: { ...settings, keepDays: { texts: 180, receipts: 0, answers: 0, users: 0, messages: 0 } }, clock: { ...clock, now: () => at } }))
    expect(JSON.stringify([...local.emulator.database.find('pushes', { _id: pushId }), ...local.emulator.database.find('messages', { pushId })])).not.toContain('666')
    expect((await inbox(ports(), a, {})).items).toMatchObject([{ page: '' }])
  })

  it('a thousand of the longest fit, and are not read by who only looks at the push', async () => {
    const big = await addTemplate(local, { content: Array.from({ length: 10 }, (_, n) => `字段${n}:{{thing${n + 1}.DATA}}`).join('\n') })
    const text = '𠮷'.repeat(20)
    const data = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`thing${n + 1}`, text]))
    const items = Array.from({ length: 1000 }, () => ({ openid: freshOpenid(), data: { ...data, orderId: 'x'.repeat(100) } }))
    const created = (await create({ template: big._id, page: PAGE, items, sendAt: later() })) as Created
    expect(created).toMatchObject({ state: 'scheduled', total: 1000 })
    local.emulator.clock.advance(3_700_000)
    const log = new CallLog(local.emulator)
    await log.of(() => advanceAll(ports()))
    expect((await messagesOf(local.db).where({ pushId: created.pushId }).count()).total).toBe(1000)
    expect((await pushesOf(local.db).where({ _id: created.pushId, texts: local.db.command.exists(true) }).count()).total).toBe(0)
  })
})
