import { type Authorization } from '../core/ledger/authorization'
import { type Emulator } from '../emulator/emulator'
import { DB_MS, POOL, SEND_MS } from './profile'
import { addPush, addReceivers, createWorld } from './world'

export interface Killed {
  recipients: number
  kills: number
  lost: number
  'sent twice': number
  unknown: number
  'unknown / kill': number
  /** The same, in times of what a worker has in flight. */
  '× in flight': number
  'books out of balance': number
}

const AFTER_LEASE_MS = 120_000
const MAX_RUNS = 60

/** A push whose worker is killed (SIGKILL) in every run, after some more sends each time. */
export async function measureKills(recipients: number): Promise<Killed> {
  const world = await createWorld()
  const { emulator } = world
  try {
    const openids = await addReceivers(world, recipients, 'Kill')
    await addPush(world, openids, 'bench')
    let kills = 0
    for (let run = 0; run < MAX_RUNS && isOpen(emulator); run += 1) {
      emulator.faults.set({ send: { latencyMs: SEND_MS }, db: { latencyMs: DB_MS }, kill: { function: 'dispatch', afterSends: 700 + 61 * run } })
      await emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
      if (!emulator.faults.plan.kill) kills += 1
      emulator.clock.advance(AFTER_LEASE_MS)
    }
    const cards = openids.map((openid) => emulator.wechat.inbox(openid).length)
    const received = cards.filter((number) => number > 0).length
    const [sent, unknown] = [count(emulator, 'sent'), count(emulator, 'unknown')]
    return {
      recipients,
      kills,
      lost: recipients - sent - unknown + Math.max(0, sent - received),
      'sent twice': cards.filter((number) => number > 1).length,
      unknown,
      'unknown / kill': Math.round(unknown / kills),
      '× in flight': Number((unknown / kills / POOL).toFixed(2)),
      'books out of balance': unbalanced(emulator),
    }
  } finally {
    await world.close()
  }
}

function isOpen(emulator: Emulator): boolean {
  return count(emulator, 'queued') + count(emulator, 'sending') > 0
}

function count(emulator: Emulator, state: string): number {
  return emulator.database.find('messages', { state }, { limit: Infinity }).length
}

function unbalanced(emulator: Emulator): number {
  const rows = emulator.database.find('authorizations', {}, { limit: Infinity }) as unknown as Authorization[]
  return rows.filter((row) => row.granted !== row.credits + row.used + row.forfeited + row.reservations.length).length
}
