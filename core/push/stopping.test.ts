import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { grant, revoke } from '../access/manage-members'
import { LEASE_MS } from '../delivery/limits'
import { releaseAll, stopAll, viewStandstill } from '../delivery/standstill'
import { type Ports } from '../ports'
import { type SubscribeMessage } from '../ports/openapi'
import { type Template } from '../templates/template'
import { advanceAll } from './advance'
import { pausePush, resumePush } from './control'
import { createPush, type Created } from './create'
import { pauseOrphans } from './orphans'
import { type CreateRequest } from './request'
import { retryPush } from './retry'
import { countMessages } from './view'

const OPERATOR: Author = { kind: 'operator' }
const HOUR_MS = 3_600_000
const member = (openid: string): Author => ({ kind: 'member', openid })

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())
afterEach(async () => {
  await releaseAll(local.ports(), OPERATOR)
})

async function people(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  return openids
}

async function someone(role: 'owner' | 'sender' | 'viewer'): Promise<string> {
  const openid = freshOpenid()
  await grant(local.ports(), OPERATOR, openid, role)
  return openid
}

async function create(by: Author, asked: Partial<CreateRequest>, ports: Partial<Ports> = {}): Promise<Created> {
  return (await createPush(local.ports(ports), { template: template._id, data: { thing1: '车库' }, ...asked }, by)) as Created
}

/** WeChat, told of each message before it takes it. */
function wechat(before: (message: SubscribeMessage, nth: number) => Promise<unknown> | void): Partial<Ports> {
  const { subscribeMessage } = local.openapi
  let nth = 0
  return { openapi: { ...local.openapi, subscribeMessage: { ...subscribeMessage, send: async (message) => (await before(message, (nth += 1)), subscribeMessage.send(message)) } } }
}

/** No call token: what is created then waits for the timer. */
const later = (): Partial<Ports> => ({
  openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: -501007, errMsg: 'no token' })) } },
})

const round = async (): Promise<void> => {
  local.emulator.clock.advance(LEASE_MS)
  await advanceAll(local.ports())
}

const pushOf = (pushId: string): { state: string; halt?: { reason: string }; goingBy?: Author } => local.emulator.database.find('pushes', { _id: pushId }, { limit: 1 })[0] as never

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
}

async function expectBooksInOrder(openids: readonly string[]): Promise<void> {
  for (const openid of openids) {
    const row = await ledgerOf(local, template, openid)
    const cards = local.emulator.wechat.inbox(openid).length
    expect({ imbalance: row && imbalance(row), reservations: row?.reservations, used: row?.used }).toEqual({ imbalance: 0, reservations: [], used: cards })
    expect(cards).toBeLessThanOrEqual(1)
  }
}

describe('全部停止', () => {
  it('stops what is in the hands of a worker: what is on its way arrives, all else waits, and nothing is unknown', async () => {
    const openids = await people(200)
    const key = fresh('push')
    await create(OPERATOR, { to: openids, key }, wechat((_message, nth) => (nth === 60 ? stopAll(local.ports(), OPERATOR, '模板被投诉') : undefined)))
    const { sent, queued, unknown, sending } = await countMessages(local.db, key)
    expect({ all: sent + queued, unknown, sending }).toEqual({ all: 200, unknown: 0, sending: 0 })
    expect(queued).toBeGreaterThan(0)
    await round()
    expect((await countMessages(local.db, key)).sent).toBe(sent)
    await releaseAll(local.ports(), OPERATOR)
    await round()
    expect(await countMessages(local.db, key)).toMatchObject({ sent: 200 })
    await expectBooksInOrder(openids)
  })

  it('holds back what is created, due or asked for meanwhile, whoever asks', async () => {
    const [one = '', two = ''] = await people(2)
    const [scheduled, waiting] = [await create(OPERATOR, { to: [one], sendAt: local.emulator.clock.now() + HOUR_MS }), await create(OPERATOR, { to: [two] }, later())]
    const { standstill } = await stopAll(local.ports(), OPERATOR, '')
    expect(standstill).toMatchObject({ by: OPERATOR, reason: '' })
    const refused = { template: template._id, data: { thing1: '车库' }, to: [one], key: fresh('push') }
    await expect(createPush(local.ports(), refused, OPERATOR)).rejects.toMatchObject({ code: 'stopped', message: expect.stringMatching(/全部停止.*解除/) })
    expect(pushOf(refused.key)).toBeUndefined()
    // What was asked before the stop is still the same push.
    expect(await create(OPERATOR, { to: [two], key: waiting.pushId })).toMatchObject({ replayed: true, counts: { sent: 0, queued: 1 } })
    await pausePush(local.ports(), OPERATOR, waiting.pushId)
    await resumePush(local.ports(), OPERATOR, waiting.pushId)
    local.emulator.clock.advance(HOUR_MS)
    await round()
    for (const openid of [one, two]) expect(local.emulator.wechat.inbox(openid)).toEqual([])
    await releaseAll(local.ports(), OPERATOR)
    expect(await viewStandstill(local.db)).toEqual({})
    await round()
    for (const { pushId } of [scheduled, waiting]) expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 1 })
    await expectBooksInOrder([one, two])
  })

  it('pressed by two is one stop, by whom it was first, and stays until it is released', async () => {
    const [owner, other] = [await someone('owner'), await someone('owner')]
    await stopAll(local.ports(), member(owner), '先停一下')
    const { standstill } = await stopAll(local.ports(), member(other), '我也停')
    expect(standstill).toMatchObject({ by: member(owner), reason: '先停一下' })
    await releaseAll(local.ports(), member(other))
    await releaseAll(local.ports(), member(owner))
    expect(await viewStandstill(local.db)).toEqual({})
  })

  it('pressed by a caller who dies anywhere after the switch, stops all the same', async () => {
    for (const at of [2, 3, 4]) {
      const openids = await people(30)
      const { pushId } = await create(OPERATOR, { to: openids }, later())
      const worker = new MortalPorts(local.ports(), { at, moment: 'before' })
      await stopAll(worker.ports, OPERATOR, '').catch(() => undefined)
      await round()
      expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 0, queued: 30 })
      await releaseAll(local.ports(), OPERATOR)
      await round()
    }
  })
})

