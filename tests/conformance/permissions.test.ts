import { ALICE, CONSOLE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())

test('an openapi that config.json does not list is -604101 and sends nothing', async () => {
  const { templateId } = driver.emulator.wechat.addTemplate({ title: '通知', content: '商品:{{thing1.DATA}}' })
  await driver.emulator.wechat.consent({ openid: ALICE, templateIds: [templateId] })
  const message = { touser: ALICE, templateId, data: { thing1: { value: '苹果' } } }
  expect(await driver.call('unlisted', { message })).toMatchObject({
    ok: true,
    result: {
      errCode: -604101,
      errMsg: 'system error: error code: -604101',
      message: 'errCode: -604101 function has no permission to call this API | errMsg: system error: error code: -604101',
    },
  })
  expect(driver.emulator.wechat.inbox(ALICE)).toEqual([])
})

test('an openapi that does not exist is -604100', async () => {
  const { error } = await driver.run(`return cloud.openapi.subscribeMessage.noSuchApi({})`)
  expect(error).toMatchObject({ errCode: -604100, errMsg: 'system error: error code: -604100' })
})

test('function rules let signed-in users call', async () => {
  expect(await driver.call('conformance', { step: 'return 1' })).toMatchObject({ ok: true })
})

test('a function with invoke false cannot be called from a mini-program', async () => {
  expect(await driver.call('internal', { give: 1 })).toMatchObject({ ok: false, error: { code: 'FUNCTIONS_PERMISSION_DENIED' } })
})

test('function rules bind mini-programs only: the console and other functions are let in', async () => {
  expect(await driver.call('internal', { give: 1 }, CONSOLE)).toMatchObject({ ok: true, result: 1 })
  const { result } = await driver.run(`return cloud.callFunction({ name: 'internal', data: { give: 2 } })`)
  expect(result).toMatchObject({ result: 2 })
})

test('a function has full rights on every collection, whatever its permission mode', async () => {
  const step = `
    const { _id } = await db.collection('adminonly').add({ data: { n: 1 } })
    return (await db.collection('adminonly').doc(_id).get()).data`
  expect(await driver.run(step)).toMatchObject({ result: { n: 1 } })
})

test('what a function writes has no _openid of its own accord', async () => {
  const { result } = await driver.run(`
    const { _id } = await db.collection('private').add({ data: { n: 1 } })
    return Object.keys((await db.collection('private').doc(_id).get()).data).sort()`)
  expect(result).toEqual(['_id', 'n'])
})
