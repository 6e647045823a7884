import { Agent, request } from 'node:http'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { openidOf } from '../rights/callers'
import { openProject } from '../../support/project'

/** A local cloud of its own for what reaches it over HTTP: faults that are ordered and clocks that are moved must not disturb the functions' world. */
export interface FuzzedCloud {
  emulator: Emulator
  templateIds: readonly string[]
  ask(asked: Asked): Promise<Answered>
  /** Back to a cloud that works, with somebody in it. */
  refresh(): void
  close(): Promise<void>
}

export interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

export interface Answered {
  status: number
  type: string
  text: string
}

const TEMPLATE = { title: '巡检提醒', content: '地点:{{thing1.DATA}}\n时间:{{time2.DATA}}', templateId: 'fuzz-template-1', type: 2 as const }
export const OPENIDS = [openidOf('user'), openidOf('owner'), 'oNobody']

export async function startFuzzedCloud(): Promise<FuzzedCloud> {
  const project = openProject()
  const emulator = await startEmulator({ projectDir: project.dir, seed: null, complain: () => undefined })
  const agent = new Agent({ keepAlive: true })
  const cloud: FuzzedCloud = {
    emulator,
    templateIds: [TEMPLATE.templateId, 'not-there'],
    ask: (asked) => ask(emulator.url, agent, asked),
    refresh: () => {
      emulator.timers.stop()
      emulator.faults.set({})
      emulator.clock.set(Date.now())
      for (const openid of OPENIDS) emulator.wechat.addUser({ openid })
      if (!emulator.wechat.templates().some(({ templateId }) => templateId === TEMPLATE.templateId)) emulator.wechat.addTemplate(TEMPLATE)
    },
    close: async () => {
      agent.destroy()
      await emulator.close()
      project.remove()
    },
  }
  cloud.refresh()
  return cloud
}

function ask(url: string, agent: Agent, { method, path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    // Nothing is cleaned up on the way: the address goes out as it is written.
    const { hostname, port } = new URL(url)
    const asking = request({ agent, hostname, port, method, path, headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) } }, (res) => {
      const [status, type] = [res.statusCode ?? 0, String(res.headers['content-type'] ?? '')]
      // A stream has no end to wait for.
      if (type.startsWith('text/event-stream')) return void (res.destroy(), resolve({ status, type, text: '' }))
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status, type, text: Buffer.concat(parts).toString('utf8') })).on('error', reject)
    })
    asking.on('error', reject).end(body)
  })
}
