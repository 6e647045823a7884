import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Browser, type CDPSession, type Page } from 'playwright-core'
import { Requests } from '../emulator/database/wire-requests.fixture'
import { startEmulator, type Emulator } from '../emulator/emulator'
import { launchBrowser } from '../tests/support/browser'

const ROOT = join(__dirname, '..')
const TIMES = 5
/** How finely the event loop is watched. */
const LOOK_EVERY_MS = 5
/** Documents of a large collection. */
const MANY = 100_000

/** Start, phone and event loop of this project's local cloud, as tables. */
export async function printStart(): Promise<void> {
  console.log(`\nStart of the local cloud, median of ${TIMES}`)
  console.table(await measureStarts())
  console.log(`\nA phone in Chromium, median of ${TIMES}`)
  console.table(await measurePhone())
  console.log('\nHow long the event loop is held at most')
  console.table(await measureHolds())
}

interface StartTime {
  way: string
  'fresh ms': number
  'warm ms': number
}

async function measureStarts(): Promise<StartTime[]> {
  const ways: Record<string, string[]> = {
    'npm start': ['npm', 'start', '--'],
    'the command alone': [process.execPath, join(ROOT, 'emulator/bin/wechat-cloud-emulator.js'), '--project', ROOT],
  }
  const rows: StartTime[] = []
  for (const [way, command] of Object.entries(ways)) {
    const fresh: number[] = []
    const warm: number[] = []
    for (let time = 0; time < TIMES; time += 1) {
      await inNewFolder(async (dir) => {
        for (const times of [fresh, warm]) {
          const started = await start(command, dir)
          times.push(started.ms)
          await started.stop()
        }
      })
    }
    rows.push({ way, 'fresh ms': median(fresh), 'warm ms': median(warm) })
  }
  return rows
}

interface Started {
  url: string
  /** Until its line `ready`. */
  ms: number
  stop(): Promise<void>
}

async function start([command = '', ...args]: string[], dataDir: string): Promise<Started> {
  const begun = performance.now()
  const child = spawn(command, [...args, '--headless', '--port', '0', '--data', dataDir], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
      const ready = /^ready (\S+)$/m.exec(text)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.once('close', () => reject(new Error(`${command} ended before it was ready.`)))
  })
  const ms = performance.now() - begun
  const stop = async () => {
    child.kill('SIGTERM')
    await closed
  }
  return { url, ms, stop }
}

interface PhoneLoad {
  load: string
  'bytes over the wire': number
  requests: number
  /** From the navigation until the first page of the mini-program is drawn. */
  'first page ms': number
}

async function measurePhone(): Promise<PhoneLoad[]> {
  return inNewFolder(async (dir) => {
    const { url, stop } = await start([process.execPath, join(ROOT, 'emulator/bin/wechat-cloud-emulator.js'), '--project', ROOT], dir)
    const browser = await launchBrowser()
    try {
      const first = await loadsOf(browser, `${url}/miniprogram/`, 1)
      const rows = [rowOf('first of all: everything is built', first.cold)]
      const { cold, warm } = await loadsOf(browser, `${url}/miniprogram/`, TIMES)
      return [...rows, rowOf('a new browser', cold), rowOf('reload', warm)]
    } finally {
      await browser.close()
      await stop()
    }
  })
}

interface Load {
  bytes: number
  requests: number
  ms: number
}

/** In each of so many new profiles: the page, and the page once more. */
async function loadsOf(browser: Browser, address: string, times: number): Promise<{ cold: Load[]; warm: Load[] }> {
  const loads = { cold: [] as Load[], warm: [] as Load[] }
  for (let time = 0; time < times; time += 1) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const traffic = await Traffic.of(page)
    loads.cold.push(await traffic.during(() => page.goto(address)))
    loads.warm.push(await traffic.during(() => page.reload()))
    await context.close()
  }
  return loads
}

/** What a page asks the network for, calls of the mini-program aside. */
class Traffic {
  #bytes = 0
  #requests = 0
  readonly #counted = new Set<string>()

  private constructor(
    private readonly page: Page,
    session: CDPSession,
  ) {
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (!response.url.includes('/miniprogram/') || response.fromDiskCache || response.fromServiceWorker) return
      this.#counted.add(requestId)
      this.#requests += 1
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (this.#counted.has(requestId)) this.#bytes += encodedDataLength
    })
  }

  static async of(page: Page): Promise<Traffic> {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    return new Traffic(page, session)
  }

  async during(navigate: () => Promise<unknown>): Promise<Load> {
    this.#bytes = this.#requests = 0
    await navigate()
    const ms = (await this.page.evaluate(FIRST_PAGE_DRAWN)) as number
    await this.page.waitForLoadState('networkidle').catch(() => undefined)
    return { bytes: this.#bytes, requests: this.#requests, ms }
  }
}

