import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startEmulator, type Emulator } from '../emulator/emulator'
import { makeProject } from '../emulator/testing/project'

const ROOT = join(__dirname, '..')
const TIMES = 15
const FUNCTIONS = ['subscribe', 'push', 'dispatch', 'events']
const PUBLISHED = 'wx-server-sdk'
const DEPLOYED = join(ROOT, 'cloudfunctions/push/wx-server-sdk.js')
const EMPTY = 'an empty process'

export interface ColdStart {
  what: string
  /** Medians of the starts, of an empty process those of the whole, of all others what they take beyond it. */
  ms: number
  /** Processor time, user and system: the same whatever else the machine does, as far as that goes. */
  'cpu ms': number
  /** Of what the published SDK takes. */
  ratio?: number
}

interface Start {
  ms: number
  cpuMs: number
}

/** Loading a function's code in a process of its own, in turn with a function that only requires the SDK as it is published. */
export async function measureColdStart(): Promise<ColdStart[]> {
  const codes = Object.fromEntries(FUNCTIONS.map((name) => [name, `require(${JSON.stringify(join(ROOT, 'cloudfunctions', name))})`]))
  return inTurn({ [EMPTY]: '', [`require('${PUBLISHED}')`]: `require('${PUBLISHED}')`, ...codes }, {})
}

/** The same until a first document was read: what is not loaded at once must not be missing then. */
export async function measureFirstRead(): Promise<ColdStart[]> {
  const project = makeProject({ 'package.json': { emulator: { environment: 'environment.json' } }, 'environment.json': { collections: { notes: { acl: 'ADMINONLY' } } }, 'cloudbaserc.json': { envId: 'bench' } })
  const emulator = await startEmulator({ projectDir: project.dir })
  try {
    const codes = [PUBLISHED, DEPLOYED].map((sdk) => `
      const cloud = require(${JSON.stringify(sdk)})
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      cloud.database().collection('notes').get().then(({ data }) => data.length === 0 || process.exit(1))`)
    return await inTurn({ [EMPTY]: '', 'the published SDK': codes[0] ?? '', 'the SDK in our functions': codes[1] ?? '' }, variables(emulator))
  } finally {
    await emulator.close()
    project.remove()
  }
}

function variables(emulator: Emulator): Record<string, string> {
  return { SCF_NAMESPACE: 'bench', TENCENTCLOUD_SECRETID: 'local', TENCENTCLOUD_SECRETKEY: 'local', TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${emulator.url}/admin` }) }
}

/** Each code once, and all of that again and again, so that what else the machine does meets all alike. The second code is what the others are compared with. */
async function inTurn(codes: Record<string, string>, environment: Record<string, string>): Promise<ColdStart[]> {
  const starts = new Map<string, Start[]>(Object.keys(codes).map((what) => [what, []]))
  for (let time = 0; time < TIMES; time += 1) {
    for (const [what, code] of Object.entries(codes)) starts.get(what)?.push(await startOnce(code, environment))
  }
  const medians = [...starts].map(([what, all]) => ({ what, ms: median(all.map(({ ms }) => ms)), cpu: median(all.map(({ cpuMs }) => cpuMs)) }))
  const [empty, compared] = medians
  return medians.map(({ what, ms, cpu }) => {
    if (!empty || !compared || what === EMPTY) return { what, ms: Math.round(ms), 'cpu ms': Math.round(cpu) }
    return { what, ms: Math.round(ms - empty.ms), 'cpu ms': Math.round(cpu - empty.cpu), ratio: Number(((ms - empty.ms) / (compared.ms - empty.ms)).toFixed(2)) }
  })
}

const REPORT = `process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(1, String((user + system) / 1000)) });`

/** @throws Error with what it said, when the process failed */
function startOnce(code: string, environment: Record<string, string>): Promise<Start> {
  // As in the cloud: outside of it the SDK would ask the network at once where it is.
  const env = { PATH: process.env['PATH'], TENCENTCLOUD_RUNENV: 'SCF', ...environment }
  const begun = performance.now()
  const child = spawn(process.execPath, ['-e', REPORT + code], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, complaint] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (complaint += String(chunk)))
  return new Promise((resolve, reject) => {
    child.on('exit', () => {
      const ms = performance.now() - begun
      child.on('close', (status) => (status === 0 ? resolve({ ms, cpuMs: Number(output) }) : reject(new Error(`exit ${status}: ${complaint}`))))
    })
  })
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
