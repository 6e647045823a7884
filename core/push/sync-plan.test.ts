import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { agree, fresh, freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { findById } from '../records/find'
import { checkData } from '../templates/message-data'
import { templatesOf } from '../templates/registry'
import { sampleFor } from '../templates/sample'
import { saveTemplate } from '../templates/save'
import { type SyncReport } from '../templates/sync'
import { type Template } from '../templates/template'
import { FIELD_RULES, type RuleName } from '../templates/field-rules'
import { createPush, type Created } from './create'
import { syncOrPlan, type SyncPlan, type SyncRequest } from './sync-plan'
import { tick } from './tick'

const OWNER: Author = { kind: 'member', openid: 'oOwner' }
const OPERATOR: Author = { kind: 'operator' }
const HOUR_MS = 3_600_000

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

async function plan(): Promise<SyncPlan> {
  return (await syncOrPlan(local.ports(), OWNER, { dryRun: true })) as SyncPlan
}

async function sync(request: SyncRequest = {}): Promise<SyncReport> {
  return (await syncOrPlan(local.ports(), OWNER, request)) as SyncReport
}

/** WeChat has it with a place; here it stands as it was before, with another field. */
async function changedTemplate(): Promise<Template> {
  const key = fresh('changed')
  const title = fresh('巡检')
  const { templateId } = local.emulator.wechat.addTemplate({ title, content: '地点:{{thing1.DATA}}\n级别:{{const2.DATA}}', enums: { const2: ['高', '低'] } })
  return saveTemplate(local.ports(), OWNER, { key, title, templateId, content: '地址:{{thing1.DATA}}\n旧:{{phrase9.DATA}}', page: 'pages/a/a', about: '有任务时' })
}

async function push(template: Template, data: Record<string, string>, more: object = {}): Promise<Created> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid)
  return (await createPush(local.ports(), { template: template._id, data, to: [openid], ...more }, OPERATOR)) as Created
}

it('shows what is new, what changed field by field, and what is gone, and touches nothing', async () => {
  const changed = await changedTemplate()
  const gone = await saveTemplate(local.ports(), OWNER, { key: fresh('gone'), title: fresh('已删除'), content: '地点:{{thing1.DATA}}', templateId: fresh('deleted') })
  const { title } = local.emulator.wechat.addTemplate({ title: fresh('新模板'), content: '金额:{{amount1.DATA}}' })

  const { added, updated, missing } = await plan()
  expect(added).toContainEqual(expect.objectContaining({ title, fields: ['金额'] }))
  expect(updated.find(({ key }) => key === changed._id)).toMatchObject({
    changes: ['去掉字段 phrase9「旧」', '字段 thing1「地址」 改名为「地点」', '多了字段 const2「级别」'],
    needed: ['const2'],
    refused: ['phrase9'],
    waiting: 0,
  })
  expect(missing).toContainEqual({ key: gone._id, title: gone.title, waiting: 0 })
  expect(await findById(templatesOf(local.db), changed._id)).toEqual(changed)
})

it('tells how many pushes that wait for their time would stop, and they are the ones that do', async () => {
  const changed = await changedTemplate()
  const sendAt = local.emulator.clock.now() + HOUR_MS
  const { pushId } = await push(changed, { thing1: '车库', phrase9: '待巡查' }, { sendAt })
  expect((await plan()).updated.find(({ key }) => key === changed._id)).toMatchObject({ waiting: 1, stopping: 1 })
  await sync()
  local.emulator.clock.advance(HOUR_MS + 1000)
  await tick(local.ports())
  expect(await findById(local.db.collection<{ _id: string; state: string; halt?: { message: string } }>('pushes'), pushId)).toMatchObject({
    state: 'halted',
    halt: { message: expect.stringContaining('模板改过了') },
  })
})

it('breaks no message that is under way: it goes out with the fields that it was asked for with', async () => {
  const template = await changedTemplate()
  const sent: object[] = []
  const { subscribeMessage } = local.openapi
  const openapi = {
    ...local.openapi,
    subscribeMessage: { ...subscribeMessage, send: async (message: Parameters<typeof subscribeMessage.send>[0]) => (sent.push(message.data), { errCode: 0, errMsg: 'ok', msgid: sent.length }) },
  } as typeof local.openapi
  const people = [freshOpenid(), freshOpenid()]
  for (const openid of people) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  // Without a call token it is written down now, and sent by the timer.
  const noToken = { ...local.openapi, subscribeMessage: { ...subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: -501007, errMsg: 'Invalid wxCloudApiToken' })) } }
  await createPush(local.ports({ openapi: noToken }), { template: template._id, data: { thing1: '车库', phrase9: '待巡查' }, to: people }, OPERATOR)
  await sync()
  expect((await findById(templatesOf(local.db), template._id))?.fields.map(({ key }) => key)).toEqual(['thing1', 'const2'])
  await tick(local.ports({ openapi }))
  expect(sent).toEqual(people.map(() => ({ thing1: { value: '车库' }, phrase9: { value: '待巡查' } })))
})

it('carries out only what was shown, once, and keeps what an owner decides', async () => {
  const changed = await changedTemplate()
  const { seen } = await plan()
  const before = local.emulator.wechat.addTemplate({ title: fresh('又一个'), content: '地点:{{thing1.DATA}}' })
  await expect(sync({ seen })).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringContaining('又变了') })
  expect(await findById(templatesOf(local.db), changed._id)).toEqual(changed)

  const report = await sync({ seen: (await plan()).seen })
  expect(report.updated).toContain(changed._id)
  expect(await findById(templatesOf(local.db), changed._id)).toMatchObject({ page: 'pages/a/a', about: '有任务时', enabled: true, sample: { thing1: '示例内容', const2: '高' } })
  expect(report.added).toHaveLength(1)
  expect(await sync()).toMatchObject({ added: [], updated: [], unchanged: expect.arrayContaining([...report.added, changed._id]) })
  expect((await plan()).added.some(({ title }) => title === before.title)).toBe(false)
})

it('fills in a sample that the rules take, whatever the fields are', () => {
  const rules = Object.keys(FIELD_RULES) as RuleName[]
  const field = fc.record({ rule: fc.constantFrom(...rules), at: fc.integer({ min: 1, max: 99 }), known: fc.string() })
  fc.assert(
    fc.property(fc.uniqueArray(field, { selector: ({ rule, at }) => `${rule}${at}`, maxLength: 10 }), (given) => {
      const fields = given.map(({ rule, at }) => ({ key: `${rule}${at}`, label: rule, rule, ...(rule === 'enum' && { enum: ['高', '低'] }) }))
      const known = Object.fromEntries(given.map(({ rule, at, known }) => [`${rule}${at}`, known]))
      expect(checkData(sampleFor(fields, known), fields)).toEqual([])
    }),
  )
})
