import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, grantInLedger, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { recordConsent } from '../consent/record'
import { recordPushedAnswers } from '../consent/pushed-answers'
import { inbox, openMessage } from '../history/inbox'
import { messageId, messagesOf, type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { cancelPush, pausePush, resumePush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { dryRun } from '../push/dry-run'
import { type CreateRequest } from '../push/request'
import { retryPush } from '../push/retry'
import { countMessages } from '../push/view'
import { findById } from '../records/find'
import { saveTemplate, type SaveRequest } from '../templates/save'
import { type Template } from '../templates/template'

const OPERATOR: Author = { kind: 'operator' }
const DAY_MS = 24 * 3_600_000

let local: LocalCloud
let template: Template
let openid: string
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  local.emulator.faults.clear()
  template = await addTemplate(local)
  openid = await someone()
})

async function someone(): Promise<string> {
  const _id = freshOpenid()
  local.emulator.database.insert('users', [{ _id, nickname: '林夏', remark: '', tags: [], firstSeen: new Date(0), lastSeen: new Date(0) }])
  local.emulator.wechat.addUser({ openid: _id })
  return _id
}

async function push(text: string, request: Partial<CreateRequest> = {}, ports = local.ports()): Promise<Created> {
  return (await createPush(ports, { template: template._id, data: { thing1: text }, to: [openid], key: fresh('push'), ...request } as CreateRequest, OPERATOR)) as Created
}

function rowOf({ pushId }: { pushId: string }, who = openid): Promise<Message | undefined> {
  return findById(messagesOf(local.db), messageId(pushId, who))
}

/** She taps «允许», and the page tells of it: her call has a token. */
async function tap(ports: Ports = local.ports(), times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const result = await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await recordConsent(ports, openid, { promptId: fresh('prompt'), result: result as Record<string, string> })
  }
}

/** The ledger hears of accepts by WeChat's event. */
function byEvent(): Ports {
  const ports = local.ports()
  return { ...ports, settings: { ...ports.settings, consentSource: 'event' } }
}

function cards(who = openid): string[] {
  return local.emulator.wechat.inbox(who).map(({ lines }) => lines[0]?.value ?? '')
}

async function terms(request: NonNullable<SaveRequest['terms']>): Promise<void> {
  template = await saveTemplate(local.ports(), OPERATOR, { key: template._id, terms: request })
}

