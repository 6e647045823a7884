import { randomBytes } from 'node:crypto'
import { startScriptable } from '../testing/scriptable-cloud'
import { isRealKey, realKeysIn, realKeysInWords } from './real-keys'

// Made up each time, in the shape of real ones.
const SECRET_ID = `AKID${randomBytes(16).toString('hex')}`
const SECRET_KEY = `${randomBytes(15).toString('hex')}Zz`
const APP_SECRET = randomBytes(16).toString('hex')

test.each([
  ['TENCENTCLOUD_SECRETID', SECRET_ID],
  ['MY_ID', SECRET_ID],
  ['TENCENTCLOUD_SECRETKEY', SECRET_KEY],
  ['TENCENT_SECRET_KEY', SECRET_KEY],
  ['WX_APPSECRET', APP_SECRET],
  ['APP_SECRET', ` ${APP_SECRET.toUpperCase()} `],
])('%s looks like a real key', (name, value) => {
  expect(isRealKey(name, value)).toBe(true)
})

test.each([
  ['TENCENTCLOUD_SECRETID', 'local'],
  ['TENCENTCLOUD_SECRETID', 'AKIDxxxx'],
  ['TENCENTCLOUD_SECRETKEY', ''],
  ['WX_APPSECRET', 'your-app-secret'],
  ['OPERATOR_KEY', APP_SECRET],
  ['COMMIT', APP_SECRET],
  ['X', undefined],
])('%s = %s does not', (name, value) => {
  expect(isRealKey(name, value)).toBe(false)
})

test('a warning names each once, and never its value', () => {
  const names = realKeysIn({ WX_SECRET: APP_SECRET }, { WX_SECRET: APP_SECRET, ID: SECRET_ID, OTHER: 'x' })
  expect(names).toEqual(['ID', 'WX_SECRET'])
  expect(realKeysInWords(names)).toMatch(/ID、WX_SECRET 看起来是真实密钥/)
})

test('the local cloud says so at its start, and gives it to no function and no page', async () => {
  const said: string[] = []
  const before = { ...process.env }
  Object.assign(process.env, { TENCENTCLOUD_SECRETID: SECRET_ID, TENCENTCLOUD_SECRETKEY: SECRET_KEY })
  try {
    const cloud = await startScriptable(
      {
        '.env.local': `WX_APPSECRET=${APP_SECRET}\nGREETING=hello`,
        'cloudbaserc.json': {
          envId: 'test-env',
          functions: [
            { name: 'script', timeout: 20, envVariables: { A_SECRET: '{{env.WX_APPSECRET}}', B_SECRET: APP_SECRET, ID: '{{env.TENCENTCLOUD_SECRETID}}', GREETING: '{{env.GREETING}}' } },
          ],
        },
      },
      { complain: (text) => said.push(text) },
    )
    const { gave } = await cloud.script(`return process.env`)
    const config = await (await fetch(`${cloud.emulator.url}/emulator/config`)).text()
    const variables = JSON.stringify(cloud.emulator.project().variables)
    await cloud.close()
    expect(said).toEqual([expect.stringMatching(/B_SECRET、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY、WX_APPSECRET 看起来是真实密钥/)])
    expect(gave).toMatchObject({ GREETING: 'hello', TENCENTCLOUD_SECRETID: 'local', TENCENTCLOUD_SECRETKEY: 'local' })
    for (const text of [JSON.stringify(gave), config, variables, ...said]) {
      for (const secret of [SECRET_ID, SECRET_KEY, APP_SECRET]) expect(text).not.toContain(secret)
    }
  } finally {
    for (const name of ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
})

test('without one nothing is said', async () => {
  const said: string[] = []
  const cloud = await startScriptable({ '.env': 'GREETING=hello' }, { complain: (text) => said.push(text) })
  await cloud.close()
  expect(said).toEqual([])
})
