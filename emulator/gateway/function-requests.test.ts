import { ALICE, startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'

let cloud: ScriptableCloud
beforeAll(async () => {
  cloud = await startScriptable({
    'cloudfunctions/callee/index.js': `
      const cloud = require('wx-server-sdk')
      exports.main = async (event) => {
        if (event.boom) throw new Error('boom in callee')
        return { event, context: cloud.getWXContext() }
      }`,
    'cloudbaserc.json': { envId: 'test-env', functions: ['script', 'callee'].map((name) => ({ name, timeout: 60 })) },
  })
})
afterAll(() => cloud.close())

test('a function called by a function gets the data and the chain of sources, but no user', async () => {
  const { gave } = await cloud.script(`return cloud.callFunction({ name: 'callee', data: { a: 1, d: new Date(0) } })`)
  expect(gave).toMatchObject({
    errMsg: 'callFunction:ok',
    result: { event: { a: 1, d: '1970-01-01T00:00:00.000Z' }, context: { SOURCE: 'wx_client,scf', ENV: 'test-env' } },
  })
  expect(gave).not.toHaveProperty('result.context.OPENID', ALICE)
})

test('a function that returns nothing gives null', async () => {
  const { gave } = await cloud.script(`return cloud.callFunction({ name: 'script', data: { code: '' } })`)
  expect(gave).toMatchObject({ result: {} })
})

test('an error of the callee arrives with its code and text', async () => {
  const { failed } = await cloud.script(`return cloud.callFunction({ name: 'callee', data: { boom: true } })`)
  expect(failed).toMatchObject({ errCode: -1, code: 'FUNCTIONS_EXECUTE_FAIL' })
  expect(failed?.errMsg).toMatch(/^callFunction:fail .*boom in callee/s)
})

test('a missing function is named', async () => {
  const { failed } = await cloud.script(`return cloud.callFunction({ name: 'missing' })`)
  expect(failed).toMatchObject({ errCode: -1, code: 'FUNCTION_NOT_FOUND' })
  expect(failed?.errMsg).toMatch('missing')
})
