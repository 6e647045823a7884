import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { overview } from '../consent/overview'
import { stopAll } from '../delivery/standstill'
import { type Ports } from '../ports'
import { createPush, type Created } from './create'
import { moveQueue } from './move'
import { countMessages } from './view'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

function lending(movePerCall: number): Ports {
  const ports = local.ports()
  return { ...ports, settings: { ...ports.settings, movePerCall } }
}

/** Written down by the console, whose calls have no token. */
async function waitingFor(count: number): Promise<Created> {
  const template = await addTemplate(local)
  const to = Array.from({ length: count }, freshOpenid)
  for (const openid of to) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  const send = (): Promise<never> => Promise.reject(Object.assign(new Error('no token'), { errCode: -501007, errMsg: 'cloud.callOpenAPI:fail -501007 invalid wx openapi access_token' }))
  const silent = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send } }
  return (await createPush(local.ports({ openapi: silent }), { template: template._id, data: { thing1: '东门' }, to, key: fresh('push') }, { kind: 'operator' })) as Created
}

it('sends a few of what is due, and no more than a few', async () => {
  const { pushId } = await waitingFor(5)
  expect(await countMessages(local.db, pushId)).toMatchObject({ queued: 5 })
  expect(await moveQueue(lending(2))).toEqual({ moved: 2 })
  expect(await countMessages(local.db, pushId)).toMatchObject({ queued: 3, sent: 2 })
  expect(await moveQueue(lending(10))).toEqual({ moved: 3 })
  expect(await moveQueue(lending(10))).toEqual({ moved: 0 })
})

it('sends nothing where the setting is off', async () => {
  const { pushId } = await waitingFor(1)
  expect(await moveQueue(local.ports())).toEqual({ moved: 0 })
  expect(await countMessages(local.db, pushId)).toMatchObject({ queued: 1 })
  await moveQueue(lending(10))
})

it('sends nothing while everything stands still', async () => {
  const { pushId } = await waitingFor(1)
  await stopAll(local.ports(), { kind: 'operator' }, '')
  expect(await moveQueue(lending(10))).toEqual({ moved: 0 })
  expect(await countMessages(local.db, pushId)).toMatchObject({ queued: 1 })
})

it('is asked for by the first screen only where the setting is on', async () => {
  const openid = freshOpenid()
  expect(await overview(lending(5), openid)).toMatchObject({ moves: true })
  expect(await overview(local.ports(), openid)).not.toHaveProperty('moves')
})
