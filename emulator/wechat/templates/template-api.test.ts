import { FIELD_RULES } from '../fields/field-rules'
import { addNotice, ALICE, parse, sendNotice, startPlatform } from '../platform.fixture'
import { PUBLIC_TITLES } from './public-library'

function start(options: Parameters<typeof startPlatform>[0] = {}) {
  const { wechat } = startPlatform(options)
  const call = async (name: string, params: Record<string, unknown> = {}) => parse(await wechat.call(`subscribeMessage.${name}`, params))
  return { wechat, call }
}

const NEW = { tid: '401', kidList: [3, 1], sceneDesc: '预约成功后' }

describe('subscribeMessage.addTemplate', () => {
  test('makes a private template of a public title, its keywords in the order asked for', async () => {
    const { wechat, call } = start()
    const reply = await call('addTemplate', NEW)
    expect(reply).toEqual({ errcode: 0, errmsg: 'ok', priTmplId: expect.stringMatching(/^[\w-]{43}$/) })
    expect(wechat.templates()).toMatchObject([
      {
        templateId: reply['priTmplId'],
        title: '预约成功通知',
        type: 2,
        content: '预约单号:{{character_string3.DATA}}\n预约项目:{{thing1.DATA}}\n',
        example: '预约单号:A2026-0001\n预约项目:年度体检\n',
      },
    ])
  })

  test('carries over long-term type and permitted values', async () => {
    const { call } = start()
    await call('addTemplate', { tid: 601, kidList: [1, 3], sceneDesc: '到站' })
    const { data } = await call('getTemplateList')
    expect(data).toMatchObject([{ type: 3, keywordEnumValueList: [{ keywordCode: 'const3.DATA', enumValueList: ['正常', '晚点', '停运'] }] }])
  })

  test('a title of the new kind comes with its own keywords', async () => {
    const { wechat, call } = start()
    expect(await call('addTemplate', { tid: '10000001', kidList: [1, 2], sceneDesc: '行程' })).toMatchObject({ errcode: 200020 })
    expect(await call('addTemplate', { tid: '10000001', kidList: [], sceneDesc: '行程' })).toMatchObject({ errcode: 0 })
    expect(wechat.templates()[0]?.fields.map(({ key }) => key)).toEqual(['thing1', 'time2'])
  })

  const refusals: [string, Record<string, unknown>, number][] = [
    ['no title', { tid: undefined }, 200014],
    ['an unknown title', { tid: '1' }, 200014],
    ['no keywords', { kidList: undefined }, 200020],
    ['one keyword', { kidList: [1] }, 200020],
    ['six keywords', { kidList: [1, 2, 3, 4, 5, 6] }, 200020],
    ['a keyword twice', { kidList: [1, 1] }, 200020],
    ['a keyword that the title does not have', { kidList: [1, 99] }, 200020],
    ['keywords as texts', { kidList: ['1', '2'] }, 200020],
    ['no scene', { sceneDesc: undefined }, 200021],
    ['an empty scene', { sceneDesc: '' }, 200021],
    ['a scene of 16 characters', { sceneDesc: '长'.repeat(16) }, 200021],
  ]
  test.each(refusals)('%s is refused', async (_what, more, errcode) => {
    const { wechat, call } = start()
    expect(await call('addTemplate', { ...NEW, ...more })).toMatchObject({ errcode, errmsg: expect.stringContaining(' rid: ') })
    expect(wechat.templates()).toEqual([])
  })

  test('the same keywords in another order are the same template, which the refusal names', async () => {
    const { call } = start()
    const { priTmplId } = await call('addTemplate', NEW)
    expect(await call('addTemplate', { ...NEW, kidList: [1, 3] })).toMatchObject({ errcode: 200022, priTmplId })
    expect(await call('addTemplate', { ...NEW, kidList: [1, 2] })).toMatchObject({ errcode: 0 })
  })

  test('no more templates than the account may have, which does not hinder adding by hand', async () => {
    const { wechat, call } = start({ switches: { templates: { max: 1 } } })
    addNotice(wechat, 'A')
    expect(await call('addTemplate', NEW)).toMatchObject({ errcode: 200012 })
    addNotice(wechat, 'B')
    expect(wechat.templates()).toHaveLength(2)
  })

  test('a banned account adds none', async () => {
    const { wechat, call } = start()
    wechat.ban('app')
    expect(await call('addTemplate', NEW)).toMatchObject({ errcode: 200011 })
  })

  test('names that the case conversion made are taken only where the switch says so', async () => {
    const { call, wechat } = start()
    const converted = { tid: '401', kid_list: [1, 2], scene_desc: '预约' }
    expect(await call('addTemplate', converted)).toMatchObject({ errcode: 200020 })
    wechat.setSwitches({ templates: { acceptSnakeCase: true } })
    const { priTmplId } = await call('addTemplate', converted)
    expect(await call('deleteTemplate', { pri_tmpl_id: priTmplId })).toEqual({ errcode: 0, errmsg: 'ok' })
  })
})

