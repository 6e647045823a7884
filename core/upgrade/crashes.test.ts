import { imbalance } from '../../tests/support/product'
import { MortalPorts } from '../../tests/support/crashing'
import { type LocalCloud } from '../../tests/support/local-cloud'
import { type Authorization } from '../ledger/authorization'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { MARKER_ID, SCHEMA } from '../records/schema'
import { migrate, SETTLE_MS } from './migrate'
import { CARDS, startFromVersion010, WRITTEN_AT } from '../../tests/support/version-0.1.0'

const MINUTE = 60_000

async function inWorld<T>(work: (local: LocalCloud) => Promise<T>): Promise<T> {
  const local = await startFromVersion010()
  try {
    return await work(local)
  } finally {
    await local.close()
  }
}

/** What is left in the end, without times and names of workers, which differ from run to run. */
function outcome({ emulator }: LocalCloud): object {
  const rows = <T>(name: string): T[] => emulator.database.find(name, {}) as unknown as T[]
  const messages = rows<Message>('messages')
  for (const row of rows<Authorization>('authorizations')) expect([row._id, imbalance(row)]).toEqual([row._id, 0])
  for (const { openid } of messages) expect([openid, (CARDS[openid] ?? 0) + emulator.wechat.inbox(openid).length <= 1]).toEqual([openid, true])
  return {
    marker: rows('marker'),
    messages: Object.fromEntries(messages.map(({ _id, state }) => [_id, state])),
    books: Object.fromEntries(rows<Authorization>('authorizations').map(({ _id, credits, reservations, used }) => [_id, [credits, reservations.length, used]])),
    unheard: emulator.database.find('answers', { heardAt: { $exists: false } }).length,
  }
}

async function toTheEnd(local: LocalCloud): Promise<object> {
  for (let round = 0; round < 3; round += 1) {
    local.emulator.clock.advance(MINUTE)
    await advanceAll(local.ports())
  }
  local.emulator.clock.set(WRITTEN_AT + SETTLE_MS + 5 * MINUTE)
  for (let round = 0; round < 2; round += 1) await advanceAll(local.ports())
  return outcome(local)
}

let undisturbed: object
beforeAll(async () => {
  undisturbed = await inWorld(toTheEnd)
  expect(undisturbed).toMatchObject({ marker: [{ _id: MARKER_ID, schema: SCHEMA }], unheard: 0 })
})

it('comes to the same end wherever it dies, with messages on their way', async () => {
  const ports = (local: LocalCloud): Ports => local.ports({ random: () => 0.5 })
  const whole = await inWorld(async (local) => {
    const mortal = new MortalPorts(ports(local))
    await migrate(mortal.ports)
    return mortal.calls
  })
  expect(whole).toBeGreaterThan(8)
  // After one call is before the next.
  for (let at = 1; at <= whole; at += 1)
    await inWorld(async (local) => {
      const dead = new MortalPorts(ports(local), { at, moment: at === whole ? 'after' : 'before' })
      await migrate(dead.ports).catch(() => undefined)
      await dead.idle()
      expect([at, await toTheEnd(local)]).toEqual([at, undisturbed])
    })
}, 600_000)

it('comes to the same end when two rounds bring them up at once', async () => {
  await inWorld(async (local) => {
    local.emulator.clock.advance(MINUTE)
    await Promise.all([advanceAll(local.ports()), advanceAll(local.ports()), migrate(local.ports())])
    expect(await toTheEnd(local)).toEqual(undisturbed)
  })
})

it('goes on in the next round where one had no time, and is never taken for done before', async () => {
  await inWorld(async (local) => {
    local.emulator.clock.advance(MINUTE)
    let asked = 0
    await migrate(local.ports({ remainingMs: () => ((asked += 1) > 3 ? 15_000 : 60_000) }))
    expect(local.emulator.database.find('answers', { heardAt: { $exists: false } }).length).toBeGreaterThan(0)
    local.emulator.clock.set(WRITTEN_AT + SETTLE_MS + 10 * MINUTE)
    await migrate(local.ports({ remainingMs: () => 15_000 }))
    expect(local.emulator.database.find('marker', {})).toMatchObject([{ since: expect.any(Date) as Date }])
  })
})
