import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { type Ports } from '../ports'
import { saveProfile } from './profile'
import { usersOf } from './user'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

/** Ports that count what is asked of WeChat, or have it fail. */
function watching(failure?: { errCode: number; errMsg: string }): { ports: Ports; asked: object[]; told: [string, string][] } {
  const asked: object[] = []
  const told: [string, string][] = []
  const { msgSecCheck } = local.openapi.security
  const security = {
    msgSecCheck: (text: Parameters<typeof msgSecCheck>[0]): ReturnType<typeof msgSecCheck> => {
      asked.push(text)
      return failure ? Promise.reject(Object.assign(new Error(failure.errMsg), failure)) : msgSecCheck(text)
    },
  }
  return { ports: local.ports({ openapi: { ...local.openapi, security }, log: (level, what) => told.push([level, what]) }), asked, told }
}

async function nameOf(openid: string): Promise<string | undefined> {
  const { data } = await usersOf(local.db).where({ _id: openid }).get()
  return data[0]?.nickname
}

it('WeChat looks at a new name once, as her profile, and not again at the same one', async () => {
  const openid = freshOpenid()
  const { ports, asked } = watching()
  await saveProfile(ports, openid, { nickname: '林夏' })
  await saveProfile(ports, openid, { nickname: '林夏' })
  expect(asked).toEqual([{ version: 2, scene: 1, openid, content: '林夏' }])
  expect(await nameOf(openid)).toBe('林夏')
})

it.each(['违禁词样本', '待复核样本'])('%s is refused in words, and the name that she had stays', async (nickname) => {
  const openid = freshOpenid()
  const { ports } = watching()
  await saveProfile(ports, openid, { nickname: '林夏' })
  await expect(saveProfile(ports, openid, { nickname })).rejects.toMatchObject({
    code: 'invalid-argument',
    message: '这个昵称没有通过微信的内容检查，没有保存。请换一个再试',
    details: { fields: [{ field: 'nickname' }] },
  })
  expect(await nameOf(openid)).toBe('林夏')
})

it('the answer of the old version, 87014, is a refusal as well', async () => {
  const { ports } = watching({ errCode: 87014, errMsg: 'openapi.security.msgSecCheck:fail risky content' })
  await expect(saveProfile(ports, freshOpenid(), { nickname: '林夏' })).rejects.toMatchObject({ code: 'invalid-argument' })
})

it('an answer without a suggestion lets nothing pass', async () => {
  const openapi = { ...local.openapi, security: { msgSecCheck: () => Promise.resolve({ errCode: 0 }) } }
  await expect(saveProfile(local.ports({ openapi }), freshOpenid(), { nickname: '林夏' })).rejects.toMatchObject({ code: 'invalid-argument' })
})

it.each([
  [-1, 'openapi.security.msgSecCheck:fail system error'],
  [61010, 'openapi.security.msgSecCheck:fail code is expired'],
  [-501001, 'openapi.security.msgSecCheck:fail -501001 resource system error. request timeout'],
])('while WeChat cannot say (%i), nothing is saved, and she may try again', async (errCode, errMsg) => {
  const openid = freshOpenid()
  const { ports, told } = watching({ errCode, errMsg })
  await expect(saveProfile(ports, openid, { nickname: '林夏' })).rejects.toMatchObject({ code: 'busy', retryable: true, message: expect.stringContaining('还没保存') })
  expect(told).toEqual([['warn', 'WeChat could not check a name']])
  expect(await nameOf(openid)).toBe('')
})

it.each([
  [-604101, 'system error: error code: -604101'],
  [-501007, 'openapi.security.msgSecCheck:fail -501007 invalid parameters. Invalid wxCloudApiToken'],
])('a function that may not ask (%i) keeps nobody from having a name, and says what to mend', async (errCode, errMsg) => {
  const openid = freshOpenid()
  const { ports, told } = watching({ errCode, errMsg })
  await saveProfile(ports, openid, { nickname: '林夏' })
  expect(await nameOf(openid)).toBe('林夏')
  expect(told).toEqual([['error', expect.stringContaining('permissions.openapi security.msgSecCheck')]])
})
