import { performance } from 'node:perf_hooks'
import { DB_MS, POOL } from './profile'
import { addPush, addReceivers, createWorld } from './world'

export interface Shared {
  workers: number
  recipients: number
  sent: number
  'msg/s': number
  '× one worker': number
  /** Messages that each of them handed to WeChat. */
  shares: string
}

/** Slower than the other measurements, so that several workers wait for WeChat and not for this machine. */
export const SLOW_SEND_MS = 1_200

/** Several workers at once on one backlog. */
export async function measureWorkers(recipients: number, counts: readonly number[]): Promise<Shared[]> {
  const rows: Shared[] = []
  for (const workers of counts) {
    const measured = await measure(recipients, workers)
    rows.push({ ...measured, '× one worker': Number((measured['msg/s'] / (rows[0] ?? measured)['msg/s']).toFixed(2)) })
  }
  return rows
}

async function measure(recipients: number, workers: number): Promise<Omit<Shared, '× one worker'>> {
  const world = await createWorld(workers)
  const { emulator } = world
  const work = (): Promise<number[]> =>
    Promise.all(
      Array.from({ length: workers }, async () => {
        const outcome = await emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
        return outcome.ok ? ((outcome.result as { tried?: number }).tried ?? 0) : 0
      }),
    )
  try {
    const openids = await addReceivers(world, recipients, 'Shared')
    // Warm: what is measured is the sending.
    await work()
    await addPush(world, openids, 'bench')
    emulator.faults.set({ send: { latencyMs: SLOW_SEND_MS }, db: { latencyMs: DB_MS } })
    emulator.stats.reset()
    const begun = performance.now()
    const shares = await work()
    const seconds = (performance.now() - begun) / 1000
    const sent = emulator.stats.delivered
    return { workers, recipients, sent, 'msg/s': Number((sent / seconds).toFixed(1)), shares: shares.sort((a, b) => b - a).join(' ') }
  } finally {
    await world.close()
  }
}

/** What one worker could do at best. */
export const SLOW_IDEAL_PER_SECOND = POOL / (SLOW_SEND_MS / 1000)
