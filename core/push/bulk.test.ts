import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, grantInLedger, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { type AppError } from '../error/app-error'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { saveProfile } from '../users/profile'
import { usersOf } from '../users/user'
import { stopTemplate } from '../consent/record'
import { advanceAll, advancePush } from './advance'
import { cancelPush, pausePush, resolveMessage, resumePush } from './control'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'
import { type CreateRequest } from './request'
import { retryPush } from './retry'
import { countMessages } from './view'

const OPERATOR: Author = { kind: 'operator' }

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

type Asked = Partial<CreateRequest>

async function create(asked: Asked, ports: Partial<Ports> = {}): Promise<Created> {
  return (await createPush(local.ports(ports), { template: template._id, data: { thing1: '车库' }, ...asked }, OPERATOR)) as Created
}

async function dryRun(asked: Asked): Promise<DryRun> {
  return (await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, ...asked, dryRun: true }, OPERATOR)) as DryRun
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: AppError) => error.code,
  )
}

/** People who opened the mini-program; those with `agreed` have one send left. */
async function people(count: number, { agreed = true, tags = [] as string[] } = {}): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await saveProfile(local.ports(), openid, { nickname: `用户${openid.slice(-4)}` })
    if (tags.length > 0) await usersOf(local.db).doc(openid).update({ data: { tags } })
    if (agreed) await agree(local, template, openid)
  }
  return openids
}

function cards(openids: readonly string[]): number[] {
  return openids.map((openid) => local.emulator.wechat.inbox(openid).length)
}

function failing(errCode: number, times = Infinity): Partial<Ports> {
  let left = times
  const { subscribeMessage } = local.openapi
  const send: typeof subscribeMessage.send = (message) => {
    left -= 1
    return left < 0 ? subscribeMessage.send(message) : Promise.reject(Object.assign(new Error(), { errCode, errMsg: 'fail' }))
  }
  return { openapi: { ...local.openapi, subscribeMessage: { ...subscribeMessage, send } } }
}

describe('an audience', () => {
  it('of everyone who can receive reaches exactly those', async () => {
    const yes = await people(5)
    const [no, stopped] = [await people(2, { agreed: false }), await people(1)]
    await stopTemplate(local.ports(), stopped[0] ?? '', template._id)
    expect(await dryRun({ audience: { canReceive: true } })).toMatchObject({ canReceive: 5, noAuthorization: 0 })
    const created = await create({ audience: { canReceive: true } })
    expect(created).toMatchObject({ state: 'finished', total: 5, counts: { sent: 5 } })
    expect(cards([...yes, ...no, ...stopped])).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
  })

  it('of everybody counts who cannot, and skips them', async () => {
    await people(2)
    await people(3, { agreed: false })
    expect(await dryRun({ audience: { all: true } })).toMatchObject({ canReceive: 2, noAuthorization: 3 })
    expect((await create({ audience: { all: true } })).counts).toMatchObject({ sent: 2, skipped: 3 })
  })

  it('by tags takes whoever has one of them', async () => {
    const guards = await people(2, { tags: ['保安'] })
    await people(2, { tags: ['保洁'] })
    expect(await dryRun({ audience: { tags: ['保安', '经理'] } })).toMatchObject({ canReceive: 2 })
    await create({ audience: { tags: ['保安', '经理'] } })
    expect(cards(guards)).toEqual([1, 1])
  })

  it('as a pasted list may hold doubles and strangers, and says so before anything goes out', async () => {
    const [one = '', two = ''] = await people(2)
    const answer = await dryRun({ audience: { openids: [one, two, one, 'oStranger'] } })
    expect(answer).toMatchObject({ total: 3, canReceive: 2, duplicates: 1, unknownUsers: 1, noAuthorization: 0 })
    expect((await create({ audience: { openids: [one, two, one, 'oStranger'] } })).counts).toMatchObject({ sent: 2, skipped: 1 })
  })

  it.each([
    [{}, 'to'],
    [{ to: ['oA'], audience: { all: true as const } }, 'audience'],
    [{ audience: { all: true as const, canReceive: true as const } }, 'audience'],
  ])('must be named in exactly one way: %p', async (asked, field) => {
    const error: AppError = await create(asked).then(
      () => Promise.reject(new Error('taken')),
      (reason: AppError) => reason,
    )
    expect(error.details).toMatchObject({ fields: [{ field }] })
  })

  it('of more than one batch is written out over several calls, and nobody is left out', async () => {
    const openids = Array.from({ length: 2300 }, (_, index) => `oMany${String(index).padStart(5, '0')}`)
    let asked = 0
    // Time for one batch only: the call ends in the middle, as a function does.
    const created = await create({ audience: { openids } }, { remainingMs: () => (++asked > 1 ? 9_500 : 60_000) })
    expect(created.state).toBe('expanding')
    await advanceAll(local.ports())
    const counts = await countMessages(local.db, created.pushId)
    expect(counts.skipped).toBe(2300)
  })
})

