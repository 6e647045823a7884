import fc from 'fast-check'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { grant, revoke } from '../access/manage-members'
import { LEASE_MS } from '../delivery/limits'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Settings } from '../ports/settings'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { advanceAll } from './advance'
import { approvePush } from './approval'
import { cancelPush, resumePush } from './control'
import { createPush, type Created } from './create'
import { dryRun } from './dry-run'
import { pauseOrphans } from './orphans'
import { pushStatus } from '../history/history'
import { type CreateRequest } from './request'
import { retryPush } from './retry'
import { countMessages, type PushView } from './view'

const OPERATOR: Author = { kind: 'operator' }
const HOUR_MS = 3_600_000

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  local.emulator.faults.clear()
  template = await addTemplate(local)
})

async function people(count: number, tags: string[] = []): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  local.emulator.database.insert('users', openids.map((_id) => ({ _id, nickname: '林夏', remark: '', tags, firstSeen: new Date(0), lastSeen: new Date(0) })))
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  return openids
}

async function someone(role: 'owner' | 'sender' | 'viewer' = 'sender'): Promise<Author & { kind: 'member' }> {
  const openid = freshOpenid()
  await grant(local.ports(), OPERATOR, openid, role)
  return { kind: 'member', openid }
}

const withSettings = (settings: Partial<Settings>, ports: Partial<Ports> = {}): Ports => {
  const plain = local.ports(ports)
  return { ...plain, settings: { ...plain.settings, ...settings } }
}

const create = async (ports: Ports, by: Author, asked: Partial<CreateRequest>): Promise<Created> =>
  (await createPush(ports, { template: template._id, data: { thing1: '车库' }, ...asked }, by)) as Created

