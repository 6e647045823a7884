import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { grant } from '../access/manage-members'
import { runAction } from '../api/actions'
import { createPush } from '../push/create'

const PEOPLE = { owner: 'oOwner_00000000000000000000a', sender: 'oSender_0000000000000000000b', viewer: 'oViewer_0000000000000000000c' } as const

let local: LocalCloud
let pushId: string
let recipients: string[]
beforeAll(async () => {
  local = await startLocalCloud()
  for (const role of ['owner', 'sender', 'viewer'] as const) await grant(local.ports(), { kind: 'operator' }, PEOPLE[role], role)
  const template = await addTemplate(local)
  recipients = [freshOpenid(), freshOpenid()]
  for (const openid of recipients) await agree(local, template, openid)
  pushId = fresh('push')
  await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, to: recipients, key: pushId }, { kind: 'operator' })
})
afterAll(() => local.close())

const ask = (openid: string, request: object): Promise<object> => runAction(local.ports(), MEMBER_ACTIONS, { kind: 'user', openid }, { action: 'exportOpenids', ...request })
const taken = (): object[] => local.emulator.database.find('audit', { action: 'export-openids' }, { limit: 10 })

it('an owner may take full openids along, and the audit says of what and how many, and names none of them', async () => {
  expect(await ask(PEOPLE.owner, { pushId })).toEqual({ recipients: 2 })
  expect(taken()).toMatchObject([{ by: { kind: 'member' }, facts: { of: 'results', pushId, recipients: 2 } }])
  expect(recipients.some((openid) => JSON.stringify(taken()).includes(openid))).toBe(false)
})

it.each(['sender', 'viewer'] as const)('a %s may not, of whatever push', async (role) => {
  const before = taken().length
  await expect(ask(PEOPLE[role], { pushId })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(ask(PEOPLE[role], { pushId: 'none' })).rejects.toMatchObject({ code: 'forbidden' })
  expect(taken()).toHaveLength(before)
})

it('an owner may take those of a list of people along, and the audit says how many', async () => {
  const before = taken().length
  for (const [people, count] of [[{}, 0], [{ tags: { any: ['业主'] } }, 1]] as const) {
    if (count > 0) local.emulator.database.insert('users', [{ _id: 'oResident', nickname: '林夏', remark: '', tags: ['业主'], firstSeen: new Date(0), lastSeen: new Date(0) }])
    const { recipients: told } = (await ask(PEOPLE.owner, { people })) as { recipients: number }
    expect([people, told]).toEqual([people, local.emulator.database.find('users', count > 0 ? { tags: '业主' } : {}, { limit: 10 }).length])
  }
  expect(taken().slice(before)).toMatchObject([{ facts: { of: 'people' } }, { facts: { of: 'people', recipients: 1 } }])
  await expect(ask(PEOPLE.owner, { people: {}, pushId })).rejects.toMatchObject({ code: 'invalid-argument' })
  await expect(ask(PEOPLE.sender, { people: {} })).rejects.toMatchObject({ code: 'forbidden' })
})

it('of a push that there is not, it says so, and of none that something is missing', async () => {
  await expect(ask(PEOPLE.owner, { pushId: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(ask(PEOPLE.owner, {})).rejects.toMatchObject({ code: 'invalid-argument' })
})

it('is not given when the audit cannot be written', async () => {
  local.emulator.faults.set({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: 1000 }] } })
  await expect(ask(PEOPLE.owner, { pushId })).rejects.toBeDefined()
  local.emulator.faults.set({})
})