describe('a text with variables', () => {
  const cardOf = (openid: string): string | undefined => local.emulator.wechat.inbox(openid)[0]?.lines[0]?.value

  it('is each recipient’s own, and a name that breaks the rule ends only that message', async () => {
    const [fits = '', unfit = ''] = await people(2)
    await saveProfile(local.ports(), fits, { nickname: '林夏' })
    await saveProfile(local.ports(), unfit, { nickname: '🌸林夏' })
    const data = { thing1: '{{nickname}}，请巡查' }
    expect(await dryRun({ data, to: [fits, unfit] })).toMatchObject({ canReceive: 1, unfit: 1 })
    const created = await create({ data, to: [fits, unfit] })
    expect(created.counts).toMatchObject({ sent: 1, skipped: 1 })
    expect(cardOf(fits)).toBe('林夏，请巡查')
    expect(created.reasons).toMatchObject([{ state: 'skipped', reason: 'bad-field', message: expect.stringMatching(/不能用表情符号/) }])
    expect(await ledgerOf(local, template, unfit)).toMatchObject({ credits: 1, reservations: [] })
  })

  it('has a name cut where it would be too long for the field, and none that turns the line or hides in it', async () => {
    const [long = '', turning = ''] = await people(2)
    await saveProfile(local.ports(), long, { nickname: '一二三四五六七八九十一二三四五六七八' })
    // As an earlier version wrote it.
    await usersOf(local.db).doc(turning).update({ data: { nickname: '林\u202E夏\u200B\n' } })
    const data = { thing1: '{{nickname}}，请巡查' }
    expect(await dryRun({ data, to: [long, turning] })).toMatchObject({ canReceive: 2, unfit: 0 })
    await create({ data, to: [long, turning] })
    expect(cardOf(long)).toBe('一二三四五六七八九十一二三四五…，请巡查')
    expect(cardOf(turning)).toBe('林夏，请巡查')
  })

  it('with a variable that nobody has is refused by name', async () => {
    expect(await codeOf(create({ data: { thing1: '{{phone}}' }, to: ['oA'] }))).toBe('invalid-argument')
  })
})

describe('a scheduled push', () => {
  it('waits for its time, and then finds its audience', async () => {
    const [early = ''] = await people(1)
    const sendAt = local.emulator.clock.now() + 3_600_000
    const created = await create({ audience: { canReceive: true }, sendAt })
    expect(created).toMatchObject({ state: 'scheduled', total: 0 })
    await advanceAll(local.ports())
    expect(cards([early])).toEqual([0])
    const [late = ''] = await people(1)
    local.emulator.clock.advance(3_600_000)
    await advanceAll(local.ports())
    expect(cards([early, late])).toEqual([1, 1])
  })

  it.each([
    ['the past', -1000],
    ['too far ahead', 91 * 86_400_000],
  ])('in %s is refused', async (_what, ahead) => {
    expect(await codeOf(create({ to: ['oA'], sendAt: local.emulator.clock.now() + ahead }))).toBe('invalid-argument')
  })

  it('at no readable time is refused', async () => {
    expect(await codeOf(create({ to: ['oA'], sendAt: '明天' }))).toBe('invalid-argument')
  })
})

