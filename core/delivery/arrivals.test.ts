import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { receiveEvent } from '../events/receive-event'
import { arrivalsOf, lastHeard } from '../outbox/arrival'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { resolveMessage } from '../push/control'
import { createPush, type Created } from '../push/create'
import { retryPush } from '../push/retry'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { applyArrivals, FORGOTTEN_AFTER_MS } from './arrivals'
import { LEASE_MS } from './limits'

const OPERATOR = { kind: 'operator' } as const

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

async function reader(times = 1): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid, times)
  return openid
}

async function push(openid: string, ports: Ports = local.ports()): Promise<string> {
  const request = { template: template._id, data: { thing1: '车库' }, to: [openid], anyway: false, dryRun: false, key: fresh('push') }
  return `${((await createPush(ports, request, OPERATOR)) as Created).pushId}:${openid}`
}

/** WeChat takes every message, and its replies are lost. */
function unheard(): Ports {
  const { openapi } = local
  const send: typeof openapi.subscribeMessage.send = async (message) => {
    await openapi.subscribeMessage.send(message)
    throw new Error('socket hang up')
  }
  return local.ports({ openapi: { ...openapi, subscribeMessage: { ...openapi.subscribeMessage, send } } })
}

function diedOfIt(error: unknown): void {
  if (!(error instanceof Crash) && !((error as Error).cause instanceof Crash)) throw error
}

const messageOf = (id: string): Message => local.emulator.database.find('messages', { _id: id })[0] as unknown as Message
const msgidOf = (id: string): string => String(local.emulator.database.find('receipts', { _id: id })[0]?.['msgid'])
const kept = (openid: string): number => local.emulator.database.find('arrivals', { openid }).length
const booksOf = async (openid: string): Promise<object> => {
  const row = await ledgerOf(local, template, openid)
  if (!row) throw new Error('no row')
  expect(imbalance(row)).toBe(0)
  return { credits: row.credits, used: row.used, held: row.reservations.length }
}

interface Said {
  MsgID?: string | number
  ErrorCode?: string
  at?: number
}

const ofNumber = '9000000000000000001'
function receipt(openid: string, { MsgID = ofNumber, ErrorCode = '0', at = local.emulator.clock.now() }: Said = {}): object {
  const List = { TemplateId: template.templateId, MsgID, ErrorCode, ErrorStatus: ErrorCode === '0' ? 'success' : 'failed: system failed' }
  return { MsgType: 'event', Event: 'subscribe_msg_sent_event', FromUserName: openid, CreateTime: Math.floor(at / 1000), List }
}
const hear = (openid: string, said?: Said): ReturnType<typeof receiveEvent> => receiveEvent(local.ports(), receipt(openid, said))

async function later(ms = 60_000): Promise<void> {
  local.emulator.clock.advance(ms)
  await advanceAll(local.ports())
}

