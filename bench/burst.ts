import { EmulatorProcess } from '../tests/support/emulator-process'
import { type CloudConfig, type LocalCloudClient } from '../demo/client'
import { isFunction, processTree } from './process-tree'

const SAMPLE_MS = 50

export interface Burst {
  what: string
  calls: number
  errors: number
  'calls/s': number
  'p50 ms': number
  'p95 ms': number
  'cold starts': number
  /** At a time: of functions, and of the one that takes pushed messages. */
  'function processes': number
  'of events': number
  'all processes': number
  'memory MB': number
}

interface Stats {
  coldStarts: number
}

/** Many users at once, each: the consent panel, then its report to `subscribe`. A call is both. */
export async function measureBursts(): Promise<Burst[]> {
  return [await burst('1 user', 1, 1000), await burst('10 users at once', 10, 100), await burst('50 users at once', 50, 20), await burst('20 users at once', 20, 15), await consents(500)]
}

async function burst(what: string, users: number, callsEach: number): Promise<Burst> {
  return onLocalCloud(what, async (client, templateId, timed) => {
    await Promise.all(
      Array.from({ length: users }, async (_, user) => {
        const openid = `oBurst_user_${String(user).padStart(16, '0')}`
        for (let call = 0; call < callsEach; call += 1) await timed(() => tap(client, templateId, openid, `burst-${user}-${call}`))
      }),
    )
  })
}

/** Nobody reports these: each is only a pushed event. */
async function consents(count: number): Promise<Burst> {
  return onLocalCloud(`${count} consents at once`, async (client, templateId, timed) => {
    const consent = (user: number) => client.post('/emulator/consent', { openid: `oBurst_user_${String(user).padStart(16, '0')}`, templateIds: [templateId] })
    await Promise.all(Array.from({ length: count }, (_, user) => timed(async () => void (await consent(user)))))
  })
}

async function tap(client: LocalCloudClient, templateId: string, openid: string, promptId: string): Promise<void> {
  const result = await client.post<object>('/emulator/consent', { openid, templateIds: [templateId] })
  const answer = await client.invoke<{ ok: boolean }>('subscribe', { action: 'record', promptId, result }, { kind: 'client', openid })
  if (!answer.ok) throw new Error(JSON.stringify(answer))
}

type Timed = (call: () => Promise<void>) => Promise<void>

async function onLocalCloud(what: string, load: (client: LocalCloudClient, templateId: string, timed: Timed) => Promise<void>): Promise<Burst> {
  const emulator = new EmulatorProcess()
  await emulator.start()
  const most = { functions: 0, events: 0, all: 0, memory: 0 }
  const look = (): void => {
    const tree = processTree(emulator.pid)
    most.functions = Math.max(most.functions, tree.filter((each) => isFunction(each)).length)
    most.events = Math.max(most.events, tree.filter((each) => isFunction(each, 'events')).length)
    most.all = Math.max(most.all, tree.length)
    most.memory = Math.max(most.memory, tree.reduce((sum, { memoryMb }) => sum + memoryMb, 0))
  }
  const sampling = setInterval(look, SAMPLE_MS)
  try {
    const { client } = emulator
    const { templates } = await client.get<CloudConfig>('/emulator/config')
    const before = await client.get<Stats>('/emulator/stats')
    const times: number[] = []
    let errors = 0
    const begun = performance.now()
    await load(client, templates[0]?.templateId ?? '', async (call) => {
      const started = performance.now()
      await call().catch(() => (errors += 1))
      times.push(performance.now() - started)
    })
    const seconds = (performance.now() - begun) / 1000
    await settled(client)
    look()
    const after = await client.get<Stats>('/emulator/stats')
    times.sort((a, b) => a - b)
    return {
      what,
      calls: times.length,
      errors,
      'calls/s': round(times.length / seconds),
      'p50 ms': round(times[Math.floor(times.length * 0.5)] ?? 0),
      'p95 ms': round(times[Math.floor(times.length * 0.95)] ?? 0),
      'cold starts': after.coldStarts - before.coldStarts,
      'function processes': most.functions,
      'of events': most.events,
      'all processes': most.all,
      'memory MB': Math.round(most.memory),
    }
  } finally {
    clearInterval(sampling)
    await emulator.remove()
  }
}

/** What WeChat told of consents has been handled. */
async function settled(client: LocalCloudClient): Promise<void> {
  for (;;) {
    const messages = await client.get<{ message: { Event: string }; outcome?: unknown }[]>('/emulator/events')
    if (messages.every(({ message, outcome }) => message.Event !== 'subscribe_msg_popup_event' || outcome !== undefined)) return
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
