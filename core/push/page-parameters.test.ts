import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { type AppError } from '../error/app-error'
import { messageDetail } from '../history/history'
import { inbox, recordOpened } from '../history/inbox'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { listTemplates } from '../templates/list'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { exportOwnData } from '../users/export'
import { removeOld } from '../users/retention'
import { askedOf } from './asked'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'
import { type CreateRequest } from './request'

const PAGE = 'pages/order/order?id={{orderId}}&message={{id}}'
const DATA = { thing1: '车库', orderId: 'A 1001/中' }
const FILLED = 'pages/order/order?id=A%201001%2F%E4%B8%AD&message='

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

function ports(pages: readonly string[] = ['pages/order/order']): Ports {
  const { settings } = local.ports()
  return local.ports({ settings: { ...settings, pages } })
}

async function create(request: Partial<CreateRequest>, own = ports()): Promise<Created | AppError> {
  // WeChat looks for the page in the released version only, and this mini-program has none of orders.
  const whole = { template: template._id, data: DATA, page: PAGE, state: 'developer' as const, to: [freshOpenid()], ...request }
  return createPush(own, whole, { kind: 'operator' }).catch((error: AppError) => error) as Promise<Created | AppError>
}

async function sent(more: Partial<CreateRequest> = {}): Promise<{ openid: string; pushId: string; id: string }> {
  const openid = freshOpenid()
  await agree(local, template, openid)
  const { pushId, messages } = (await create({ to: [openid], ...more })) as Created
  return { openid, pushId, id: messages[0]?.id ?? '' }
}

const rowOf = (pushId: string): Push => local.emulator.database.find('pushes', { _id: pushId })[0] as unknown as Push

describe('a page of another matter', () => {
  it('is opened with the parameters, of which WeChat hears nothing else', async () => {
    const { openid, pushId, id } = await sent()
    const [card] = local.emulator.wechat.inbox(openid)
    expect(card).toMatchObject({ page: `${FILLED}${encodeURIComponent(id)}`, lines: [{ label: '地点', value: '车库' }] })
    expect(rowOf(pushId)).toMatchObject({ page: PAGE, data: { thing1: '车库' }, parameters: { orderId: DATA.orderId } })
  })

  it('is what her inbox leads to, and what the detail and an export tell', async () => {
    const { openid, id } = await sent()
    const page = `${FILLED}${encodeURIComponent(id)}`
    expect((await inbox(ports(), openid, {})).items).toMatchObject([{ page }])
    expect(await messageDetail(local.db, id)).toMatchObject({ push: { page: PAGE, parameters: { orderId: DATA.orderId }, filledPage: page, data: { thing1: '车库' } } })
    expect(await exportOwnData(ports(), openid)).toMatchObject({ messages: [{ page }] })
  })

  it('may be the page of the template, whose sample can be sent as it is', async () => {
    const own = await addTemplate(local)
    await saveTemplate(ports(), { kind: 'operator' }, { key: own._id, page: `/${PAGE}` })
    const openid = freshOpenid()
    await agree(local, own, openid)
    await create({ template: own._id, page: undefined, to: [openid] })
    expect(local.emulator.wechat.inbox(openid)[0]?.page).toContain(FILLED)
    const described = (await listTemplates(local.db, {})).templates.find(({ key }) => key === own._id)
    expect(await create({ template: own._id, page: undefined, data: described?.sample ?? {} })).toMatchObject({ state: 'finished' })
  })

  it('is told by a dry run, and checked without its query', async () => {
    const run = (await create({ dryRun: true })) as unknown as DryRun
    expect(run).toMatchObject({ faults: [], page: `${FILLED}{{id}}`, card: { lines: [{ label: '地点', value: '车库' }] } })
    expect((await create({ dryRun: true }, ports(['pages/message/message']))) as unknown as DryRun).toMatchObject({ faults: [{ field: 'page', message: expect.stringMatching(/没有页面「pages\/order\/order」.*41030/) }] })
  })

  it('goes to many with the same parameters, each with her own id', async () => {
    const to = [freshOpenid(), freshOpenid()]
    for (const openid of to) await agree(local, template, openid)
    await create({ to })
    for (const openid of to) expect(local.emulator.wechat.inbox(openid)[0]?.page).toMatch(new RegExp(`message=[\\w-]+%3A${openid}$`))
  })

  it('asked for twice under one key goes out once; with another parameter it is another push', async () => {
    const key = fresh('order')
    const to = [freshOpenid()]
    expect(await create({ key, to })).toMatchObject({ replayed: false })
    expect(await create({ key, to })).toMatchObject({ replayed: true })
    expect(await create({ key, to, data: { ...DATA, orderId: 'A-2' } })).toMatchObject({ code: 'idempotency-conflict' })
  })

  it('is part of what a second member agrees to', async () => {
    const { pushId } = await sent()
    const push = rowOf(pushId)
    const asked = await askedOf(local.db, push)
    expect(asked.page).toBe(`${FILLED}{{id}}`)
    expect((await askedOf(local.db, { ...push, parameters: { orderId: 'A-2' } })).seen).not.toBe(asked.seen)
    expect((await askedOf(local.db, { ...push, page: asked.page, parameters: undefined })).seen).toBe(asked.seen)
  })
})