/** Time since the navigation began when the page on top has something in it and a frame has been drawn. */
const FIRST_PAGE_DRAWN = `new Promise((resolve) => {
  const look = () => {
    const page = document.querySelector('.mp-page')
    if (page && page.innerText.trim() !== '') resolve(performance.now())
    else requestAnimationFrame(look)
  }
  look()
})`

function rowOf(load: string, loads: Load[]): PhoneLoad {
  const middle = (value: (load: Load) => number) => median(loads.map(value))
  return { load, 'bytes over the wire': middle(({ bytes }) => bytes), requests: middle(({ requests }) => requests), 'first page ms': middle(({ ms }) => ms) }
}

interface Hold {
  while: string
  ms: number
  /** The longest time between two looks, the pause itself aside. On a busy machine most of it is waiting for a core. */
  'held at most ms': number
  /** What this process computed in one such time at most, all its threads together. */
  'of that computing ms': number
}

async function measureHolds(): Promise<Hold[]> {
  return inNewFolder(async (dir) => {
    for (const path of ['miniprogram', 'project.config.json']) cpSync(join(ROOT, path), join(dir, path), { recursive: true })
    const client = await startEmulator({ projectDir: dir, seed: null, complain: () => undefined })
    const project = await startEmulator({ projectDir: ROOT, complain: () => undefined })
    try {
      return [
        await hold('nothing happens', () => new Promise((resolve) => setTimeout(resolve, 500))),
        await hold('the mini-program is built', () => load(client, '/miniprogram/')),
        await hold('it is built after a change', () => rebuilt(client, join(dir, 'miniprogram/app.ts'))),
        await hold('the studio is bundled', () => load(client, '/')),
        await hold('the seed runs', () => project.reset()),
        ...(await databaseHolds(client)),
      ]
    } finally {
      await client.close()
      await project.close()
    }
  })
}

async function databaseHolds({ database }: Emulator): Promise<Hold[]> {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ n, state: 'queued', kind: `k${n % 50}`, at: new Date(n), deep: { n } }))
  for (let from = 0; from < MANY; from += 10_000) database.insert('rows', many(10_000))
  const rows = new Requests(database)
  const few = { n: { $lt: 1000 } }
  return [
    await hold('one insert of 1,000 documents', () => rows.add('rows', ...many(1000))),
    await hold('one update of 10,000', () => rows.update('rows', few, { $set: { state: 'sent' }, $inc: { times: 1 } })),
    await hold('a $project over 100,000', () => rows.aggregate('rows', { $project: { n: 1, twice: { $add: ['$n', '$n'] } } }, { $limit: 20 })),
    await hold('a $group over 100,000', () => rows.aggregate('rows', { $group: { _id: '$kind', count: { $sum: 1 }, last: { $max: '$at' } } })),
    await hold('one removal of 10,000', () => rows.remove('rows', few)),
  ]
}

async function hold(what: string, act: () => Promise<unknown>): Promise<Hold> {
  const begun = performance.now()
  let [looked, computed, longest, most] = [begun, process.cpuUsage(), 0, 0]
  const look = (): void => {
    const { user, system } = process.cpuUsage(computed)
    longest = Math.max(longest, performance.now() - looked - LOOK_EVERY_MS)
    most = Math.max(most, (user + system) / 1000)
    ;[looked, computed] = [performance.now(), process.cpuUsage()]
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  await act()
  look()
  clearInterval(looking)
  return { while: what, ms: Math.round(performance.now() - begun), 'held at most ms': Math.round(longest), 'of that computing ms': Math.round(most) }
}

async function load({ url }: Emulator, path: string): Promise<void> {
  const document = await (await fetch(`${url}${path}`)).text()
  const files = [...document.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '')
  await Promise.all(files.map(async (address) => (await fetch(`${url}${address}`)).arrayBuffer()))
}

function rebuilt({ changes }: Emulator, file: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = changes.subscribe(({ what }) => {
      if (what !== 'miniprogram') return
      stop()
      resolve()
    })
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`)
  })
}

async function inNewFolder<T>(act: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-start-'))
  try {
    return await act(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function median(values: number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)
}