describe('what somebody set going, when her rights end', () => {
  it.each<[string, (openid: string) => Promise<void>]>([
    ['is removed', (openid) => revoke(local.ports(), OPERATOR, openid)],
    ['only looks from now on', (openid) => grant(local.ports(), OPERATOR, openid, 'viewer')],
  ])('because she %s: rests, running or for later, and stands in front of the owners', async (_how, end) => {
    const [sender, owner, colleague] = [await someone('sender'), await someone('owner'), await someone('sender')]
    const [one = '', two = ''] = await people(2)
    const pushes = [await create(member(sender), { to: [one] }, later()), await create(member(sender), { to: [two], sendAt: local.emulator.clock.now() + HOUR_MS })]
    await end(sender)
    await pauseOrphans(local.ports())
    for (const { pushId } of pushes) expect(pushOf(pushId)).toMatchObject({ state: 'paused', halt: { reason: 'author-gone' } })
    local.emulator.clock.advance(HOUR_MS)
    await round()
    for (const openid of [one, two]) expect(local.emulator.wechat.inbox(openid)).toEqual([])
    for (const { pushId } of pushes) {
      expect(await codeOf(resumePush(local.ports(), member(colleague), pushId))).toBe('forbidden')
      expect(await codeOf(resumePush(local.ports(), member(owner), pushId))).toBe('done')
      expect(pushOf(pushId)).toMatchObject({ goingBy: member(owner) })
    }
    await round()
    for (const { pushId } of pushes) expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 1 })
    await expectBooksInOrder([one, two])
  })

  it('with an operator key that is withdrawn rests as well; a member who set it going again answers for it', async () => {
    const owner = await someone('owner')
    const [one = ''] = await people(1)
    const withKeys = (...operatorKeyNames: string[]): Ports => ({ ...local.ports(), settings: { ...local.ports().settings, operatorKeyNames } })
    const { pushId } = await create({ kind: 'operator', key: 'old' }, { to: [one] }, later())
    await pauseOrphans(withKeys('old', 'new'))
    expect(pushOf(pushId)).toMatchObject({ state: 'running' })
    local.emulator.clock.advance(LEASE_MS)
    await advanceAll(withKeys('new'))
    expect(pushOf(pushId)).toMatchObject({ state: 'paused', halt: { reason: 'author-gone' } })
    expect(local.emulator.wechat.inbox(one)).toEqual([])
    await resumePush(local.ports(), member(owner), pushId)
    local.emulator.clock.advance(LEASE_MS)
    await advanceAll(withKeys('new'))
    expect(local.emulator.wechat.inbox(one)).toHaveLength(1)
  })

  it('does not go out, also when whoever took them away died before anything was paused, in the middle of a worker', async () => {
    const sender = await someone('sender')
    const openids = await people(200)
    const key = fresh('push')
    let ended: Promise<void> | undefined
    const end = async (): Promise<void> => {
      await revoke(local.ports(), OPERATOR, sender)
      local.emulator.clock.advance(2_001)
    }
    await create(member(sender), { to: openids, key }, wechat((_message, nth) => (nth < 60 ? undefined : (ended ??= end()))))
    const { sent } = await countMessages(local.db, key)
    expect(sent).toBeLessThan(200)
    await round()
    expect(pushOf(key)).toMatchObject({ state: 'paused', halt: { reason: 'author-gone' } })
    expect(await countMessages(local.db, key)).toMatchObject({ sent, queued: 200 - sent, unknown: 0 })
  })

  it('goes on under whoever tried it again since, and rests when her rights end too', async () => {
    const [sender, colleague] = [await someone('sender'), await someone('sender')]
    const openid = freshOpenid()
    local.emulator.wechat.addUser({ openid })
    const { pushId } = await create(member(sender), { to: [openid] })
    await revoke(local.ports(), OPERATOR, sender)
    await agree(local, template, openid)
    await retryPush(local.ports(later()), member(colleague), pushId)
    await revoke(local.ports(), OPERATOR, colleague)
    await round()
    expect(local.emulator.wechat.inbox(openid)).toEqual([])
    expect(pushOf(pushId)).toMatchObject({ state: 'paused', halt: { reason: 'author-gone' } })
  })
})