describe('refused in words, with nothing written down', () => {
  it.each([
    ['a parameter without a value', { data: { thing1: '车库' } }, 'data.orderId', /请在 data 里写上 orderId 的值/],
    ['a key that is neither field nor parameter', { data: { ...DATA, odd: '1' } }, 'data.odd', /模板里没有字段 odd/],
    ['the id, which nobody gives', { data: { ...DATA, id: '1' } }, 'data.id', /模板里没有字段 id/],
    ['a parameter of no path', { page: 'pages/order/order' }, 'data.orderId', /模板里没有字段 orderId/],
    ['a parameter in the path itself', { page: 'pages/order/order?x={{a' }, 'page', /要写成 \{\{orderId\}\} 这样/],
  ] as const)('%s', async (_what, request, field, message) => {
    const before = local.emulator.database.find('pushes', {}).length
    const error = (await create(request)) as AppError
    expect(error.code).toBe('invalid-argument')
    expect(error.details).toMatchObject({ fields: expect.arrayContaining([{ field, message: expect.stringMatching(message) }]) })
    expect(local.emulator.database.find('pushes', {})).toHaveLength(before)
  })

  it('a page of a template that nothing can be filled into', async () => {
    await expect(saveTemplate(ports(), { kind: 'operator' }, { key: template._id, page: 'pages/{{a}}/a' })).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})

describe('what was filled in', () => {
  it('goes with the texts when their time is over, and then nothing leads on', async () => {
    const { openid, pushId } = await sent()
    const { settings, clock } = local.ports()
    const later = Math.ceil((clock.now() + 200 * 86_400_000) / 3_600_000) * 3_600_000 + 41 * 60_000
    const keepDays = { texts: 180, receipts: 0, answers: 0, users: 0, messages: 0 }
    await removeOld(local.ports({ settings: { ...settings, keepDays }, clock: { ...clock, now: () => later } }))
    expect(rowOf(pushId)).not.toHaveProperty('parameters')
    expect((await inbox(ports(), openid, {})).items).toMatchObject([{ page: '' }])
  })

  it('goes with the texts of a push to her alone when she erases her data', async () => {
    const { openid, pushId } = await sent()
    await eraseOwnData(ports(), openid)
    expect(rowOf(pushId)).toMatchObject({ data: {} })
    expect(rowOf(pushId)).not.toHaveProperty('parameters')
  })
})

describe('that she opened it', () => {
  const opening = (id: string): Date | undefined => (local.emulator.database.find('messages', { _id: id })[0] as unknown as Message).openedAt

  it('counts once, and answers what the next of its kind is asked for with', async () => {
    const { openid, id } = await sent()
    expect(await recordOpened(ports(), openid, { id })).toEqual({ message: { id, template: template._id, templateId: template.templateId, title: template.title } })
    const first = opening(id)
    expect(first).toBeInstanceOf(Date)
    local.emulator.clock.advance(60_000)
    await recordOpened(ports(), openid, { id })
    expect(opening(id)).toEqual(first)
  })

  it('is nobody else’s to say, and of no message that there is not', async () => {
    const { openid, id } = await sent()
    await expect(recordOpened(ports(), freshOpenid(), { id })).rejects.toMatchObject({ code: 'not-found' })
    await expect(recordOpened(ports(), openid, { id: 'no-such' })).rejects.toMatchObject({ code: 'not-found' })
    expect(opening(id)).toBeUndefined()
  })
})
