import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid, grantInLedger } from '../../tests/support/product'
import { detailNow } from '../history/detail'
import { pushResults } from '../history/results'
import { messagesOf } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { stopTemplate } from '../consent/record'
import { type Ports } from '../ports'
import { type Template } from '../templates/template'
import { advanceAll, advancePush } from './advance'
import { createPush, type Created } from './create'
import { retryPush, tryRetry } from './retry'
import { type CreateRequest } from './request'
import { countMessages } from './view'

const OPERATOR = { kind: 'operator' } as const

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

async function create(to: string[], more: Partial<CreateRequest> = {}, ports: Ports = local.ports()): Promise<Created> {
  for (const openid of to) local.emulator.wechat.addUser({ openid })
  return (await createPush(ports, { template: template._id, data: { thing1: '车库' }, to, ...more }, OPERATOR)) as Created
}

const people = (count: number): string[] => Array.from({ length: count }, freshOpenid)
const timelineOf = async (id: string): Promise<number> => (await messagesOf(local.db).doc(id).get()).data.timeline.length

it('counts and takes only those who can receive now, and says how many are left out and why', async () => {
  const [agreed, stopped, silent, strange] = people(4) as [string, string, string, string]
  const { pushId } = await create([agreed, stopped, silent, strange])
  await agree(local, template, agreed)
  await agree(local, template, stopped)
  await stopTemplate(local.ports(), stopped, template._id)
  await messagesOf(local.db).doc(`${pushId}:${strange}`).update({ data: { state: 'failed', reason: 'bad-openid' } })
  const trial = await tryRetry(local.ports(), pushId)
  expect(trial).toMatchObject({
    recipients: 1,
    leftOut: [{ reason: 'no-credit', count: 1 }, { reason: 'stopped', count: 1 }, { reason: 'same-again', count: 1 }],
    message: expect.stringMatching(/^1 人现在可以收到，1 人没有剩余授权，1 人已停止接收，1 人要先改内容或换人/),
  })
  expect(await countMessages(local.db, pushId)).toMatchObject({ skipped: 3, failed: 1 })
  const before = await timelineOf(`${pushId}:${silent}`)
  await retryPush(local.ports(), OPERATOR, pushId)
  expect(await advancePush(local.ports(), pushId)).toMatchObject({ state: 'finished', counts: { sent: 1, skipped: 2, failed: 1 } })
  // Nothing was done to those who are left out.
  expect(await timelineOf(`${pushId}:${silent}`)).toBe(before)
  expect(local.emulator.wechat.inbox(agreed)).toHaveLength(1)
})

it('says in words when nobody can, and to try all the same changes nothing', async () => {
  const { pushId } = await create(people(2))
  expect(await tryRetry(local.ports(), pushId)).toMatchObject({ recipients: 0, message: '现在没有人可以收到，2 人没有剩余授权' })
  await retryPush(local.ports(), OPERATOR, pushId)
  await advanceAll(local.ports())
  expect(await advancePush(local.ports(), pushId)).toMatchObject({ state: 'finished', counts: { skipped: 2 } })
})

it('of a push that was to try without authorizations takes all of them: WeChat decides', async () => {
  const to = people(2)
  const { pushId } = await create(to, { anyway: true })
  expect(await countMessages(local.db, pushId)).toMatchObject({ failed: 2 })
  expect(await tryRetry(local.ports(), pushId)).toMatchObject({ recipients: 2, leftOut: [] })
  await local.emulator.wechat.consent({ openid: to[0] ?? '', templateIds: [template.templateId] })
  await retryPush(local.ports(), OPERATOR, pushId)
  expect(await advancePush(local.ports(), pushId)).toMatchObject({ counts: { sent: 1, failed: 1 } })
})

it('goes on where a call ran out of time, and loses nobody', async () => {
  const to = people(2300)
  for (const openid of to) local.emulator.wechat.addUser({ openid })
  const { pushId } = await create(to)
  for (let round = 0; round < 4; round += 1) await advanceAll(local.ports())
  const able = to.filter((_, place) => place % 100 === 0)
  for (const openid of able) await agree(local, template, openid)
  // As much time as one batch takes.
  await retryPush(local.ports({ remainingMs: () => 0 }), OPERATOR, pushId).catch(() => undefined)
  expect((await pushesOf(local.db).doc(pushId).get()).data.requeue?.cursor).toEqual(expect.stringContaining(pushId))
  for (let round = 0; round < 4; round += 1) await advanceAll(local.ports())
  expect(await countMessages(local.db, pushId)).toMatchObject({ sent: able.length, skipped: to.length - able.length })
  for (const openid of able) expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
})

it('leaves out whoever has got the same matter from another push since', async () => {
  const ofOne = (openids: string[]): Partial<CreateRequest> => ({ to: undefined, items: openids.map((openid) => ({ openid, dedupe: 'patrol-7' })) })
  const [late, silent] = people(2) as [string, string]
  const { pushId } = await create([late, silent], ofOne([late, silent]))
  await agree(local, template, late, 2)
  await create([late], ofOne([late]))
  await advanceAll(local.ports())
  expect(local.emulator.wechat.inbox(late)).toHaveLength(1)
  const trial = await tryRetry(local.ports(), pushId)
  expect(trial).toMatchObject({ recipients: 0, leftOut: [{ reason: 'no-credit', count: 1 }, { reason: 'duplicate', count: 1 }], message: expect.stringContaining('1 人同一件事已经另外推送过') })
  await retryPush(local.ports(), OPERATOR, pushId)
  expect(await advancePush(local.ports(), pushId)).toMatchObject({ counts: { skipped: 2 } })
  expect(local.emulator.wechat.inbox(late)).toHaveLength(1)
})

it('of a push whose texts are gone, or that nobody knows, says so', async () => {
  await expect(tryRetry(local.ports(), 'no-such')).rejects.toMatchObject({ code: 'not-found' })
  const { pushId } = await create(people(1))
  await pushesOf(local.db).doc(pushId).update({ data: { textsGoneAt: new Date() } })
  await expect(tryRetry(local.ports(), pushId)).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringMatching(/已过保存期/) })
})

it('a message says whether another one could reach her now', async () => {
  const [openid = ''] = people(1)
  const { pushId } = await create([openid])
  expect((await detailNow(local.ports(), `${pushId}:${openid}`)).now).toEqual({ canReceive: false, obstacle: 'no-credit' })
  await grantInLedger(local.ports(), template, openid)
  expect((await detailNow(local.ports(), `${pushId}:${openid}`)).now).toEqual({ canReceive: true })
})

it('the people of one reason are told apart from the others', async () => {
  const [yes = '', no = '', bad = ''] = people(3)
  await agree(local, template, yes)
  const { pushId } = await create([yes, no, bad])
  await messagesOf(local.db).doc(`${pushId}:${bad}`).update({ data: { state: 'failed', reason: 'bad-openid' } })
  expect((await pushResults(local.db, { pushId, state: 'skipped', reason: 'no-credit' })).items).toMatchObject([{ openid: no }])
  expect((await pushResults(local.db, { pushId, state: 'failed' })).items).toMatchObject([{ openid: bad }])
})