describe('a message to somebody without an authorization', () => {
  it('is skipped where nobody says otherwise, and stands in her own list all the same', async () => {
    const pushed = await push('东门')
    expect(await rowOf(pushed)).toMatchObject({ state: 'skipped', reason: 'no-credit' })
    expect((await inbox(local.ports(), openid, {})).items).toMatchObject([{ lines: [{ value: '东门' }], isHereOnly: true, unread: true }])
  })

  it('waits where the push says so, and goes out in the call that tells of her next accept', async () => {
    const pushed = await push('东门', { ifNone: 'wait' })
    expect(pushed).toMatchObject({ state: 'finished', counts: { waiting: 1 } })
    expect(await rowOf(pushed)).toMatchObject({ state: 'waiting', reason: 'no-credit' })
    expect((await inbox(local.ports(), openid, {})).items).toMatchObject([{ isHereOnly: true, unread: true }])
    await tap()
    expect(await rowOf(pushed)).toMatchObject({ state: 'sent' })
    expect(cards()).toEqual(['东门'])
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 0, used: 1, reservations: [] })
    expect((await inbox(local.ports(), openid, {})).items[0]).not.toHaveProperty('isHereOnly')
  })

  it('waits where its template says so, and not where the push does not want it', async () => {
    await terms({ ifNone: 'wait' })
    expect(await rowOf(await push('东门'))).toMatchObject({ state: 'waiting' })
    expect(await rowOf(await push('西门', { ifNone: 'skip' }))).toMatchObject({ state: 'skipped' })
  })

  it('goes out by the timer where her answer came in a call without a token', async () => {
    const pushed = await push('东门', { ifNone: 'wait' })
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    const at = new Date(local.ports().clock.now())
    const ports = byEvent()
    await recordPushedAnswers(ports, 'popup-event', { openid, since: at, at, items: [{ templateId: template.templateId, said: 'accept' }] })
    expect(await rowOf(pushed)).toMatchObject({ state: 'waiting', called: true })
    await advanceAll(local.ports())
    expect(await rowOf(pushed)).toMatchObject({ state: 'sent' })
  })

  it('goes out the newest first, as many as she agreed to', async () => {
    const first = await push('一', { ifNone: 'wait' })
    local.emulator.clock.advance(1000)
    const second = await push('二', { ifNone: 'wait' })
    local.emulator.clock.advance(1000)
    const third = await push('三', { ifNone: 'wait' })
    await tap()
    expect([await rowOf(first), await rowOf(second), await rowOf(third)].map((row) => row?.state)).toEqual(['waiting', 'waiting', 'sent'])
    await tap(local.ports(), 2)
    expect(cards()).toEqual(['一', '二', '三'])
    expect(await ledgerOf(local, template, openid)).not.toHaveProperty('waits')
  })

  it('is over when she has not agreed in time', async () => {
    const pushed = await push('东门', { ifNone: 'wait', waitDays: 2 })
    local.emulator.clock.advance(2 * DAY_MS - 1000)
    await advanceAll(local.ports())
    expect(await rowOf(pushed)).toMatchObject({ state: 'waiting' })
    local.emulator.clock.advance(2000)
    await advanceAll(local.ports())
    expect(await rowOf(pushed)).toMatchObject({ state: 'skipped', reason: 'expired' })
    await tap()
    expect(cards()).toEqual([])
    expect((await inbox(local.ports(), openid, {})).items).toMatchObject([{ isHereOnly: true }])
  })

  it('can be tried again after that, and waits anew', async () => {
    const pushed = await push('东门', { ifNone: 'wait', waitDays: 1 })
    local.emulator.clock.advance(DAY_MS + 1000)
    await advanceAll(local.ports())
    await agree(local, template, openid)
    await retryPush(local.ports(), OPERATOR, pushed.pushId)
    await advanceAll(local.ports())
    expect(await rowOf(pushed)).toMatchObject({ state: 'sent' })
  })

  it('waits also where the ledger had a credit that WeChat did not know of', async () => {
    await grantInLedger(local.ports(), template, openid)
    const pushed = await push('东门', { ifNone: 'wait' })
    expect(await rowOf(pushed)).toMatchObject({ state: 'waiting', reason: 'not-authorized', errcode: 43101 })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 0, reservations: [], forfeited: 1 })
    await tap()
    expect(await rowOf(pushed)).toMatchObject({ state: 'sent' })
  })

  it('is called off with its push, though that was finished', async () => {
    const pushed = await push('东门', { ifNone: 'wait' })
    await cancelPush(local.ports(), OPERATOR, pushed.pushId)
    expect(await rowOf(pushed)).toMatchObject({ state: 'cancelled' })
    await tap()
    expect(cards()).toEqual([])
    await expect(cancelPush(local.ports(), OPERATOR, (await push('西门')).pushId)).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('does not go out while its push is paused, and does when it goes on', async () => {
    const other = await someone()
    await agree(local, template, other)
    const busy = { send: () => Promise.reject(Object.assign(new Error('system error'), { errCode: -1, errMsg: 'openapi.subscribeMessage.send:fail system error' })) }
    const pushed = await push('东门', { ifNone: 'wait', to: [openid, other] }, local.ports({ openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, ...busy } } }))
    expect(pushed).toMatchObject({ state: 'running', counts: { waiting: 1, queued: 1 } })
    await pausePush(local.ports(), OPERATOR, pushed.pushId)
    await tap()
    await advanceAll(local.ports())
    expect(cards()).toEqual([])
    await resumePush(local.ports(), OPERATOR, pushed.pushId)
    await advanceAll(local.ports())
    expect(cards()).toEqual(['东门'])
  })

  it('sends hers only, in her call, whoever else its push is still to go to', async () => {
    const others = await Promise.all(Array.from({ length: 3 }, someone))
    const pushed = await push('东门', { ifNone: 'wait', to: [openid, ...others] })
    for (const other of others) await agree(local, template, other)
    await tap()
    expect(await countMessages(local.db, pushed.pushId)).toMatchObject({ waiting: 3, sent: 1 })
    await advanceAll(local.ports())
    expect(await countMessages(local.db, pushed.pushId)).toMatchObject({ waiting: 0, sent: 4 })
  })

  it('is told in a dry run', async () => {
    expect(await dryRun(local.ports(), { template: template._id, data: { thing1: '东门' }, to: [openid], ifNone: 'wait' })).toMatchObject({ waits: true, message: expect.stringContaining('会等到再次同意时发出') })
  })
})

