import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh } from '../../tests/support/product'
import { personRef } from '../access/audit-entry'
import { grant } from '../access/manage-members'
import { runAction } from '../api/actions'
import { createPush } from '../push/create'

const PEOPLE = { owner: 'oOwner_00000000000000000000a', sender: 'oSender_0000000000000000000b', viewer: 'oViewer_0000000000000000000c' } as const
const HER = 'oRecipient_00000000000000000'

let local: LocalCloud
let message: string
beforeAll(async () => {
  local = await startLocalCloud()
  for (const role of ['owner', 'sender', 'viewer'] as const) await grant(local.ports(), { kind: 'operator' }, PEOPLE[role], role)
  const template = await addTemplate(local)
  await agree(local, template, HER)
  const key = fresh('push')
  await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, to: [HER], key }, { kind: 'operator' })
  message = `${key}:${HER}`
})
afterAll(() => local.close())

const show = (openid: string, request: object): Promise<object> => runAction(local.ports(), MEMBER_ACTIONS, { kind: 'user', openid }, { action: 'showOpenid', ...request })
const looks = (): object[] => local.emulator.database.find('audit', { action: 'show-openid' }, { limit: 10 })

it('an owner may see an openid in full, of a message, a member or a user, and each look stands in the audit, by reference', async () => {
  expect(await show(PEOPLE.owner, { message })).toEqual({ openid: HER })
  expect(await show(PEOPLE.owner, { member: PEOPLE.sender })).toEqual({ openid: PEOPLE.sender })
  local.emulator.database.insert('users', [{ _id: HER, nickname: '林夏', remark: '', tags: [], firstSeen: new Date(0), lastSeen: new Date(0) }])
  expect(await show(PEOPLE.owner, { user: HER })).toEqual({ openid: HER })
  expect(looks()).toMatchObject([{ by: { kind: 'member' }, facts: { person: personRef(HER), of: 'recipient' } }, { facts: { person: personRef(PEOPLE.sender), of: 'member' } }, { facts: { person: personRef(HER), of: 'user' } }])
  expect(JSON.stringify(looks().map((entry) => (entry as { facts: object }).facts))).not.toContain(HER)
})

it.each(['sender', 'viewer'] as const)('a %s may not, and nothing is told of whom there is', async (role) => {
  const before = looks().length
  await expect(show(PEOPLE[role], { message })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(show(PEOPLE[role], { member: 'oNobody' })).rejects.toMatchObject({ code: 'forbidden' })
  expect(looks()).toHaveLength(before)
})

it.each([{}, { message: 'x', member: 'y' }, { member: 'x', user: 'y' }])('%j asks for nobody', async (request) => {
  await expect(show(PEOPLE.owner, request)).rejects.toMatchObject({ code: 'invalid-argument' })
})

it('of a message, a member or a user that there is not, it says so', async () => {
  await expect(show(PEOPLE.owner, { message: 'p:none' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(show(PEOPLE.owner, { user: 'oNobody' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(show(PEOPLE.owner, { member: HER })).rejects.toMatchObject({ code: 'not-found' })
})

it('is not told when the audit cannot be written', async () => {
  local.emulator.faults.set({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: 1000 }] } })
  await expect(show(PEOPLE.owner, { message })).rejects.toBeDefined()
  local.emulator.faults.set({})
})
