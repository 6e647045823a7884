import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { LEASE_MS } from '../delivery/limits'
import { type AppError } from '../error/app-error'
import { type Authorization } from '../ledger/authorization'
import { type PersonsWord } from '../outbox/message'
import { type OpenApi } from '../ports/openapi'
import { type Template } from '../templates/template'
import { advanceAll } from './advance'
import { resolveAll } from './control'
import { createPush, type Created } from './create'
import { RECEIPT_WAIT_MS } from './resolve-unknown'
import { countMessages } from './view'

const OPERATOR = { kind: 'operator' } as const

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(async () => {
  template = await addTemplate(local)
})

/** A push to so many people of which WeChat's replies are lost. */
async function unknownTo(count: number): Promise<{ pushId: string; openids: string[] }> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await agree(local, template, openid)
  }
  const { pushId } = (await createPush(local.ports({ openapi: losingReplies() }), { template: template._id, data: { thing1: '车库' }, to: openids }, OPERATOR)) as Created
  expect(await countMessages(local.db, pushId)).toMatchObject({ unknown: count })
  return { pushId, openids }
}

/** WeChat takes each message, and nobody hears of it. */
function losingReplies(): OpenApi {
  const { subscribeMessage } = local.openapi
  const send: OpenApi['subscribeMessage']['send'] = async (message) => {
    await subscribeMessage.send(message)
    throw Object.assign(new Error('socket hang up'), { errCode: -501001, errMsg: 'resource system error. socket hang up' })
  }
  return { ...local.openapi, subscribeMessage: { ...subscribeMessage, send } }
}

const rowsOf = async (openids: readonly string[]): Promise<Authorization[]> => (await Promise.all(openids.map((openid) => ledgerOf(local, template, openid)))).flatMap((row) => row ?? [])

it('is only for those that have waited long enough for WeChat’s receipt', async () => {
  const { pushId } = await unknownTo(2)
  const error = (await resolveAll(local.ports(), OPERATOR, pushId, 'sent').catch((reason: unknown) => reason)) as AppError
  expect([error.code, error.message]).toEqual(['wrong-state', expect.stringContaining('还在等微信的回执') as string])
  expect(await countMessages(local.db, pushId)).toMatchObject({ unknown: 2 })
})

it.each<[PersonsWord, object, number]>([
  ['sent', { sent: 3, unknown: 0 }, 0],
  ['not-sent', { failed: 3, unknown: 0 }, 1],
])('says «%s» of all of them, and the ledger agrees; dies at whatever moment, and the timer completes it', async (outcome, counts, credit) => {
  for (let at = 1; ; at += 1) {
    const { pushId, openids } = await unknownTo(3)
    local.emulator.clock.advance(LEASE_MS + RECEIPT_WAIT_MS)
    const caller = new MortalPorts(local.ports(), { at, moment: at % 2 === 0 ? 'before' : 'after' })
    const died = await resolveAll(caller.ports, OPERATOR, pushId, outcome).then(
      () => false,
      () => true,
    )
    await caller.idle()
    const [push] = local.emulator.database.find('pushes', { _id: pushId }, {})
    const isDecided = !died || push?.['resolving'] !== undefined || (await countMessages(local.db, pushId)).unknown < 3
    for (let round = 0; round < 3; round += 1) {
      local.emulator.clock.advance(LEASE_MS + 1)
      await advanceAll(local.ports())
    }
    // Whoever died before it was written down says it again.
    if (!isDecided) await resolveAll(local.ports(), OPERATOR, pushId, outcome)
    expect(await countMessages(local.db, pushId)).toMatchObject(counts)
    expect((await rowsOf(openids)).map((row) => [row.credits, row.reservations.length, imbalance(row)])).toEqual(openids.map(() => [credit, 0, 0]))
    if (!died) return
    expect(at).toBeLessThan(40)
  }
})