/** What it came to, or in one word why not. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    },
  )
}

async function rounds(ports: Ports, count = 2): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    local.emulator.clock.advance(LEASE_MS)
    await advanceAll(ports)
  }
}

const cardsOf = (openids: readonly string[]): number => openids.filter((openid) => local.emulator.wechat.inbox(openid).length > 0).length

describe('what one member may set going on one day', () => {
  it('is so many pushes, not one more, however many she asks for at once; the next day begins anew; others have their own', async () => {
    const [sender, other] = [await someone(), await someone()]
    const openids = await people(6)
    const ports = withSettings({ maxPushesPerMember: 2 })
    const codes = await Promise.all(openids.slice(0, 4).map((openid) => codeOf(create(ports, sender, { to: [openid] }))))
    expect(codes.sort()).toEqual(['done', 'done', 'over-limit', 'over-limit'])
    expect(cardsOf(openids)).toBe(2)
    expect(await codeOf(create(ports, other, { to: [openids[4] ?? ''] }))).toBe('done')
    expect(await codeOf(create(ports, OPERATOR, { to: [openids[4] ?? ''] }))).toBe('done')
    local.emulator.clock.advance(24 * HOUR_MS)
    expect(await codeOf(create(ports, sender, { to: [openids[5] ?? ''] }))).toBe('done')
  })

  it('is so many recipients, whatever the audience; what is refused is said with the numbers and costs nothing', async () => {
    const sender = await someone()
    await people(4, ['一栋'])
    const ports = withSettings({ maxRecipientsPerMember: 5 })
    await expect(create(ports, sender, { to: await people(6) })).rejects.toMatchObject({ code: 'over-limit', message: expect.stringMatching(/最多推送给 5 人次.*已经有 0 人次.*还有 6 人.*明天/) })
    expect(await codeOf(create(ports, sender, { audience: { tags: ['一栋'] } }))).toBe('done')
    expect(await codeOf(create(ports, sender, { audience: { canReceive: true } }))).toBe('over-limit')
    expect(await codeOf(create(ports, sender, { to: await people(1) }))).toBe('done')
    expect(await codeOf(create(ports, sender, { to: await people(1) }))).toBe('over-limit')
  })

  it('is not touched by the same request asked again', async () => {
    const sender = await someone()
    const [one = ''] = await people(1)
    const ports = withSettings({ maxPushesPerMember: 1 })
    const key = fresh('push')
    for (let time = 0; time < 3; time += 1) expect(await codeOf(create(ports, sender, { to: [one], key }))).toBe('done')
    const [both, other] = [fresh('push'), await someone()]
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(create(ports, other, { to: [one], key: both }))))
    expect(codes).toContain('done')
    const [day] = local.emulator.database.find('quotas', { openid: other.openid }, { limit: 1 })
    expect(day).toMatchObject({ pushes: 1, recipients: 1 })
  })
})

describe('a push to more people than one may decide on alone', () => {
  const ports = (overrides: Partial<Ports> = {}): Ports => withSettings({ approvalAbove: 2 }, overrides)
  const asked = async (pushId: string): Promise<NonNullable<PushView['asked']>> => {
    const { asked: shown } = await pushStatus(local.db, pushId)
    if (!shown) throw new Error('nothing to approve')
    return shown
  }
  const approve = async (by: Author, pushId: string, changes: object = {}): Promise<string> => {
    const { seen, recipients } = await asked(pushId)
    return codeOf(approvePush(ports(), by, { pushId, seen, recipients, ...changes }))
  }

  it('waits, shows the second member what goes out and to how many, and goes out when she agrees', async () => {
    const [author, second] = [await someone(), await someone()]
    const openids = await people(3)
    const { pushId, state } = await create(ports(), author, { to: openids, page: 'pages/message/message' })
    expect(state).toBe('pending')
    await rounds(ports())
    expect(cardsOf(openids)).toBe(0)
    expect(await asked(pushId)).toMatchObject({
      recipients: 3,
      audience: { kind: 'openids' },
      card: { title: template.title, lines: [{ value: '车库' }] },
      page: 'pages/message/message',
      miniprogramState: 'formal',
    })
    expect(await approve(second, pushId)).toBe('done')
    await rounds(ports())
    expect(await pushStatus(local.db, pushId)).toMatchObject({ state: 'finished', counts: { sent: 3 }, approval: { recipients: 3 } })
  })

  it('of just as many as one may decide on does not wait', async () => {
    expect((await create(ports(), await someone(), { to: await people(2) })).state).toBe('finished')
  })

  it('is not agreed to by its author or the console; not even when it comes from the console', async () => {
    const author = await someone('owner')
    for (const by of [author, OPERATOR]) {
      const { pushId } = await create(ports(), by, { to: await people(3) })
      expect(await approve(author, pushId)).toBe(by === author ? 'forbidden' : 'done')
      if (by === OPERATOR) continue
      expect(await approve(OPERATOR, pushId)).toBe('forbidden')
      expect((await pushStatus(local.db, pushId)).state).toBe('pending')
    }
  })

  it('is not what was agreed to when its template was replaced: before the agreement, or after', async () => {
    const [author, second] = [await someone(), await someone()]
    const sendAt = local.emulator.clock.now() + HOUR_MS
    const { pushId } = await create(ports(), author, { to: await people(3), sendAt })
    const before = await asked(pushId)
    const replace = async (): Promise<void> => {
      const { templateId } = local.emulator.wechat.addTemplate({ title: template.title, content: '地点:{{thing1.DATA}}' })
      await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId })
    }
    await replace()
    expect(await approve(second, pushId, { seen: before.seen })).toBe('wrong-state')
    expect(await approve(second, pushId)).toBe('done')
    expect((await pushStatus(local.db, pushId)).state).toBe('scheduled')
    await replace()
    local.emulator.clock.advance(HOUR_MS)
    await rounds(ports())
    expect(await pushStatus(local.db, pushId)).toMatchObject({ state: 'pending', counts: { sent: 0 } })
    expect(await approve(second, pushId)).toBe('done')
  })

  it('goes to no more people than were agreed to, also when more have come since', async () => {
    const [author, second] = [await someone(), await someone()]
    await people(3)
    const { pushId } = await create(ports(), author, { audience: { canReceive: true }, sendAt: local.emulator.clock.now() + HOUR_MS })
    expect(await approve(second, pushId)).toBe('done')
    await people(2)
    local.emulator.clock.advance(HOUR_MS)
    await rounds(ports())
    expect(await pushStatus(local.db, pushId)).toMatchObject({ state: 'finished', total: 3, counts: { sent: 3 } })
    // Whoever agrees to another number than there are of a list has not looked.
    const next = await create(ports(), author, { to: await people(3) })
    for (const recipients of [4, 2, 0]) expect(await approve(second, next.pushId, { recipients })).toBe('wrong-state')
  })

  it('is agreed to once by two at once, and by one who dies anywhere it is whole or still waits', async () => {
    const [author, second, third] = [await someone(), await someone(), await someone()]
    const openids = await people(3)
    const { pushId } = await create(ports(), author, { to: openids })
    const shown = await asked(pushId)
    const codes = await Promise.all([second, third].map((by) => codeOf(approvePush(ports(), by, { pushId, ...shown }))))
    expect(codes.sort()).toEqual(['done', 'wrong-state'])
    for (let at = 1; at < 10; at += 1) {
      const { pushId: next } = await create(ports(), author, { to: await people(3) })
      const { seen, recipients } = await asked(next)
      const worker = new MortalPorts(ports(), { at, moment: at % 2 === 0 ? 'before' : 'after' })
      await approvePush(worker.ports, second, { pushId: next, seen, recipients }).catch(() => undefined)
      await worker.idle()
      await rounds(ports())
      const { state, counts } = await pushStatus(local.db, next)
      expect([{ state, sent: counts.sent }]).toContainEqual(state === 'pending' ? { state, sent: 0 } : { state: 'finished', sent: 3 })
    }
  })

  it('can be cancelled while it waits, and rests with its author gone without losing that it has to be agreed to', async () => {
    const [author, owner, second] = [await someone(), await someone('owner'), await someone()]
    const openids = await people(3)
    const { pushId } = await create(ports(), author, { to: openids })
    await revoke(local.ports(), OPERATOR, author.openid)
    await pauseOrphans(local.ports())
    expect((await pushStatus(local.db, pushId)).state).toBe('paused')
    expect((await resumePush(ports(), owner, pushId)).state).toBe('pending')
    expect(await approve(owner, pushId)).toBe('forbidden')
    expect(await approve(second, pushId)).toBe('done')
    const { pushId: other } = await create(ports(), owner, { to: openids })
    expect((await cancelPush(ports(), owner, other)).state).toBe('cancelled')
    await rounds(ports())
    expect((await pushStatus(local.db, other)).counts).toMatchObject({ sent: 0 })
  })
})

describe('one message of a kind within some hours', () => {
  const ports = (overrides: Partial<Ports> = {}): Ports => withSettings({ hoursBetween: 24 }, overrides)

  it('is all that anybody gets, of however many pushes at once; who was passed over is told why and can have it later', async () => {
    const [one = ''] = await people(1)
    for (let more = 0; more < 3; more += 1) await agree(local, template, one)
    const pushes = await Promise.all([1, 2, 3].map(() => create(ports(), OPERATOR, { to: [one] })))
    expect(local.emulator.wechat.inbox(one)).toHaveLength(1)
    const views = await Promise.all(pushes.map(({ pushId }) => pushStatus(local.db, pushId)))
    const passedOver = views.filter(({ counts }) => counts.skipped === 1)
    expect(passedOver).toHaveLength(2)
    expect(passedOver[0]?.reasons).toMatchObject([{ reason: 'too-soon', retryable: true, message: expect.stringMatching(/刚收到过/) }])
    expect(await ledgerOf(local, template, one)).toMatchObject({ used: 1, credits: 3, reservations: [] })
    local.emulator.clock.advance(24 * HOUR_MS)
    await retryPush(ports(), OPERATOR, passedOver[0]?.pushId ?? '')
    await rounds(ports())
    expect(local.emulator.wechat.inbox(one)).toHaveLength(2)
  })

  it('is not used up by one that did not go out, and another kind is another matter', async () => {
    const [one = ''] = await people(1)
    const refusing: Partial<Ports> = { openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: 41030, errMsg: 'invalid page' })) } } }
    await create(ports(refusing), OPERATOR, { to: [one] })
    expect((await create(ports(), OPERATOR, { to: [one] })).counts).toMatchObject({ sent: 1 })
    template = await addTemplate(local)
    await agree(local, template, one)
    expect((await create(ports(), OPERATOR, { to: [one] })).counts).toMatchObject({ sent: 1 })
  })

  it.each(['long-term', 'anyway'])('holds for %s as well', async (how) => {
    if (how === 'long-term') template = await addTemplate(local, { type: 'long-term' })
    const [one = ''] = await people(1)
    if (how === 'anyway') for (let more = 0; more < 2; more += 1) await local.emulator.wechat.consent({ openid: one, templateIds: [template.templateId] })
    const asked = { to: [one], ...(how === 'anyway' && { anyway: true }) }
    const states = await Promise.all([1, 2].map(async () => (await create(ports(), OPERATOR, asked)).pushId))
    await rounds(ports())
    expect(states).toHaveLength(2)
    expect(local.emulator.wechat.inbox(one)).toHaveLength(1)
  })

  it('is what a dry run counts', async () => {
    const [one = ''] = await people(2)
    await agree(local, template, one)
    await create(ports(), OPERATOR, { to: [one] })
    const told = await dryRun(ports(), { template: template._id, data: { thing1: '车库' }, audience: { canReceive: true } })
    expect(told).toMatchObject({ total: 2, canReceive: 1, tooSoon: 1, message: expect.stringMatching(/1 人刚收到过这类消息/) })
  })

  it('holds whatever comes of the pushes, in whatever order; the books balance', async () => {
    const outcomes = fc.array(fc.constantFrom(undefined, 41030, 43101, -1, -501002), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(outcomes, async (codes) => {
        const [one = ''] = await people(1)
        for (let more = 0; more < 4; more += 1) await agree(local, template, one)
        for (const errCode of codes) {
          const send: Ports['openapi']['subscribeMessage']['send'] = (message) =>
            errCode === undefined ? local.openapi.subscribeMessage.send(message) : Promise.reject(Object.assign(new Error(), { errCode, errMsg: 'openapi.subscribeMessage.send:fail' }))
          await create(ports({ openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send } } }), OPERATOR, { to: [one] })
        }
        await rounds(ports())
        expect(local.emulator.wechat.inbox(one).length).toBeLessThanOrEqual(1)
        const row = await ledgerOf(local, template, one)
        expect(row && imbalance(row)).toBe(0)
      }),
      { numRuns: 8 },
    )
  })
})

it('what a limit counts is what came: counted messages add up with every limit on', async () => {
  const openids = await people(4)
  const ports = withSettings({ hoursBetween: 1, maxPerDay: 100, approvalAbove: 10, maxPushesPerMember: 10 })
  const { pushId } = await create(ports, await someone(), { to: openids })
  expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 4 })
})
