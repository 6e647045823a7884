import { type FaultPlan } from '../emulator/faults/faults'
import { countMessages } from './messages'
import { DB_MS, SEND_MS } from './profile'
import { addPush, addReceivers, createWorld } from './world'

export interface Outage {
  trouble: string
  recipients: number
  sent: number
  unknown: number
  failed: number
  'sent twice': number
  /** Until the last message had arrived, as the emulated clock says. */
  minutes: number
}

/** The timer comes once a minute; the time between two rounds is skipped. */
const ROUND_MS = 60_000
const TROUBLE_MS = 60_000
const MAX_ROUNDS = 30

/** The first minute of a push in trouble, and then all is well again. */
export async function measureOutage(trouble: string, send: NonNullable<FaultPlan['send']>, recipients: number): Promise<Outage> {
  const world = await createWorld()
  const { emulator } = world
  const healthy: FaultPlan = { send: { latencyMs: SEND_MS }, db: { latencyMs: DB_MS } }
  try {
    const openids = await addReceivers(world, recipients, 'Outage')
    await addPush(world, openids, 'bench')
    const begun = emulator.clock.now()
    emulator.faults.set({ ...healthy, send })
    const recovery = setTimeout(() => emulator.faults.set(healthy), TROUBLE_MS)
    let round = 0
    while (round < MAX_ROUNDS && countMessages(emulator, ['queued', 'sending']) > 0) {
      await emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
      round += 1
      const wait = begun + round * ROUND_MS - emulator.clock.now()
      if (round === 1) await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)))
      else if (wait > 0) emulator.clock.advance(wait)
    }
    clearTimeout(recovery)
    return {
      trouble,
      recipients,
      sent: countMessages(emulator, ['sent']),
      unknown: countMessages(emulator, ['unknown']),
      failed: countMessages(emulator, ['failed']),
      'sent twice': openids.filter((openid) => emulator.wechat.inbox(openid).length > 1).length,
      minutes: round,
    }
  } finally {
    await world.close()
  }
}
