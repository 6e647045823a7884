import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const CALLERS = [1, 10, 50]
const SECONDS = 3

export interface Writes {
  kept: string
  callers: number
  'inserts/s': number
  'p50 ms': number
  'p95 ms': number
  /** Processor time of the local cloud for one insert, which other programs on the machine hardly change. */
  'cpu ms': number
}

/** Documents inserted one by one through the gateway, by so many callers at once, each answered when its document is durable. */
export async function measureWrites(): Promise<Writes[]> {
  const dir = mkdtempSync(join(tmpdir(), 'writes-'))
  try {
    return [...(await measure('memory')), ...(await measure('folder', dir))]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function measure(kept: string, dataDir?: string): Promise<Writes[]> {
  const cloud = fork(join(__dirname, 'writes-cloud.ts'), dataDir === undefined ? [] : [dataDir], { execArgv: ['--import', 'tsx'] })
  const ended = once(cloud, 'exit')
  const { url } = await answerOf<{ url: string }>(cloud)
  const rows: Writes[] = []
  for (const callers of CALLERS) rows.push({ kept, callers, ...(await run(cloud, url, callers)) })
  cloud.disconnect()
  await ended
  return rows
}

async function run(cloud: ChildProcess, url: string, callers: number): Promise<Omit<Writes, 'kept' | 'callers'>> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  const cpuBefore = await cpuMs(cloud)
  const begun = performance.now()
  const caller = async () => {
    for (let now = performance.now(); now < begun + SECONDS * 1000; now = performance.now()) {
      await insert(agent, url)
      times.push(performance.now() - now)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const seconds = (performance.now() - begun) / 1000
  const cpu = (await cpuMs(cloud)) - cpuBefore
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number => round(times[Math.floor(times.length * share)] ?? 0)
  return { 'inserts/s': Math.round(times.length / seconds), 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'cpu ms': round(cpu / times.length) }
}

/** As wx-server-sdk sends it. */
async function insert(agent: Agent, url: string): Promise<void> {
  const doc = { at: { $date: { $numberLong: '1790000000000' } }, n: { $numberInt: '7' }, text: '北门岗亭请尽快巡查' }
  const body = JSON.stringify({ action: 'database.insertDocument', envName: 'bench', collectionName: 'notes', data: [JSON.stringify(doc)] })
  const text = await new Promise<string>((resolve, reject) => {
    const req = request(`${url}/admin?env=bench`, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (res) => {
      let received = ''
      res.setEncoding('utf8').on('data', (chunk: string) => (received += chunk))
      res.on('end', () => resolve(received)).on('error', reject)
    })
    req.on('error', reject).end(body)
  })
  if (!text.includes('insertedIds')) throw new Error(text)
}

async function cpuMs(cloud: ChildProcess): Promise<number> {
  const answered = answerOf<{ cpuMs: number }>(cloud)
  cloud.send('cpu')
  return (await answered).cpuMs
}

async function answerOf<T>(cloud: ChildProcess): Promise<T> {
  return ((await once(cloud, 'message')) as [T])[0]
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