describe('several notices that wait for one reader', () => {
  beforeEach(() => terms({ ifNone: 'wait', digest: { minutes: 0, many: { thing1: '{{count}} 条：{{last.thing1}}' } } }))

  it('become one message that uses one authorization, with all of them on its page', async () => {
    const pushes: Created[] = []
    for (const text of ['东门', '西门', '北门']) {
      pushes.push(await push(text))
      local.emulator.clock.advance(1000)
    }
    await tap()
    expect(cards()).toEqual(['3 条：北门'])
    for (const pushed of pushes) expect(await rowOf(pushed)).toMatchObject({ state: 'merged' })
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 0, used: 1 })
    expect(row && imbalance(row)).toBe(0)
    const { items } = await inbox(local.ports(), openid, {})
    expect(items).toMatchObject([{ count: 3, lines: [{ value: '3 条：北门' }] }])
    expect(await openMessage(local.ports(), openid, items[0]?.id ?? '')).toMatchObject({ notices: [{ lines: [{ value: '东门' }] }, { lines: [{ value: '西门' }] }, { lines: [{ value: '北门' }] }] })
  })

  it('count also what was in a message that had to wait itself', async () => {
    await push('东门')
    local.emulator.clock.advance(1000)
    await push('西门')
    // Both are gathered, and the credit is gone again before their message goes out.
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    const at = new Date(local.ports().clock.now())
    await recordPushedAnswers(byEvent(), 'popup-event', { openid, since: at, at, items: [{ templateId: template.templateId, said: 'accept' }] })
    await push('急', { ifNone: 'skip', urgent: true })
    await advanceAll(local.ports())
    local.emulator.clock.advance(1000)
    await push('北门')
    // A tap of her own, and not the one that the event told of.
    local.emulator.clock.advance(600_000)
    await tap()
    expect(cards()).toEqual(['3 条：北门', '急'])
  })

  it('go out as they are where there is only one', async () => {
    await push('东门')
    await tap()
    expect(cards()).toEqual(['东门'])
  })
})

describe('notices of a template that gathers for some minutes', () => {
  it('become one message when the first has waited for so long', async () => {
    await terms({ digest: { minutes: 10, many: { thing1: '{{count}} 条，从{{first.thing1}}起' } } })
    await agree(local, template, openid, 2)
    const first = await push('东门')
    expect(await rowOf(first)).toMatchObject({ state: 'waiting', reason: 'gathering' })
    local.emulator.clock.advance(4 * 60_000)
    await advanceAll(local.ports())
    await push('西门')
    expect(cards()).toEqual([])
    local.emulator.clock.advance(6 * 60_000)
    await advanceAll(local.ports())
    expect(cards()).toEqual(['2 条，从东门起'])
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, used: 1 })
  })

  it('are skipped after that where nobody waits for an authorization', async () => {
    await terms({ digest: { minutes: 10, many: { thing1: '{{count}} 条' } } })
    const pushed = await push('东门')
    local.emulator.clock.advance(10 * 60_000)
    await advanceAll(local.ports())
    expect(await rowOf(pushed)).toMatchObject({ state: 'skipped', reason: 'no-credit' })
  })
})

