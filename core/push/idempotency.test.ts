import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { type AppError } from '../error/app-error'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { type Database } from '../ports/database'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { createPush, type Created } from './create'
import { hashOf } from './idempotency'
import { type CreateRequest } from './request'

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

async function create(request: CreateRequest, ports: Partial<Ports> = {}): Promise<Created> {
  return (await createPush(local.ports(ports), request, { kind: 'operator' })) as Created
}

async function asked(more: Partial<CreateRequest> = {}): Promise<CreateRequest & { to: string[] }> {
  const openid = freshOpenid()
  await agree(local, template, openid, 3)
  return { template: template._id, data: { thing1: '车库' }, to: [openid], key: fresh('key'), ...more }
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: AppError) => error,
  )
}

/** A database in which one collection answers nothing but this. */
function without(collection: string, error: object): Database {
  return new Proxy(local.db, {
    get: (db, name) =>
      name === 'collection'
        ? (asked: string) => {
            if (asked === collection) throw error
            return db.collection(asked)
          }
        : (Reflect.get(db, name) as unknown),
  })
}

const cards = (openid: string): number => local.emulator.wechat.inbox(openid).length

describe('the same key and the same request, asked again later, is the same push', () => {
  it('when its time has come and gone', async () => {
    const request = await asked({ sendAt: local.emulator.clock.now() + 60_000 })
    const { pushId } = await create(request)
    local.emulator.clock.advance(3_600_000)
    expect(await create(request)).toMatchObject({ pushId, replayed: true })
  })

  it('when the default page of the template and MINIPROGRAM_STATE are others', async () => {
    const request = await asked()
    const { pushId } = await create(request)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: template._id, page: fresh('pages/other') })
    const { settings } = local.ports()
    expect(await create(request, { settings: { ...settings, miniprogramState: 'trial' } })).toMatchObject({ pushId, replayed: true })
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: template._id, page: '' })
    expect(cards(request.to[0] ?? '')).toBe(1)
  })

  it('when the template is switched off or takes other fields', async () => {
    const own = await addTemplate(local)
    const openid = freshOpenid()
    await agree(local, own, openid)
    const request = { template: own._id, data: { thing1: '车库' }, to: [openid], key: fresh('key') }
    const { pushId } = await create(request)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: own._id, enabled: false, content: '说明:{{phrase2.DATA}}' })
    expect(await create(request)).toMatchObject({ pushId, replayed: true, counts: { sent: 1 } })
  })

  it.each<[string, (request: CreateRequest & { to: string[] }) => CreateRequest]>([
    ['with the values as WeChat has them', (request) => ({ ...request, data: { thing1: { value: '车库' } } })],
    ['with the people in another order, and twice', ({ to, ...request }) => ({ ...request, audience: { openids: [...to, ...to].reverse() } })],
    ['with defaults spelt out', (request) => ({ ...request, lang: 'zh_CN', anyway: false, urgent: false, asIs: false, dryRun: false })],
    ['with a slash before the page', (request) => ({ ...request, page: '/pages/message/message' })],
    ['with the time in another zone', (request) => ({ ...request, sendAt: '2099-01-01T01:00:00Z' })],
  ])('however it is written: %s', async (_way, again) => {
    const request = await asked()
    const base = again(request)
    const first = { ...request, ...(base.page !== undefined && { page: 'pages/message/message' }), ...(base.sendAt !== undefined && { sendAt: '2099-01-01 09:00' }) }
    expect(hashOf(again(request))).toBe(hashOf(first))
  })

  it('for records that an older version wrote', async () => {
    const request = await asked({ page: 'pages/message/message' })
    const { pushId } = await create(request)
    const older = { template: template._id, data: [['thing1', '车库']], page: 'pages/message/message', miniprogramState: 'formal', lang: 'zh_CN', audience: { kind: 'openids', openids: request.to }, anyway: false, urgent: false }
    const bodyHash = createHash('sha256').update(JSON.stringify(older)).digest('hex')
    await pushesOf(local.db).doc(pushId).update({ data: { bodyHash } })
    const { settings } = local.ports()
    expect(await create(request, { settings: { ...settings, miniprogramState: 'trial' } })).toMatchObject({ pushId, replayed: true })
    expect((await errorOf(create({ ...request, data: { thing1: '别处' } }))).code).toBe('idempotency-conflict')
    expect(cards(request.to[0] ?? '')).toBe(1)
  })
})

