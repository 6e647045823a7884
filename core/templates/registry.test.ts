import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { fresh } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { type AppError } from '../error/app-error'
import { findById } from '../records/find'
import { templatesOf } from './registry'
import { saveTemplate, type SaveRequest } from './save'
import { compareWithWeChat, syncTemplates } from './sync'

const OWNER: Author = { kind: 'member', openid: 'oOwner' }

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

async function sync(): ReturnType<typeof syncTemplates> {
  return syncTemplates(local.ports(), OWNER, await compareWithWeChat(local.ports()))
}

function save(request: SaveRequest): ReturnType<typeof saveTemplate> {
  return saveTemplate(local.ports(), OWNER, request)
}

async function faultsOf(request: SaveRequest): Promise<string> {
  return save(request).then(
    () => 'none',
    (error: AppError) => error.message,
  )
}

describe('saving a template', () => {
  it('replaces a placeholder id by key and id alone, and keeps the rest', async () => {
    const key = fresh('template')
    await save({ key, title: '巡检', content: '地点:{{thing1.DATA}}', about: '有任务时', templateId: 'TEMPLATE_ID' })
    const saved = await save({ key, templateId: fresh('real-id') })
    expect(saved).toMatchObject({ title: '巡检', about: '有任务时', fields: [{ key: 'thing1' }] })
    expect(await findById(templatesOf(local.db), key)).toEqual(saved)
  })

  it('keeps how many sends of a person are enough, until it is told another number', async () => {
    const key = fresh('template')
    await save({ key, title: 'x', content: '地点:{{thing1.DATA}}', target: 5 })
    expect(await save({ key, enabled: false })).toMatchObject({ target: 5 })
    expect(await save({ key, target: 1 })).toMatchObject({ target: 1 })
  })

  it('asks for title and content of a new one', async () => {
    expect(await faultsOf({ key: fresh('template') })).toMatch(/要有标题.*要有正文/)
  })

  it('names lines of the content that are no field', async () => {
    expect(await faultsOf({ key: fresh('template'), title: 'x', content: '地点:{{thing1.DATA}}\n你好' })).toMatch(/看不懂这一行：「你好」/)
  })

  it('asks for the values of an enum field', async () => {
    expect(await faultsOf({ key: fresh('template'), title: 'x', content: '级别:{{const1.DATA}}' })).toMatch(/enums\.const1/)
  })

  it('checks the sample by the rules of the fields', async () => {
    expect(await faultsOf({ key: fresh('template'), title: 'x', content: '状态:{{phrase1.DATA}}', sample: { phrase1: 'abc' } })).toMatch(/示例里「状态」/)
  })

  it('refuses an id that another template has, because the ledger is kept by id', async () => {
    const [first, id] = [fresh('template'), fresh('id')]
    await save({ key: first, title: 'x', content: '地点:{{thing1.DATA}}', templateId: id })
    expect(await faultsOf({ key: fresh('template'), title: 'y', content: '地点:{{thing1.DATA}}', templateId: id })).toContain(first)
  })
})

describe('syncing with WeChat', () => {
  it('fills placeholders by title, adds what is new switched off, follows changed bodies and names what is gone', async () => {
    const [waiting, gone] = [fresh('waiting'), fresh('gone')]
    const title = fresh('等待填写')
    await save({ key: waiting, title, content: '旧:{{thing9.DATA}}', templateId: 'TEMPLATE_ID' })
    await save({ key: gone, title: fresh('已删除'), content: '地点:{{thing1.DATA}}', templateId: fresh('deleted-id') })
    const { templateId } = local.emulator.wechat.addTemplate({ title, content: '地点:{{thing1.DATA}}\n级别:{{const2.DATA}}', enums: { const2: ['高', '低'] } })
    const news = local.emulator.wechat.addTemplate({ title: fresh('新模板'), content: '金额:{{amount1.DATA}}', type: 3 })

    const report = await sync()
    expect(report.updated).toEqual([waiting])
    expect(report.missing).toContain(gone)
    expect(await findById(templatesOf(local.db), waiting)).toMatchObject({
      templateId,
      enabled: true,
      fields: [{ key: 'thing1' }, { key: 'const2', rule: 'enum', enum: ['高', '低'] }],
    })
    const [added] = report.added
    expect(await findById(templatesOf(local.db), added ?? '')).toMatchObject({ templateId: news.templateId, type: 'long-term', enabled: false })

    expect(await sync()).toMatchObject({ added: [], updated: [] })
  })

  it('from the console says that the page has to do it', async () => {
    const error = Object.assign(new Error(), { errCode: -501007, errMsg: 'Invalid wxCloudApiToken' })
    const openapi = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, getTemplateList: () => Promise.reject(error) } }
    await expect(compareWithWeChat(local.ports({ openapi }))).rejects.toMatchObject({ code: 'no-call-token', message: expect.stringContaining('小程序的模板设置') })
  })
})
