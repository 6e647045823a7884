import { ALICE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
beforeEach(() => {
  driver.emulator.wechat.reset()
  driver.emulator.switches.reset()
})

const PLAIN = `cloud.openapi({ convertCase: false }).subscribeMessage`
const add = (params: object) => driver.run(`return ${PLAIN}.addTemplate(event.params)`, { params })
const ask = (call: string) => driver.run(`return cloud.openapi.subscribeMessage.${call}`)

const NEW = { tid: '401', kidList: [1, 2], sceneDesc: '测试数据' }

test('getTemplateList gives the private templates with their keywords', async () => {
  const { templateId } = driver.emulator.wechat.addTemplate({
    title: '班车',
    content: '状态:{{const1.DATA}}\n站:{{thing2.DATA}}',
    enums: { const1: ['正常', '晚点'] },
    type: 3,
  })
  const data = [
    {
      priTmplId: templateId,
      title: '班车',
      content: '状态:{{const1.DATA}}\n站:{{thing2.DATA}}\n',
      example: expect.stringContaining('状态:正常\n'),
      type: 3,
      keywordEnumValueList: [{ keywordCode: 'const1.DATA', enumValueList: ['正常', '晚点'] }],
    },
  ]
  const expected = { result: { data, errCode: 0, errMsg: 'openapi.subscribeMessage.getTemplateList:ok' } }
  expect(await ask('getTemplateList()')).toEqual(expected)
  expect(await ask('getTemplateList({})')).toEqual(expected)
})

test('addTemplate with convertCase false adds a template that can be sent', async () => {
  const { result } = await add(NEW)
  const [template] = driver.emulator.wechat.templates()
  expect(result).toMatchObject({ priTmplId: template?.templateId })
  expect(template?.content).toBe('预约项目:{{thing1.DATA}}\n预约时间:{{time2.DATA}}\n')
})

test('addTemplate in camelCase fails, because the SDK converts kidList to kid_list', async () => {
  expect(await ask(`addTemplate({ tid: '401', kidList: [1, 2], sceneDesc: 'x' })`)).toMatchObject({ error: { errCode: 200020 } })
})

test('by switch addTemplate takes kid_list', async () => {
  driver.emulator.switches.set({ templates: { acceptSnakeCase: true } })
  expect(await ask(`addTemplate({ tid: '401', kidList: [1, 2], sceneDesc: 'x' })`)).toMatchObject({ result: { errCode: 0 } })
})

test('addTemplate of an unknown tid is 200014', async () => {
  expect(await add({ ...NEW, tid: '1' })).toMatchObject({ error: { errCode: 200014 } })
})

test('addTemplate takes two to five keywords of the title: else 200020', async () => {
  for (const kidList of [[1], [1, 2, 3, 4, 5, 6], [1, 99], [1, 1], 'x']) {
    expect(await add({ ...NEW, kidList })).toMatchObject({ error: { errCode: 200020 } })
  }
})

test('addTemplate needs a sceneDesc of up to 15 characters: else 200021', async () => {
  for (const sceneDesc of ['', 'x'.repeat(16), undefined]) {
    expect(await add({ ...NEW, sceneDesc })).toMatchObject({ error: { errCode: 200021 } })
  }
})

test('a title of the new kind takes no keywords', async () => {
  expect(await add({ ...NEW, tid: '10000001', kidList: [1, 2] })).toMatchObject({ error: { errCode: 200020 } })
  expect(await add({ ...NEW, tid: '10000001', kidList: [] })).toMatchObject({ result: { priTmplId: expect.any(String) } })
})

test('the same title and keywords in any order are 200022', async () => {
  await add(NEW)
  expect(await add({ ...NEW, kidList: [2, 1] })).toMatchObject({ error: { errCode: 200022 } })
})

test('beyond 25 private templates it is 200012', async () => {
  for (let i = 0; i < 25; i++) driver.emulator.wechat.addTemplate({ title: `第${i}个`, content: '值:{{thing1.DATA}}' })
  expect(await add(NEW)).toMatchObject({ error: { errCode: 200012 } })
  driver.emulator.switches.set({ templates: { max: 50 } })
  expect(await add(NEW)).toMatchObject({ result: { priTmplId: expect.any(String) } })
})

test('a banned account is 200011', async () => {
  driver.emulator.wechat.ban('app')
  expect(await add(NEW)).toMatchObject({ error: { errCode: 200011 } })
})

test('deleteTemplate takes the template and its authorizations away', async () => {
  const { templateId } = driver.emulator.wechat.addTemplate({ title: '旧的', content: '值:{{thing1.DATA}}' })
  await driver.emulator.wechat.consent({ openid: ALICE, templateIds: [templateId] })
  const remove = `return ${PLAIN}.deleteTemplate({ priTmplId: event.templateId })`
  expect((await driver.run(remove, { templateId })).error).toBeUndefined()
  expect(driver.emulator.wechat.templates()).toEqual([])
  expect(driver.emulator.wechat.subscription(ALICE, templateId).quota).toBe(0)
  expect(await driver.run(remove, { templateId })).toMatchObject({ error: { errCode: 20001 } })
})

test('getCategory gives the categories of the account', async () => {
  expect(await ask('getCategory()')).toMatchObject({ result: { errCode: 0, data: expect.arrayContaining([{ id: 616, name: '公交' }]) } })
})

test('getPubTemplateKeyWordsById gives the keywords of a title', async () => {
  expect(await ask(`getPubTemplateKeyWordsById({ tid: '401' })`)).toMatchObject({
    result: { count: 6, data: expect.arrayContaining([{ kid: 1, name: '预约项目', example: '年度体检', rule: 'thing' }]) },
  })
  expect(await ask(`getPubTemplateKeyWordsById({ tid: '1' })`)).toMatchObject({ error: { errCode: 200014 } })
})

test('getPubTemplateTitleList gives a page of the titles of categories', async () => {
  expect(await ask(`getPubTemplateTitleList({ ids: '307,616', start: 0, limit: 1 })`)).toMatchObject({
    result: { count: 4, data: [{ tid: 401, title: '预约成功通知', type: 2, categoryId: 307 }] },
  })
})

test('getPubTemplateTitleList refuses a wrong start, limit or ids', async () => {
  const errCode = async (params: string) => (await ask(`getPubTemplateTitleList(${params})`)).error?.errCode
  expect(await errCode(`{ ids: '307', start: -1, limit: 1 }`)).toBe(200016)
  expect(await errCode(`{ ids: '307', start: 0, limit: 31 }`)).toBe(200017)
  expect(await errCode(`{ start: 0, limit: 1 }`)).toBe(200018)
  expect(await errCode(`{ ids: 'a;b', start: 0, limit: 1 }`)).toBe(200019)
})
