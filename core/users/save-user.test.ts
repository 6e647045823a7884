import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { personRef } from '../access/audit-entry'
import { type Author } from '../access/identify'
import { parse } from '../api/schema'
import { findById } from '../records/find'
import { saveProfile } from './profile'
import { saveUser, saveUsers, SAVE_USER_REQUEST, SAVE_USERS_REQUEST, type UsersSaved } from './save-user'
import { usersOf, type User } from './user'

const ZHOU: Author = { kind: 'member', openid: 'oZhou' }

let local: LocalCloud
let lin: string
beforeEach(async () => {
  local = await startLocalCloud()
  lin = freshOpenid()
  await saveProfile(local.ports(), lin, { nickname: '林夏' })
})
afterEach(() => local.close())

const save = (request: object): ReturnType<typeof saveUser> => saveUser(local.ports(), ZHOU, parse(SAVE_USER_REQUEST, request))
const saveMany = (request: object): Promise<UsersSaved> => saveUsers(local.ports(), ZHOU, parse(SAVE_USERS_REQUEST, request))
const now = async (openid = lin): Promise<User | undefined> => findById(usersOf(local.db), openid)

describe('one person', () => {
  it('gets a remark and tags, each by itself, and loses them again', async () => {
    expect(await save({ openid: lin, remark: ' 3 号楼\u200B 林 ', tags: ['业主', '3 幢', '业主'] })).toEqual({ user: { openid: lin, nickname: '林夏', remark: '3 号楼 林', tags: ['业主', '3 幢'] } })
    await save({ openid: lin, tags: ['租客'] })
    expect(await now()).toMatchObject({ nickname: '林夏', remark: '3 号楼 林', tags: ['租客'] })
    await save({ openid: lin, remark: '', tags: [] })
    expect(await now()).toMatchObject({ nickname: '林夏', remark: '', tags: [] })
  })

  it('stands in the audit by her reference, without what was written', async () => {
    await save({ openid: lin, remark: '欠费', tags: ['重点'] })
    const entries = local.emulator.database.find('audit', { action: 'save-user' }, { limit: 10 })
    expect(entries).toMatchObject([{ facts: { person: personRef(lin), updated: 'remark,tags' } }])
    expect(JSON.stringify(entries)).not.toMatch(/欠费|重点/)
  })

  it('who never opened the mini-program, or erased her data, is not made up', async () => {
    await expect(save({ openid: 'oStranger', remark: 'x' })).rejects.toMatchObject({ code: 'not-found' })
    expect(await now('oStranger')).toBeUndefined()
  })

  it.each([
    [{ openid: 'o' }, /remark（备注）/], [{ openid: 'o', remark: '长'.repeat(41) }, /最多 40 个字/], [{ openid: 'o', tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, /最多 20 个标签/], [{ remark: 'x' }, /缺少参数 openid/],
  ])('with what cannot be written is told so: %j', async (request, message) => {
    await expect((async () => save(request))()).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(message) })
  })
})

describe('many from a list', () => {
  it('are written once each, the later row of one person holds, and strangers are counted', async () => {
    const wu = freshOpenid()
    await saveProfile(local.ports(), wu, { nickname: '吴' })
    const users = [{ openid: lin, remark: '旧' }, { openid: wu, tags: ['业主'] }, { openid: 'oStranger', remark: 'x' }, { openid: lin, remark: '新' }]
    expect(await saveMany({ users })).toEqual({ saved: 2, same: 0, full: 0, unknown: 1 })
    expect([(await now())?.remark, (await now(wu))?.tags]).toEqual(['新', ['业主']])
    expect(await saveMany({ users })).toEqual({ saved: 0, same: 2, full: 0, unknown: 1 })
  })

  it('keep their tags where that is wanted, and stay as they are when they would have too many', async () => {
    const twenty = Array.from({ length: 20 }, (_, n) => `t${n}`)
    await save({ openid: lin, tags: twenty.slice(0, 19) })
    expect(await saveMany({ users: [{ openid: lin, tags: ['业主', 't0'] }], keepTags: true })).toMatchObject({ saved: 1 })
    expect(await saveMany({ users: [{ openid: lin, remark: 'x', tags: ['一个'] }], keepTags: true })).toMatchObject({ saved: 0, full: 1 })
    expect(await now()).toMatchObject({ remark: '', tags: [...twenty.slice(0, 19), '业主'] })
    expect(await saveMany({ users: [{ openid: lin, tags: ['一个'] }] })).toMatchObject({ saved: 1 })
    expect((await now())?.tags).toEqual(['一个'])
  })
})
