import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { type Ports } from '../ports'
import { type Template } from '../templates/template'
import { LEASE_MS } from '../delivery/limits'
import { advanceAll } from './advance'
import { pausePush, resumePush } from './control'
import { createPush, type Created } from './create'

/** What stands in the database is input, like what a caller says: a value that is none of ours allows nothing. */

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  template = await addTemplate(local)
})

const noToken: Ports['openapi']['subscribeMessage']['send'] = () => Promise.reject(Object.assign(new Error(), { errCode: -501007, errMsg: 'no token' }))

/** A push that waits for the timer, its record and its message changed by hand. */
async function waiting(inPush: object, inMessage: object = {}, withCredit = true): Promise<{ openid: string; pushId: string }> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  if (withCredit) await agree(local, template, openid)
  // WeChat has one to give, of which our books know nothing.
  else await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
  const openapi = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: noToken } }
  const request = { template: template._id, data: { thing1: '车库' }, to: [openid], key: fresh('push'), anyway: !withCredit }
  const { pushId } = (await createPush(local.ports({ openapi }), request, { kind: 'operator' })) as Created
  if (Object.keys(inPush).length > 0) await local.db.collection('pushes').doc(pushId).update({ data: inPush as never })
  if (Object.keys(inMessage).length > 0) await local.db.collection('messages').doc(`${pushId}:${openid}`).update({ data: inMessage as never })
  return { openid, pushId }
}

async function round(settings: object = {}): Promise<void> {
  local.emulator.clock.advance(LEASE_MS)
  const ports = local.ports()
  await advanceAll({ ...ports, settings: { ...ports.settings, ...settings } })
}

const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length

it('what waits goes out when nothing is odd', async () => {
  const { openid } = await waiting({})
  await round()
  expect(cards(openid)).toBe(1)
})

it.each(['Running', 'RUNNING', '', 'sending', 7, true, ['running'], { running: 1 }])('a push in the state %j does not go out', async (state) => {
  const { openid } = await waiting({ state: typeof state === 'object' && !Array.isArray(state) ? local.db.command.set(state) : state })
  await round()
  expect(cards(openid)).toBe(0)
})

it.each(['Queued', '', 'due', 7, true])('a message in the state %j does not go out', async (state) => {
  const { openid } = await waiting({}, { state })
  await round()
  expect(cards(openid)).toBe(0)
})

it.each(['yes', 'false', 1, {}])('a push that says %j to «also without a credit» does not go out without one', async (anyway) => {
  const { openid } = await waiting({ anyway: typeof anyway === 'object' ? local.db.command.set(anyway) : anyway }, {}, false)
  await round()
  expect(cards(openid)).toBe(0)
})

it.each(['yes', 'false', 1])('a push that says %j to «urgent» waits for the quiet hours to end', async (urgent) => {
  const { openid } = await waiting({ urgent })
  await round({ quietHours: { from: 0, until: 24 * 60 - 1 } })
  expect(cards(openid)).toBe(0)
})

it.each(['ok', '', 0, true, null])('a push whose agreement reads %j has to be agreed to when it goes on', async (approval) => {
  const { openid, pushId } = await waiting({ approval })
  await pausePush(local.ports(), { kind: 'operator' }, pushId)
  expect((await resumePush(local.ports(), { kind: 'operator' }, pushId)).state).toBe('pending')
  await round()
  expect(cards(openid)).toBe(0)
})

it.each(['Sent', 'no', 7])('a message of which somebody is said to have said %j is as unknown as before', async (resolution) => {
  const { openid, pushId } = await waiting({}, { state: 'sending', owner: 'somebody gone', dueAt: new Date(0), resolution })
  await round()
  expect(cards(openid)).toBe(0)
  const [message] = local.emulator.database.find('messages', { pushId }, { limit: 1 })
  expect(message).toMatchObject({ state: 'unknown' })
})