describe('the last authorizations of a person', () => {
  it('are kept for what is her own matter, and a campaign is told so before and after', async () => {
    await terms({ reserve: 1 })
    await agree(local, template, openid)
    const other = await someone()
    await agree(local, template, other, 2)
    const request = { to: [openid, other] }
    expect(await dryRun(local.ports(), { template: template._id, data: { thing1: '东门' }, ...request })).toMatchObject({ canReceive: 1, reserved: 1, message: expect.stringContaining('留给重要通知') })
    const campaign = await push('东门', request)
    expect(await rowOf(campaign)).toMatchObject({ state: 'skipped', reason: 'reserved' })
    expect(await rowOf(campaign, other)).toMatchObject({ state: 'sent' })
    expect(await rowOf(await push('西门'))).toMatchObject({ state: 'sent' })
    expect(await rowOf(await push('北门', { priority: 'campaign', to: [other] }), other)).toMatchObject({ state: 'skipped', reason: 'reserved' })
  })

  it('are counted for everyone who can receive as well', async () => {
    await terms({ reserve: 2 })
    await agree(local, template, openid, 2)
    const other = await someone()
    await agree(local, template, other, 3)
    expect(await dryRun(local.ports(), { template: template._id, data: { thing1: '东门' }, audience: { canReceive: true } })).toMatchObject({ total: 2, canReceive: 1, reserved: 1 })
  })

  it('are enough for a campaign that waits, once there are more', async () => {
    await terms({ reserve: 1, ifNone: 'wait' })
    await agree(local, template, openid)
    const campaign = await push('东门', { priority: 'campaign' })
    expect(await rowOf(campaign)).toMatchObject({ state: 'waiting', reason: 'reserved', needs: 2 })
    await tap()
    expect(await rowOf(campaign)).toMatchObject({ state: 'sent' })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1 })
  })
})

describe('how many of a kind one person gets', () => {
  it('is so many on a Beijing day, and the next day again', async () => {
    await terms({ perDay: 2 })
    await agree(local, template, openid, 4)
    for (const text of ['一', '二']) expect(await rowOf(await push(text))).toMatchObject({ state: 'sent' })
    const third = await push('三')
    expect(await rowOf(third)).toMatchObject({ state: 'skipped', reason: 'capped' })
    expect(await dryRun(local.ports(), { template: template._id, data: { thing1: '东门' }, to: [openid] })).toMatchObject({ capped: 1, canReceive: 0 })
    local.emulator.clock.advance(DAY_MS)
    expect(await rowOf(await push('四'))).toMatchObject({ state: 'sent' })
  })

  it('is so many in a week that begins on Monday', async () => {
    await terms({ perWeek: 1 })
    await agree(local, template, openid, 3)
    await push('一')
    expect(await rowOf(await push('二'))).toMatchObject({ state: 'skipped', reason: 'capped' })
    for (let days = 0; days < 7; days += 1) {
      local.emulator.clock.advance(DAY_MS)
      const isMonday = new Date(local.ports().clock.now() + 8 * 3_600_000).getUTCDay() === 1
      if (!isMonday) continue
      expect(await rowOf(await push('三'))).toMatchObject({ state: 'sent' })
      return
    }
    throw new Error('no Monday')
  })

  it('waits for the next day where the push says so', async () => {
    await terms({ perDay: 1 })
    await agree(local, template, openid, 2)
    await push('一')
    const second = await push('二', { ifNone: 'wait' })
    expect(await rowOf(second)).toMatchObject({ state: 'waiting', reason: 'capped' })
    local.emulator.clock.advance(DAY_MS)
    await advanceAll(local.ports())
    expect(await rowOf(second)).toMatchObject({ state: 'sent' })
  })

  it('counts nothing that certainly did not go out', async () => {
    await terms({ perDay: 1 })
    await agree(local, template, openid, 2)
    const refuses = { send: () => Promise.reject(Object.assign(new Error('argument invalid'), { errCode: 47003, errMsg: 'openapi.subscribeMessage.send:fail argument invalid! data.thing1.value invalid' })) }
    const refused = await push('一', {}, local.ports({ openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, ...refuses } } }))
    expect(await rowOf(refused)).toMatchObject({ state: 'failed' })
    expect(await rowOf(await push('二'))).toMatchObject({ state: 'sent' })
  })

  it('holds for a long-term template as well', async () => {
    template = await addTemplate(local, { type: 'long-term' })
    await terms({ perDay: 1 })
    await agree(local, template, openid)
    expect(await rowOf(await push('一'))).toMatchObject({ state: 'sent' })
    expect(await rowOf(await push('二'))).toMatchObject({ state: 'skipped', reason: 'capped' })
  })
})