describe('a message that WeChat took', () => {
  it('is delivered by its receipt, with WeChat’s time, and costs nothing further', async () => {
    const openid = await reader(2)
    const id = await push(openid)
    const { overAt } = messageOf(id)
    local.emulator.clock.advance(5_000)
    const at = local.emulator.clock.now()
    await hear(openid, { MsgID: msgidOf(id) })
    expect(messageOf(id)).toMatchObject({ state: 'delivered', receiptAt: new Date(Math.floor(at / 1000) * 1000), overAt })
    expect(messageOf(id).timeline.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    expect([await booksOf(openid), kept(openid)]).toEqual([{ credits: 1, used: 1, held: 0 }, 0])
  })

  it('did not arrive by its receipt: what was spent stays spent, and it can go out again where a credit is left', async () => {
    const openid = await reader(2)
    const id = await push(openid)
    await hear(openid, { MsgID: msgidOf(id), ErrorCode: '3' })
    expect(messageOf(id)).toMatchObject({ state: 'undelivered', reason: 'delivery-failed', errcode: 3, raw: 'failed: system failed' })
    expect(await booksOf(openid)).toEqual({ credits: 1, used: 1, held: 0 })
    local.emulator.clock.advance(60_000)
    await retryPush(local.ports(), OPERATOR, messageOf(id).pushId)
    expect(messageOf(id)).not.toHaveProperty('receiptAt')
    await later()
    expect([messageOf(id).state, local.emulator.wechat.inbox(openid).length, await booksOf(openid)]).toEqual(['sent', 2, { credits: 0, used: 2, held: 0 }])
    await hear(openid, { MsgID: msgidOf(id) })
    expect(messageOf(id).state).toBe('delivered')
  })

  it('and goes out again is nothing of what the first try’s receipts say, however late they come', async () => {
    const openid = await reader(2)
    const id = await push(openid)
    const first = msgidOf(id)
    await hear(openid, { MsgID: first, ErrorCode: '3' })
    await retryPush(local.ports(), OPERATOR, messageOf(id).pushId)
    await hear(openid, { MsgID: first, ErrorCode: '3' })
    expect(messageOf(id).state).toBe('queued')
    await later()
    await hear(openid, { MsgID: first, ErrorCode: '3' })
    expect([messageOf(id).state, kept(openid)]).toEqual(['sent', 0])
  })

  it('and died in a further try is not taken for sent by the receipt of the first', async () => {
    const openid = await reader(2)
    const id = await push(openid)
    await hear(openid, { MsgID: msgidOf(id), ErrorCode: '3' })
    await retryPush(local.ports(), OPERATOR, messageOf(id).pushId)
    local.emulator.clock.advance(1_000)
    // Claimed and begun, and never heard of again.
    await local.db.collection<Message>('messages').where({ _id: id }).update({ data: { state: 'sending', owner: 'dead', templateId: template.templateId, dueAt: new Date(local.emulator.clock.now() + LEASE_MS) } })
    await later(LEASE_MS + 1)
    expect(messageOf(id).state).toBe('unknown')
  })

  it('is found by a number that lost its last digits', async () => {
    const openid = await reader()
    const id = await push(openid)
    await local.db.collection('receipts').where({ _id: id }).update({ data: { msgid: '1864323726461255680' } })
    await hear(openid, { MsgID: Number('1864323726461255680') })
    expect(messageOf(id).state).toBe('delivered')
  })

  it('without telling its number is found by person, template and time', async () => {
    const openid = await reader()
    const id = await push(openid)
    await local.db.collection('receipts').where({ _id: id }).update({ data: { msgid: '' } })
    await hear(openid)
    expect(messageOf(id).state).toBe('delivered')
  })

  it('moves once: what is repeated or says otherwise later changes nothing', async () => {
    const openid = await reader()
    const id = await push(openid)
    const MsgID = msgidOf(id)
    for (const ErrorCode of ['0', '0', '3', '0']) await hear(openid, { MsgID, ErrorCode })
    expect(messageOf(id).timeline.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    const other = await push(await reader())
    for (const ErrorCode of ['3', '0', '3']) await hear(messageOf(other).openid, { MsgID: msgidOf(other), ErrorCode })
    expect(messageOf(other).timeline.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'undelivered'])
  })
})

describe('a receipt that comes first', () => {
  it('waits for the message, and the next round brings it there', async () => {
    const openid = await reader()
    expect(await hear(openid)).toEqual({ recorded: 0, kept: 1 })
    expect(await hear(openid)).toEqual({ recorded: 0, kept: 0 })
    const id = await push(openid)
    await local.db.collection('receipts').where({ _id: id }).update({ data: { msgid: ofNumber } })
    expect([messageOf(id).state, kept(openid)]).toEqual(['sent', 1])
    await later()
    expect([messageOf(id).state, kept(openid)]).toEqual(['delivered', 0])
  })

  it('waits while the message is on its way, and settles it when its worker died of it', async () => {
    let settled = 0
    for (let at = 1; at <= 14; at += 1) {
      const [openid, key] = [await reader(), fresh('push')]
      const dying = new MortalPorts(local.ports(), { at, moment: 'after' })
      const request = { template: template._id, data: { thing1: '车库' }, to: [openid], anyway: false, dryRun: false, key }
      await createPush(dying.ports, request, OPERATOR).catch(diedOfIt)
      await dying.idle()
      if (local.emulator.wechat.inbox(openid).length === 0) continue
      const id = `${key}:${openid}`
      const [given] = local.emulator.database.find('receipts', { _id: id })
      await hear(openid, { MsgID: given ? String(given['msgid']) : ofNumber })
      await later(LEASE_MS + 1)
      await later(LEASE_MS)
      expect([at, messageOf(id).state, await booksOf(openid), kept(openid)]).toEqual([at, 'delivered', { credits: 0, used: 1, held: 0 }, 0])
      settled += 1
    }
    expect(settled).toBeGreaterThan(3)
  })

  it('of somebody else’s program is forgotten after a day, and tried less and less', async () => {
    const openid = freshOpenid()
    await hear(openid)
    const dueIn = (): number => Math.ceil(((local.emulator.database.find('arrivals', { openid })[0]?.['dueAt'] as Date).getTime() - local.emulator.clock.now()) / 1000)
    await later(20_000)
    expect(dueIn()).toBe(30)
    await later(20 * 60_000)
    expect(dueIn()).toBe(3_600)
    await later(FORGOTTEN_AFTER_MS)
    expect(kept(openid)).toBe(0)
  })
})

describe('a message of which nobody knows', () => {
  it.each([
    ['0', 'delivered', { credits: 0, used: 1, held: 0 }],
    ['3', 'undelivered', { credits: 1, used: 0, held: 0 }],
  ])('is settled by its receipt (ErrorCode %s): %s', async (ErrorCode, state, books) => {
    const openid = await reader()
    const id = await push(openid, unheard())
    expect([messageOf(id).state, await booksOf(openid)]).toEqual(['unknown', { credits: 0, used: 0, held: 1 }])
    await hear(openid, { ErrorCode })
    expect(messageOf(id)).toMatchObject({ state, overAt: expect.any(Date) as Date, receiptAt: expect.any(Date) as Date, sentAt: expect.any(Date) as Date })
    expect(messageOf(id)).not.toHaveProperty('resolution')
    expect([await booksOf(openid), kept(openid), msgidOf(id)]).toEqual([books, 0, ofNumber])
    await later(LEASE_MS * 20)
    expect([messageOf(id).state, await booksOf(openid)]).toEqual([state, books])
  })

  it('is settled among others whose numbers are known', async () => {
    const openid = await reader(3)
    const [before, id, after] = [await push(openid), await push(openid, unheard()), await push(openid)]
    await hear(openid)
    expect(messageOf(id).state).toBe('delivered')
    expect([messageOf(before).state, messageOf(after).state]).toEqual(['sent', 'sent'])
  })

  it('and is one of two is settled when both receipts say the same, and left to a person when they do not', async () => {
    for (const [codes, states] of [[['0', '0'], ['delivered', 'delivered']], [['3', '0'], ['unknown', 'unknown']]] as const) {
      const openid = await reader(2)
      const ids = [await push(openid, unheard()), await push(openid, unheard())]
      await hear(openid, { MsgID: '901', ErrorCode: codes[0] })
      expect(ids.map((id) => messageOf(id).state)).toEqual(['unknown', 'unknown'])
      await hear(openid, { MsgID: '902', ErrorCode: codes[1] })
      await later(1_000)
      expect(ids.map((id) => messageOf(id).state)).toEqual(states)
    }
  })

  it('is not settled by a receipt of another time, person or template', async () => {
    const other = await addTemplate(local)
    const openid = await reader()
    const id = await push(openid, unheard())
    const { now } = local.emulator.clock
    await hear(openid, { MsgID: '1', at: now.call(local.emulator.clock) - 60_000 })
    await hear(freshOpenid(), { MsgID: '2' })
    await receiveEvent(local.ports(), { ...receipt(openid), List: { TemplateId: other.templateId, MsgID: '3', ErrorCode: '0' } })
    local.emulator.clock.advance(3 * 3_600_000)
    await hear(openid, { MsgID: '4' })
    await later()
    expect(messageOf(id).state).toBe('unknown')
  })

  it('and was settled by a person stays as she said, and its receipt is nobody else’s', async () => {
    const openid = await reader(2)
    const [id, other] = [await push(openid, unheard()), await push(openid, unheard())]
    await resolveMessage(local.ports(), OPERATOR, id, 'not-sent')
    await hear(openid)
    await later(1_000)
    expect([messageOf(id).state, messageOf(other).state, await booksOf(openid)]).toEqual(['failed', 'unknown', { credits: 1, used: 0, held: 1 }])
    await hear(openid, { MsgID: '2', at: local.emulator.clock.now() - 1_000 })
    await later()
    expect([messageOf(id).state, messageOf(other).state, await booksOf(openid)]).toEqual(['failed', 'delivered', { credits: 1, used: 1, held: 0 }])
  })

  it('and was taken for sent by a person is delivered by a receipt that comes after all', async () => {
    const openid = await reader()
    const id = await push(openid, unheard())
    const at = local.emulator.clock.now()
    local.emulator.clock.advance(60_000)
    await resolveMessage(local.ports(), OPERATOR, id, 'sent')
    await hear(openid, { at })
    expect([messageOf(id).state, await booksOf(openid)]).toEqual(['delivered', { credits: 0, used: 1, held: 0 }])
  })

  it.each(['0', '3'])('is settled once wherever whoever brings the receipt dies (ErrorCode %s)', async (ErrorCode) => {
    for (let at = 1; at <= 16; at += 1)
      for (const moment of ['before', 'after'] as const) {
        const openid = await reader()
        const id = await push(openid, unheard())
        const event = receipt(openid, { ErrorCode })
        const dying = new MortalPorts(local.ports(), { at, moment })
        await receiveEvent(dying.ports, event).catch(diedOfIt)
        await dying.idle()
        // WeChat pushes again what was not answered.
        await receiveEvent(local.ports(), event)
        await later(LEASE_MS + 1)
        await later(LEASE_MS + 1)
        const [state, books] = ErrorCode === '0' ? ['delivered', { credits: 0, used: 1, held: 0 }] : ['undelivered', { credits: 1, used: 0, held: 0 }]
        expect([at, moment, messageOf(id).state, await booksOf(openid), kept(openid)]).toEqual([at, moment, state, books, 0])
      }
  })
})

describe('an event', () => {
  it('in which nothing is understood is kept once, without names, and told in the log', async () => {
    const lines: [string, unknown][] = []
    const ports = local.ports({ log: (_level, what, facts) => lines.push([what, facts]) })
    for (let time = 0; time < 2; time += 1) await receiveEvent(ports, { Event: 'subscribe_msg_sent_event', FromUserName: 'oOdd', NewShape: {} })
    expect(lines).toEqual(Array.from({ length: 2 }, () => ['pushed event not understood', { event: 'subscribe_msg_sent_event', names: ['Event', 'FromUserName', 'NewShape'] }]))
    const [odd, ...others] = local.emulator.database.find('arrivals', { _id: 'odd' })
    expect([odd, others]).toMatchObject([{ event: 'subscribe_msg_sent_event', names: ['Event', 'FromUserName', 'NewShape'], times: 2 }, []])
  })

  it('of a receipt says that receipts come', async () => {
    await arrivalsOf(local.db).where({ _id: 'heard' }).remove()
    expect(await lastHeard(local.db)).toBeUndefined()
    const before = local.emulator.clock.now()
    await hear(freshOpenid())
    expect((await lastHeard(local.db))?.getTime()).toBeGreaterThanOrEqual(before)
  })

  it('while many come costs one call each, and one of them calls the round for all', async () => {
    const openids = await Promise.all(Array.from({ length: 12 }, () => reader()))
    const ids: string[] = []
    for (const openid of openids) ids.push(await push(openid))
    const remembered = {}
    const calls: number[] = []
    for (const id of ids) {
      const before = local.emulator.stats.dbCalls
      await receiveEvent(local.ports({ remembered }), receipt(messageOf(id).openid, { MsgID: msgidOf(id) }))
      calls.push(local.emulator.stats.dbCalls - before)
    }
    expect(calls.slice(1)).toEqual([2, ...Array.from({ length: 10 }, () => 1)])
    expect(ids.map((id) => messageOf(id).state)).toEqual(['delivered', ...Array.from({ length: 11 }, () => 'sent')])
    await later()
    expect(new Set(ids.map((id) => messageOf(id).state))).toEqual(new Set(['delivered']))
  })
})

it('of somebody who erased her data nothing stays, and a receipt that comes after it is forgotten', async () => {
  const openid = await reader()
  const id = await push(openid)
  await hear(openid, { MsgID: '77' })
  const MsgID = msgidOf(id)
  await eraseOwnData(local.ports(), openid)
  expect(kept(openid)).toBe(0)
  await hear(openid, { MsgID })
  await later(FORGOTTEN_AFTER_MS)
  await later(FORGOTTEN_AFTER_MS)
  expect(['arrivals', 'receipts', 'messages'].map((name) => local.emulator.database.find(name, { openid }).length)).toEqual([0, 0, 0])
})

it('two who bring the same receipts at once move each message once', async () => {
  const openids = await Promise.all(Array.from({ length: 5 }, () => reader()))
  const ids: string[] = []
  for (const openid of openids) ids.push(await push(openid))
  const remembered = { arrivals: { appliedAt: local.emulator.clock.now(), isRoundCalled: true } }
  for (const id of ids) await receiveEvent(local.ports({ remembered }), receipt(messageOf(id).openid, { MsgID: msgidOf(id), ErrorCode: '3' }))
  await Promise.all([applyArrivals(local.ports()), applyArrivals(local.ports())])
  for (const id of ids) expect(messageOf(id).timeline.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'undelivered'])
})
