import { performance } from 'node:perf_hooks'
import { DB_MS, SEND_MS } from './profile'
import { addReceivers, createWorld, OPERATOR_KEY, saveTemplateIn, type World } from './world'

export interface MeasuredNotices {
  'asked for': string
  notices: number
  /** Of all calls of the business function together. */
  'asked s': number
  /** From the timer's first round until all are out. */
  'timer s': number
  rounds: number
  sent: number
  'db calls / notice': number
}

const MAX_ROUNDS = 20

/** Notices of a business function: taken down by its calls, sent by the timer. */
export async function measureNotices(count: number): Promise<MeasuredNotices[]> {
  return [
    await inWorld('in one call', count, (ask, openids) => ask({ template: 'bench', items: openids.map(noticeTo) })),
    await inWorld('one by one, 10 at once', count, async (ask, openids) => {
      const left = openids[Symbol.iterator]()
      await Promise.all(Array.from({ length: 10 }, async () => { for (const openid of left) await ask({ template: 'bench', ...noticeTo(openid) }) }))
    }),
  ]
}

const noticeTo = (to: string): object => ({ to, data: { thing1: '车库' }, dedupe: `shipped-${to}` })

type Ask = (request: object) => Promise<void>

async function inWorld(what: string, notices: number, asking: (ask: Ask, openids: readonly string[]) => Promise<void>): Promise<MeasuredNotices> {
  const world = await createWorld()
  const { emulator } = world
  try {
    await saveTemplateIn(world)
    const openids = await addReceivers(world, notices, 'Notice')
    const callerKey = await makeKey(world)
    await emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
    emulator.faults.set({ send: { latencyMs: SEND_MS }, db: { latencyMs: DB_MS } })
    emulator.stats.reset()
    const askedSeconds = await secondsOf(() => asking((request) => call(world, { action: 'notify', callerKey, ...request }), openids))
    let rounds = 0
    const timerSeconds = await secondsOf(async () => {
      for (; rounds < MAX_ROUNDS && emulator.stats.delivered < notices; rounds += 1) await emulator.functions.invoke('dispatch', {}, { kind: 'timer', devtools: true })
    })
    const { delivered: sent, dbCalls } = emulator.stats
    return { 'asked for': what, notices, 'asked s': askedSeconds, 'timer s': timerSeconds, rounds, sent, 'db calls / notice': Number((dbCalls / notices).toFixed(2)) }
  } finally {
    await world.close()
  }
}

async function makeKey({ emulator }: World): Promise<string> {
  const outcome = await emulator.functions.invoke('push', { action: 'createCallerKey', operatorKey: OPERATOR_KEY, name: 'bench', perDay: 1_000_000 }, { kind: 'console' })
  return outcome.ok ? (outcome.result as { key: string }).key : ''
}

async function call({ emulator }: World, data: object): Promise<void> {
  const outcome = await emulator.functions.invoke('push', data, { kind: 'console' })
  if (!outcome.ok || !(outcome.result as { ok: boolean }).ok) throw new Error(JSON.stringify(outcome))
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return Number(((performance.now() - begun) / 1000).toFixed(1))
}
