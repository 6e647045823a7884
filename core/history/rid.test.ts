import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { messagesFound } from '../../tests/support/history'
import { addTemplate, fresh, freshOpenid } from '../../tests/support/product'
import { recordAnswers } from '../ledger/record-answers'
import { messagesOf } from '../outbox/message'
import { refusalsOf, ridsOf } from '../outbox/refusal'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { createPush, type Created } from '../push/create'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { messageDetail, pushStatus } from './history'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

/** People of whom only our ledger believes that they agreed: WeChat answers 43101, each time with another rid. */
async function refusers(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) local.emulator.wechat.addUser({ openid })
  const accept = { templateId: template.templateId, choice: 'accept', said: 'accept', source: 'page', counted: true, longTerm: false } as const
  await recordAnswers(local.ports(), openids.map((openid) => ({ _id: fresh('answer'), openid, ...accept })))
  return openids
}

/** WeChat's answers as they come, openid → rids. */
function listening(ports: Ports): { ports: Ports; heard: Map<string, string[]> } {
  const heard = new Map<string, string[]>()
  const { subscribeMessage } = ports.openapi
  const send: typeof subscribeMessage.send = (message) =>
    subscribeMessage.send(message).catch((error: { errMsg: string }) => {
      heard.set(message.touser, [...(heard.get(message.touser) ?? []), / rid: (\S+)/.exec(error.errMsg)?.[1] ?? ''])
      throw error
    })
  return { ports: { ...ports, openapi: { ...ports.openapi, subscribeMessage: { ...subscribeMessage, send } } }, heard }
}

/** WeChat as it is after it was busy for two sends. */
function busyTwice(): Ports['openapi'] {
  const { subscribeMessage } = local.openapi
  let sends = 0
  const busy = (): Promise<never> => {
    const errMsg = `openapi.subscribeMessage.send:fail system error rid: 6a3ba76${sends}-6ef7535a-33c60a10`
    return Promise.reject(Object.assign(new Error(errMsg), { errCode: -1, errMsg }))
  }
  return { ...local.openapi, subscribeMessage: { ...subscribeMessage, send: (message) => (++sends <= 2 ? busy() : subscribeMessage.send(message)) } }
}

async function push(ports: Ports, to: string[]): Promise<Created> {
  return (await createPush(ports, { template: template._id, data: { thing1: '车库' }, to }, { kind: 'operator' })) as Created
}

it('each refused message keeps its own rid, in the detail, the history and the push', async () => {
  const to = await refusers(3)
  const { ports, heard } = listening(local.ports())
  const { pushId, messages } = await push(ports, to)
  const told = (rows: { openid: string; rid?: string }[]): unknown[] => rows.map(({ openid, rid }) => [openid, rid]).sort()
  const right = to.map((openid) => [openid, heard.get(openid)?.[0]]).sort()
  expect(new Set(right.map(([, rid]) => rid)).size).toBe(3)
  expect(told(messages)).toEqual(right)
  expect(told((await messagesFound(local.db, { pushId })).items)).toEqual(right)
  expect(told((await pushStatus(local.db, pushId)).messages)).toEqual(right)
  const detail = await messageDetail(local.db, messages[0]?.id ?? '')
  expect(told([detail])).toEqual([right.find(([openid]) => openid === detail.openid)])
  expect(detail.raw).not.toContain('rid')
})

it('they are still written together: forty refusals take no more calls than four', async () => {
  const calls = async (count: number): Promise<number> => {
    const to = await refusers(count)
    const before = local.emulator.stats.dbCalls
    await push(local.ports({ random: () => 0.1 + Math.random() * 0.9 }), to)
    return local.emulator.stats.dbCalls - before
  }
  expect(await calls(40)).toBeLessThanOrEqual((await calls(4)) + 2)
})

it('of a message that was tried again it is the rid of the last answer, and none once it is out', async () => {
  const [openid = ''] = await refusers(1)
  await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
  const { ports, heard } = listening(local.ports({ openapi: busyTwice() }))
  const { messages } = await push(ports, [openid])
  const id = messages[0]?.id ?? ''
  expect((await messageDetail(local.db, id)).rid).toBe(heard.get(openid)?.[0])
  local.emulator.clock.advance(3_600_000)
  await advanceAll(ports)
  expect(heard.get(openid)).toHaveLength(2)
  expect((await messageDetail(local.db, id)).rid).toBe(heard.get(openid)?.[1])
  local.emulator.clock.advance(3_600_000)
  await advanceAll(ports)
  expect(await messageDetail(local.db, id)).toMatchObject({ state: 'sent' })
  expect(await messageDetail(local.db, id)).not.toHaveProperty('rid')
})

it('a worker that dies after WeChat answered leaves no refusal without its rid', async () => {
  const count = async (): Promise<number> => {
    const mortal = new MortalPorts(local.ports())
    await push(mortal.ports, await refusers(60))
    return mortal.calls
  }
  const last = await count()
  let recovered = 0
  for (let before = 2; before < 70; before += 9) {
    const to = await refusers(60)
    const { ports, heard } = listening(local.ports())
    const mortal = new MortalPorts(ports, { at: last - before, moment: 'after' })
    await push(mortal.ports, to).catch(() => undefined)
    await mortal.idle()
    for (let round = 0; round < 3; round += 1) {
      local.emulator.clock.advance(600_000)
      await advanceAll(ports)
    }
    const { data: rows } = await messagesOf(local.db).where({ openid: local.db.command.in(to), errcode: 43101 }).limit(100).get()
    recovered += rows.length
    const rids = await ridsOf(local.db, rows)
    for (const { _id, openid } of rows) expect([openid, rids.get(_id)]).toEqual([openid, heard.get(openid)?.at(-1)])
  }
  expect(recovered).toBeGreaterThan(100)
})

it('it is forgotten after seven days, and with the user', async () => {
  const [one = '', other = ''] = await refusers(2)
  await push(local.ports(), [one])
  await eraseOwnData(local.ports(), one)
  expect((await refusalsOf(local.db).where({ openid: one }).count()).total).toBe(0)
  await push(local.ports(), [other])
  local.emulator.clock.advance(8 * 24 * 3_600_000)
  await push(local.ports({ random: () => 0 }), await refusers(1))
  expect((await refusalsOf(local.db).where({ openid: other }).count()).total).toBe(0)
})