describe('the same key and another request', () => {
  const BASE: CreateRequest = { template: 't', data: { thing1: 'x' }, to: ['oA', 'oB'] }
  const other = fc.constantFrom<Partial<CreateRequest>>(
    { template: 'u' }, { data: { thing1: 'y' } }, { data: { thing1: 'x', thing2: '' } }, { data: {} }, { to: ['oA'] }, { to: ['oA', 'oC'] }, { to: undefined, audience: { all: true } },
    { to: undefined, audience: { canReceive: true } }, { to: undefined, audience: { tags: ['oA', 'oB'] } }, { page: 'a' }, { page: '' }, { sendAt: 1 }, { sendAt: '2099-01-01 09:00' }, { state: 'formal' }, { lang: 'en_US' },
    { anyway: true }, { urgent: true }, { asIs: true },
  )
  it('differ in whatever a push consists of', () => {
    fc.assert(fc.property(other, other, (one, two) => {
      expect(hashOf({ ...BASE, ...one })).not.toBe(hashOf(BASE))
      expect(hashOf({ ...BASE, ...one }) === hashOf({ ...BASE, ...two })).toBe(one === two)
    }))
  })

  it('are refused with the push that has it, and nothing is sent', async () => {
    const request = await asked()
    await create(request)
    const error = await errorOf(create({ ...request, data: { thing1: '5 号楼' } }))
    expect(error).toMatchObject({ code: 'idempotency-conflict', details: { pushId: request.key } })
    expect(error.message).toMatch(/先用 status 查看/)
    expect(cards(request.to[0] ?? '')).toBe(1)
  })

  it('are refused in a dry run as well, which tells the same request from it and checks nothing of that', async () => {
    const request = await asked({ sendAt: local.emulator.clock.now() + 60_000 })
    await create(request)
    local.emulator.clock.advance(3_600_000)
    expect(await createPush(local.ports(), { ...request, dryRun: true }, { kind: 'operator' })).toMatchObject({ replays: true, faults: [], total: 1, canReceive: 1, message: expect.stringContaining('不会再发一次') })
    expect((await errorOf(createPush(local.ports(), { ...request, data: { thing1: '5 号楼' }, dryRun: true }, { kind: 'operator' }))).code).toBe('idempotency-conflict')
  })
})

describe('a push without a key', () => {
  it.each(['before', 'after'] as const)('whose call ends anywhere, %s the database did it, is told by a key that makes asking again safe', async (moment) => {
    let named = 0
    for (let at = 1, isOver = false; !isOver; at += 1) {
      const { key: _key, ...request } = await asked()
      const mortal = new MortalPorts(local.ports(), { at, moment })
      const outcome = await createPush(mortal.ports, request, { kind: 'operator' }).catch((error: AppError) => error)
      await mortal.idle()
      isOver = mortal.calls < at
      const pushId = 'pushId' in outcome ? outcome.pushId : (outcome as AppError).details?.['pushId']
      if (pushId === undefined) continue
      named += 1
      const again = await create({ ...request, key: String(pushId) })
      expect(again.pushId).toBe(pushId)
      local.emulator.clock.advance(120_000)
      expect(cards(request.to[0] ?? '')).toBeLessThanOrEqual(1)
      expect((await pushesOf(local.db).where({ 'audience.openids': request.to[0] }).count()).total).toBe(1)
    }
    expect(named).toBeGreaterThan(5)
  })

  it('of which the database lost the reply says so in words, with the key to ask again with', async () => {
    const { key: _key, ...request } = await asked()
    const mortal = new MortalPorts(local.ports(), { at: 2, moment: 'after' })
    const error = await errorOf(createPush(mortal.ports, request, { kind: 'operator' }))
    expect(error).toMatchObject({ code: 'busy', retryable: true, details: { key: expect.stringMatching(/^\w{20}$/) } })
    expect(error.message).toMatch(/同样的内容加上 key/)
    expect(await create({ ...request, key: String(error.details?.['key']) })).toMatchObject({ replayed: true, counts: { sent: 1 } })
  })
})

it('a push that is written down, and then meets a database that is gone, is told as a fault of the platform', async () => {
  const request = await asked()
  const error = await errorOf(create(request, { db: without('messages', { errCode: -501001, message: 'ECONNRESET' }) }))
  expect(error).toMatchObject({ code: 'busy', retryable: true, details: { pushId: request.key } })
  expect(error.message).toMatch(/推送已记下.*不用重新提交/)
  expect(await errorOf(create(await asked(), { db: without('messages', new TypeError('ours')) }))).toMatchObject({ code: 'internal' })
  expect(await create(request)).toMatchObject({ replayed: true, counts: { sent: 1 } })
})
