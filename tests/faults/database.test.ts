import { createPush, type Created } from '../../core/push/create'
import { advanceAll } from '../../core/push/advance'
import { LEASE_MS, SEND_CONCURRENCY } from '../../core/delivery/limits'
import { newAuthorization } from '../../core/ledger/authorization'
import { countMessages } from '../../core/push/view'
import { type Template } from '../../core/templates/template'
import { type Ports } from '../../core/ports'
import { type SubscribeMessage } from '../../core/ports/openapi'
import { Crash, MortalPorts } from '../support/crashing'
import { startLocalCloud, type LocalCloud } from '../support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance, ledgerOf } from '../support/product'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

function receivers(count: number): string[] {
  const openids = Array.from({ length: count }, freshOpenid)
  const rows = openids.map((openid) => ({ ...newAuthorization(openid, template.templateId, new Date(0)), credits: 1, granted: 1, standing: 'accept' }))
  local.emulator.database.insert('authorizations', rows)
  return openids
}

/** Messages that WeChat has taken. */
let cards: Map<string, number>

/** A WeChat that takes every message, unless `answer` gives an errcode: what is looked at here is the database. */
function wechat(answer: (message: SubscribeMessage, nth: number) => number | undefined): Ports['openapi'] {
  let nth = 0
  cards = new Map()
  return {
    ...local.openapi,
    subscribeMessage: {
      ...local.openapi.subscribeMessage,
      send: async (message) => {
        const errCode = answer(message, (nth += 1))
        if (errCode !== undefined) throw Object.assign(new Error(), { errCode, errMsg: 'openapi.subscribeMessage.send:fail' })
        cards.set(message.touser, (cards.get(message.touser) ?? 0) + 1)
        return { errCode: 0, msgid: String(nth) }
      },
    },
  }
}

async function create(ports: Ports, openids: string[], key: string): Promise<Created> {
  return (await createPush(ports, { template: template._id, data: { thing1: '车库' }, to: openids, key }, { kind: 'operator' })) as Created
}

async function settleDown(openapi: Ports['openapi']): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    local.emulator.clock.advance(LEASE_MS * 10)
    await advanceAll(local.ports({ openapi }))
  }
}

it('what WeChat said is known, also when the database refuses for a while just then', async () => {
  const openids = receivers(40)
  // The database begins to refuse with the last message, when all are on their way.
  const openapi = wechat((_message, nth) => {
    if (nth === 40) local.emulator.faults.set({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: 7 }] } })
    return nth % 2 === 0 ? 40003 : undefined
  })
  const { counts } = await create(local.ports({ openapi }), openids, fresh('push'))
  expect(counts).toMatchObject({ sent: 20, failed: 20, unknown: 0 })
})

it('of a worker that dies anywhere in a big push, no more is unknown than what was on its way; what was refused stays known', async () => {
  for (let at = 15; at < 260; at += 40) {
    const openids = receivers(160)
    const key = fresh('push')
    const openapi = wechat((_message, nth) => (nth % 3 === 0 ? 40003 : undefined))
    const worker = new MortalPorts(local.ports({ openapi }), { at, moment: 'after' })
    await create(worker.ports, openids, key).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
      if (!(cause instanceof Crash)) throw error
    })
    await worker.idle()
    await settleDown(openapi)
    await create(local.ports({ openapi }), openids, key)
    await settleDown(openapi)
    const { sent, unknown, failed, queued } = await countMessages(local.db, key)
    expect({ all: sent + unknown + failed, queued }).toEqual({ all: 160, queued: 0 })
    expect(unknown).toBeLessThan(2 * SEND_CONCURRENCY)
    for (const openid of openids) {
      const row = await ledgerOf(local, template, openid)
      expect(cards.get(openid) ?? 0).toBeLessThanOrEqual(1)
      expect(row && imbalance(row)).toBe(0)
      expect(row?.used).toBeLessThanOrEqual(cards.get(openid) ?? 0)
    }
  }
})

it('of a worker that dies while the first message of a small push is alone on its way, that one is unknown and no other', async () => {
  const openids = receivers(40)
  const key = fresh('push')
  let handedOver = 0
  const dying = (): Promise<never> => {
    handedOver += 1
    return Promise.reject(new Crash())
  }
  const ports = local.ports({ openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: dying } } })
  const worker = new MortalPorts(ports, undefined, () => (handedOver > 0 ? Promise.reject(new Crash()) : Promise.resolve()))
  await create(worker.ports, openids, key).catch(() => undefined)
  await worker.idle()
  expect(handedOver).toBe(1)
  await settleDown(wechat(() => undefined))
  expect(await countMessages(local.db, key)).toMatchObject({ sent: 39, unknown: 1, queued: 0 })
})
