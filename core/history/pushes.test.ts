import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { pausePush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { type Template } from '../templates/template'
import { listPushes } from './pushes'
import { pushResults } from './results'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

async function push(to: string[], sendAt?: number): Promise<Created> {
  local.emulator.clock.advance(1000)
  const request = { template: template._id, data: { thing1: '车库' }, to, ...(sendAt !== undefined && { sendAt }) }
  return (await createPush(local.ports(), request, { kind: 'operator' })) as Created
}

it('lists every push once, newest first, with what became of its messages', async () => {
  const [one, other] = [freshOpenid(), freshOpenid()]
  await agree(local, template, one)
  const pushed: string[] = []
  for (let time = 0; time < 22; time += 1) pushed.unshift((await push(time === 21 ? [one, other] : [one])).pushId)
  const first = await listPushes(local.db, {})
  const second = await listPushes(local.db, { cursor: first.next })
  expect([...first.items, ...second.items].map((item) => item.pushId)).toEqual(pushed)
  expect(second.next).toBeUndefined()
  expect(first.items[0]).toMatchObject({ total: 2, counts: { skipped: 2 } })
  expect(first.items[0]).not.toHaveProperty('only')
  expect(first.items[1]).toMatchObject({ total: 1, only: { openid: one, messageId: `${pushed[1]}:${one}` } })
})

it('lists those in one state', async () => {
  await push([freshOpenid()])
  const waiting = await push([freshOpenid()], local.emulator.clock.now() + 3_600_000)
  await pausePush(local.ports(), { kind: 'operator' }, waiting.pushId)
  expect((await listPushes(local.db, { state: 'paused' })).items).toMatchObject([{ pushId: waiting.pushId, state: 'paused' }])
})

it('hands out the result of everybody, over as many answers as it takes', async () => {
  const openids = Array.from({ length: 501 }, freshOpenid)
  const { pushId } = await push(openids)
  const first = await pushResults(local.db, { pushId })
  const second = await pushResults(local.db, { pushId, cursor: first.next })
  expect([...first.items, ...second.items].map((item) => item.openid).sort()).toEqual([...openids].sort())
  expect(second.next).toBeUndefined()
  expect(first.items[0]).toMatchObject({ state: 'skipped', reason: 'no-credit', message: expect.stringMatching(/没有剩余的授权次数/), nickname: '' })
})

it('tells who asked for a push and when, and which of its reasons are worth another try', async () => {
  const created = await push([freshOpenid()])
  expect(created).toMatchObject({ by: { kind: 'operator' }, author: '', createdAt: expect.any(Date) })
  expect(created.reasons).toMatchObject([{ reason: 'no-credit', retryable: true }])
})
