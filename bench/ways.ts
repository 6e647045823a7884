import { performance } from 'node:perf_hooks'
import { type Terms } from '../core/templates/terms'
import { peakMemoryMb } from './memory'
import { DB_MS, IDEAL_PER_SECOND, SEND_MS } from './profile'
import { addJobs, addPush, addReceivers, createWorld, type World } from './world'

export interface Measured {
  way: string
  recipients: number
  /** Messages that arrived. */
  sent: number
  'msg/s': number
  'of pool ÷ latency': string
  'db calls / recipient': number
  'worker MB': number | string
}

/** The ways of tutorials are stopped after this; ours runs until everything is sent, over as many runs of a minute as it takes. */
const NAIVE_BUDGET_MS = 15_000
const MAX_RUNS = 30

/** Waiting, gathering and both caps, as a template may have them. */
const ALL_TERMS: Terms = { ifNone: 'wait', digest: { minutes: 0, many: { thing1: '{{count}} 条' } }, perDay: 5, perWeek: 10 }

/** @param withTerms  the template waits, gathers and limits how many a person gets */
export async function measureOurs(recipients: number, withTerms = false): Promise<Measured> {
  return inWorld(withTerms ? 'ours, with all terms' : 'ours', 'dispatch', recipients, async (world, openids) => {
    await addPush(world, openids, 'bench', withTerms ? ALL_TERMS : undefined)
    return async () => {
      for (let run = 0; run < MAX_RUNS && world.emulator.stats.delivered < recipients; run += 1)
        await world.emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
    }
  })
}

export async function measureNaive(way: string, recipients: number): Promise<Measured> {
  return inWorld(way, way, recipients, async (world, openids) => {
    await addJobs(world, openids)
    return async () => {
      await world.emulator.functions.invoke(way, { budgetMs: NAIVE_BUDGET_MS }, { kind: 'timer', devtools: true })
    }
  })
}

type Prepare = (world: World, openids: readonly string[]) => Promise<() => Promise<void>>

async function inWorld(way: string, functionName: string, recipients: number, prepare: Prepare): Promise<Measured> {
  const world = await createWorld()
  const { emulator } = world
  try {
    const openids = await addReceivers(world, recipients, 'Bench')
    // Warm: what is measured is the sending.
    await emulator.functions.invoke(functionName, { budgetMs: 0 }, { kind: 'timer', devtools: true })
    const run = await prepare(world, openids)
    emulator.faults.set({ send: { latencyMs: SEND_MS }, db: { latencyMs: DB_MS } })
    emulator.stats.reset()
    const begun = performance.now()
    await run()
    const seconds = (performance.now() - begun) / 1000
    const { delivered: sent, dbCalls } = emulator.stats
    return {
      way,
      recipients,
      sent,
      'msg/s': round(sent / seconds, 1),
      'of pool ÷ latency': `${round((100 * sent) / seconds / IDEAL_PER_SECOND, 1)} %`,
      'db calls / recipient': round(dbCalls / sent, 3),
      'worker MB': peakMemoryMb(functionName),
    }
  } finally {
    await world.close()
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