describe('quiet hours', () => {
  const settings = { miniprogramState: 'formal', consentSource: 'page', maxPerRun: 0, maxPerDay: 0, quietHours: { from: 22 * 60, until: 8 * 60 } } as const
  const elevenAtNight = Date.parse('2026-12-01T23:00:00+08:00')

  it('hold a push back until the morning', async () => {
    const openids = await people(3)
    local.emulator.clock.set(elevenAtNight)
    expect((await create({ to: openids }, { settings })).counts).toMatchObject({ queued: 3 })
    local.emulator.clock.set(Date.parse('2026-12-02T07:59:00+08:00'))
    await advanceAll(local.ports({ settings }))
    expect(cards(openids)).toEqual([0, 0, 0])
    local.emulator.clock.set(Date.parse('2026-12-02T08:00:10+08:00'))
    await advanceAll(local.ports({ settings }))
    expect(cards(openids)).toEqual([1, 1, 1])
  })

  it('do not hold back what is urgent', async () => {
    const openids = await people(1)
    local.emulator.clock.set(elevenAtNight)
    expect((await create({ to: openids, urgent: true }, { settings })).counts).toMatchObject({ sent: 1 })
  })
})

describe('our own caps', () => {
  const capped = (maxPerRun: number, maxPerDay: number): Partial<Ports> => ({
    settings: { miniprogramState: 'formal', consentSource: 'page', maxPerRun, maxPerDay },
  })

  it('end a run after so many messages; the next one goes on', async () => {
    const openids = await people(5)
    expect((await create({ to: openids }, capped(2, 0))).counts).toMatchObject({ sent: 2, queued: 3 })
    expect((await advanceAll(local.ports(capped(2, 0)))).ended).toBe('own-limit')
    expect(cards(openids).filter((count) => count === 1)).toHaveLength(4)
  })

  it('end a day after so many; the next day goes on', async () => {
    const openids = await people(4)
    expect((await create({ to: openids }, capped(0, 3))).counts).toMatchObject({ sent: 3, queued: 1 })
    expect((await advanceAll(local.ports(capped(0, 3)))).tried).toBe(0)
    local.emulator.clock.advance(86_400_000)
    await advanceAll(local.ports(capped(0, 3)))
    expect(cards(openids)).toEqual([1, 1, 1, 1])
  })
})