describe('subscribeMessage.deleteTemplate', () => {
  test('removes the template and what users had granted to it', async () => {
    const { wechat, call } = start()
    addNotice(wechat, 'N')
    addNotice(wechat, 'M')
    await wechat.consent({ openid: ALICE, templateIds: ['N', 'M'], always: true })
    expect(await call('deleteTemplate', { priTmplId: 'N' })).toEqual({ errcode: 0, errmsg: 'ok' })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 40037 })
    addNotice(wechat, 'N')
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 0, choice: 'none', sticky: false })
    expect(wechat.subscription(ALICE, 'M').quota).toBe(1)
  })

  test('refuses an unknown or missing id', async () => {
    const { call } = start()
    expect(await call('deleteTemplate', { priTmplId: 'nowhere' })).toMatchObject({ errcode: 20001 })
    expect(await call('deleteTemplate')).toMatchObject({ errcode: 20002 })
  })
})

describe('subscribeMessage.getTemplateList', () => {
  test('lists private templates in the order in which they came', async () => {
    const { wechat, call } = start()
    addNotice(wechat, 'Z')
    addNotice(wechat, 'A', { type: 3 })
    expect(await call('getTemplateList')).toEqual({
      errcode: 0,
      errmsg: 'ok',
      data: [
        { priTmplId: 'Z', title: 'Z通知', content: '事项:{{thing1.DATA}}\n', example: '事项:广州至北京\n', type: 2, keywordEnumValueList: [] },
        { priTmplId: 'A', title: 'A通知', content: '事项:{{thing1.DATA}}\n', example: '事项:广州至北京\n', type: 3, keywordEnumValueList: [] },
      ],
    })
  })
})

describe('the public template library', () => {
  test('lists the account\'s categories', async () => {
    const { call } = start()
    expect(await call('getCategory')).toMatchObject({ errcode: 0, data: expect.arrayContaining([{ id: 616, name: '公交' }]) })
  })

  test('lists titles by category, page by page', async () => {
    const { call } = start()
    const page = await call('getPubTemplateTitleList', { ids: '307,145', start: 1, limit: 1 })
    expect(page).toEqual({ errcode: 0, errmsg: 'ok', count: 3, data: [{ tid: 402, title: '待办事项提醒', type: 2, categoryId: 307 }] })
  })

  const refusals: [Record<string, unknown>, number][] = [
    [{ start: 0, limit: 30 }, 200018],
    [{ ids: 'a,b', start: 0, limit: 30 }, 200019],
    [{ ids: '307', limit: 30 }, 200016],
    [{ ids: '307', start: -1, limit: 30 }, 200016],
    [{ ids: '307', start: 0, limit: 31 }, 200017],
    [{ ids: '307', start: 0, limit: 0 }, 200017],
  ]
  test.each(refusals)('titles asked for with %j are refused', async (params, errcode) => {
    const { call } = start()
    expect(await call('getPubTemplateTitleList', params)).toMatchObject({ errcode })
  })

  test('lists the keywords of a title with their types', async () => {
    const { call } = start()
    const reply = await call('getPubTemplateKeyWordsById', { tid: '10000001' })
    expect(reply).toMatchObject({ count: 2, data: [{ kid: 1, name: '行程', example: '广州至北京', rule: 'thing' }, { kid: 2, rule: 'time' }] })
    expect(await call('getPubTemplateKeyWordsById', { tid: '1' })).toMatchObject({ errcode: 200014 })
    expect(await call('getPubTemplateKeyWordsById')).toMatchObject({ errcode: 200002 })
  })

  test('has keywords of every type', () => {
    const rules = new Set<string>(PUBLIC_TITLES.flatMap(({ keywords }) => keywords.map(({ rule }) => rule)))
    expect(Object.keys(FIELD_RULES).filter((rule) => !rules.has(rule))).toEqual(['enum'])
  })
})