describe('a push that a person holds', () => {
  it('sends nothing while paused, and completes when it goes on', async () => {
    const openids = await people(4)
    const created = await create({ to: openids }, failing(-501007))
    await pausePush(local.ports(), OPERATOR, created.pushId)
    await advanceAll(local.ports())
    expect(cards(openids)).toEqual([0, 0, 0, 0])
    await resumePush(local.ports(), OPERATOR, created.pushId)
    await advanceAll(local.ports())
    expect(cards(openids)).toEqual([1, 1, 1, 1])
  })

  it('when cancelled never sends the rest, and gives back what it held', async () => {
    const openids = await people(3)
    const created = await create({ to: openids }, failing(-1))
    expect(created.counts.queued).toBe(3)
    const cancelled = await cancelPush(local.ports(), OPERATOR, created.pushId)
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: { cancelled: 3 } })
    local.emulator.clock.advance(3_600_000)
    await advanceAll(local.ports())
    expect(cards(openids)).toEqual([0, 0, 0])
    for (const openid of openids) expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, reservations: [] })
  })

  it('halted by a wrong template id completes after the id was replaced', async () => {
    const openids = await people(3)
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId: 'wrong' })
    const wrong = { ...template, templateId: 'wrong' }
    for (const openid of openids) await grantInLedger(local.ports(), wrong, openid)
    const created = await create({ to: openids })
    expect(created).toMatchObject({ state: 'halted', counts: { failed: 1, queued: 2 } })
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId: template.templateId })
    await resumePush(local.ports(), OPERATOR, created.pushId)
    expect(await advancePush(local.ports(), created.pushId)).toMatchObject({ state: 'finished', counts: { sent: 3 } })
    for (const openid of openids) {
      const row = await ledgerOf(local, template, openid)
      expect(row && imbalance(row)).toBe(0)
    }
  })

  it('is tried again for those who have agreed in the meantime, and for nobody twice', async () => {
    const [yes = '', no = ''] = [...(await people(1)), ...(await people(1, { agreed: false }))]
    const created = await create({ to: [yes, no] })
    expect(created.counts).toMatchObject({ sent: 1, skipped: 1 })
    await agree(local, template, no)
    await agree(local, template, yes)
    await retryPush(local.ports(), OPERATOR, created.pushId)
    expect(await advancePush(local.ports(), created.pushId)).toMatchObject({ state: 'finished', counts: { sent: 2 } })
    expect(cards([yes, no])).toEqual([1, 1])
  })

  it.each([
    ['sent', { used: 1, credits: 0 }],
    ['not-sent', { used: 0, credits: 1 }],
  ] as const)('and a person settles what nobody knows: %s', async (outcome, books) => {
    const [openid = ''] = await people(1)
    const created = await create({ to: [openid] }, failing(-501002))
    expect(created.counts.unknown).toBe(1)
    expect((await retryPush(local.ports(), OPERATOR, created.pushId)).counts.unknown).toBe(1)
    await resolveMessage(local.ports(), OPERATOR, `${created.pushId}:${openid}`, outcome)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ ...books, reservations: [] })
    expect(await codeOf(resolveMessage(local.ports(), OPERATOR, `${created.pushId}:${openid}`, outcome))).toBe('wrong-state')
  })

  it('is not paused, resumed or cancelled in a state where that means nothing', async () => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids })
    expect(await codeOf(pausePush(local.ports(), OPERATOR, pushId))).toBe('wrong-state')
    expect(await codeOf(resumePush(local.ports(), OPERATOR, pushId))).toBe('wrong-state')
    expect(await codeOf(cancelPush(local.ports(), OPERATOR, pushId))).toBe('wrong-state')
    expect(await codeOf(cancelPush(local.ports(), OPERATOR, 'no-such'))).toBe('not-found')
  })
})

describe('many workers at once', () => {
  it('send each recipient once, and settle each credit once', async () => {
    const openids = await people(60)
    const { pushId } = await create({ to: openids }, failing(-501007))
    await Promise.all([advanceAll(local.ports()), advanceAll(local.ports()), advancePush(local.ports(), pushId), advanceAll(local.ports())])
    await advanceAll(local.ports())
    expect(cards(openids)).toEqual(openids.map(() => 1))
    const { data } = await local.db.collection<Message>('messages').where({ pushId }).limit(1000).get()
    expect(data.every(({ state }) => state === 'sent')).toBe(true)
    for (const openid of openids) expect(await ledgerOf(local, template, openid)).toMatchObject({ used: 1, credits: 0, reservations: [] })
  })

  it('never send two messages to one user at the same moment', async () => {
    const [openid = ''] = await people(1)
    await agree(local, template, openid, 4)
    const ports = failing(-501007)
    for (let time = 0; time < 5; time += 1) await create({ to: [openid], key: fresh('push') }, ports)
    let underway = 0
    let most = 0
    const { subscribeMessage } = local.openapi
    const send: typeof subscribeMessage.send = async (message) => {
      most = Math.max(most, (underway += 1))
      await new Promise(setImmediate)
      return subscribeMessage.send(message).finally(() => (underway -= 1))
    }
    await advanceAll(local.ports({ openapi: { ...local.openapi, subscribeMessage: { ...subscribeMessage, send } } }))
    expect(most).toBe(1)
    expect(cards([openid])).toEqual([5])
  })
})
