import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { makeProject, type ProjectFixture } from './testing/project'

const BIN = join(__dirname, 'bin', 'wechat-cloud-emulator.js')

let project: ProjectFixture
let children: Cli[]
beforeEach(() => {
  children = []
  project = makeProject({
    'cloudfunctions/pid/index.js': `exports.main = async () => process.pid`,
    'cloudfunctions/note/index.js': `
      const cloud = require('wx-server-sdk')
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      exports.main = async (event) => cloud.database().collection('notes').add({ data: event })`,
    'cloudbaserc.json': { envId: 'e', functions: [{ name: 'note', timeout: 20 }] },
    'package.json': { emulator: { environment: 'environment.json', seed: 'seed.ts' } },
    'environment.json': { collections: { notes: {} } },
    'seed.ts': `export default async (cloud: { addUser(user: object): unknown }): Promise<void> => void cloud.addUser({ openid: 'oSeed' })`,
  })
})
afterEach(async () => {
  for (const { child, exit } of children) {
    child.kill('SIGKILL')
    await exit
  }
  project.remove()
})

class Cli {
  out = ''
  err = ''
  readonly child: ChildProcessWithoutNullStreams
  readonly exit: Promise<number | null>

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [BIN, ...args], { cwd: project.dir })
    this.child.stdout.on('data', (data) => (this.out += String(data)))
    this.child.stderr.on('data', (data) => (this.err += String(data)))
    this.exit = new Promise((resolve) => this.child.on('close', (code) => resolve(code)))
    children.push(this)
  }

  /** The address, as soon as the first line of standard output names it. */
  async url(): Promise<string> {
    const printed = new Promise<string>((resolve) => {
      this.child.stdout.on('data', () => {
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(this.out)?.[0]
        if (url) resolve(url)
      })
    })
    const ended = this.exit.then((code) => Promise.reject(new Error(`ended with ${code}: ${this.err}`)))
    return Promise.race([printed, ended])
  }
}

async function post(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  return (await (await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()) as Record<string, unknown>
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('--headless prints one line when it can be called, and runs a seed in TypeScript', async () => {
  const cli = new Cli('--headless', '--port', '0')
  const url = await cli.url()
  expect(cli.out).toBe(`ready ${url}\n`)
  const config = (await (await fetch(`${url}/emulator/config`)).json()) as object
  expect(config).toMatchObject({ env: 'e', users: [{ openid: 'oSeed' }], functions: expect.arrayContaining(['note', 'pid']) })
})

test('without --headless it says what runs and how to end it', async () => {
  const cli = new Cli('--port', '0', '--seed', 'none')
  await cli.url()
  expect(cli.out).toMatch(/本地云开发已启动/)
  expect(cli.out).toMatch(/functions {2}note, pid/)
})

test('--create-collections makes what is missing on first use, and says so; without it that is refused as on the cloud', async () => {
  project.write('cloudfunctions/count/index.js', `
    const cloud = require('wx-server-sdk')
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
    exports.main = async () => cloud.database().collection('missing').count()`)
  const trying = new Cli('--port', '0', '--seed', 'none', '--create-collections')
  expect(await post(await trying.url(), '/emulator/invoke', { function: 'count' })).toMatchObject({ ok: true, result: { total: 0 } })
  expect(trying.out).toMatch(/missing ones are made on first use/)
  trying.child.kill('SIGTERM')
  await trying.exit
  const owning = new Cli('--port', '0', '--seed', 'none', '--reset')
  const refused = { ok: false, error: { message: expect.stringMatching(/-502005.*not exist: missing/s) as string } }
  expect(await post(await owning.url(), '/emulator/invoke', { function: 'count' })).toMatchObject(refused)
  expect(owning.out).not.toMatch(/first use/)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with its functions and exit code 0', async (signal) => {
  const cli = new Cli('--headless', '--port', '0')
  const { result: pid } = await post(await cli.url(), '/emulator/invoke', { function: 'pid' })
  expect(isRunning(Number(pid))).toBe(true)
  cli.child.kill(signal)
  expect(await cli.exit).toBe(0)
  expect(isRunning(Number(pid))).toBe(false)
  expect(cli.err).toBe('')
})

test('it ends by itself when npm is ended, whose shell passes no signal on', async () => {
  const shell = spawn('sh', ['-c', `"$0" "$1" --headless --port 0; true`, process.execPath, BIN], {
    cwd: project.dir,
    env: { ...process.env, npm_lifecycle_event: 'start' },
  })
  await once(shell.stdout, 'data')
  shell.kill('SIGTERM')
  // The pipe closes when the last process that holds it has ended, and that is the local cloud.
  await once(shell, 'close')
})

test('what was answered survives kill -9, and the next start takes over', async () => {
  const first = new Cli('--headless', '--port', '0')
  const note = await post(await first.url(), '/emulator/invoke', { function: 'note', data: { _id: 'kept' } })
  expect(note).toMatchObject({ ok: true })
  first.child.kill('SIGKILL')
  await first.exit
  const second = new Cli('--headless', '--port', '0')
  const notes = await (await fetch(`${await second.url()}/emulator/db/notes`)).json()
  expect(notes).toEqual([{ _id: 'kept' }])
})

test('a taken port ends it with code 1 and the next step, without a stack', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const cli = new Cli('--headless', '--port', String(port))
  expect(await cli.exit).toBe(1)
  other.close()
  expect(cli.out).toBe('')
  expect(cli.err).toMatch(/^Port \d+ is in use\. Choose another with --port, for example --port \d+, or end the program that holds it\.\n$/)
})

test('a second one on the same data ends with code 1 and says who holds it', async () => {
  const first = new Cli('--headless', '--port', '0')
  await first.url()
  const second = new Cli('--headless', '--port', '0')
  expect(await second.exit).toBe(1)
  expect(second.err).toMatch(`Another local cloud (process ${first.child.pid}) is using the data`)
})

test('a failing seed ends it with code 1 and the reason', async () => {
  project.write('seed.ts', `export default () => { throw new Error('seed: no template') }`)
  const cli = new Cli('--headless', '--port', '0')
  expect(await cli.exit).toBe(1)
  expect(cli.err).toBe(`The seed ${join(project.dir, 'seed.ts')} failed: seed: no template\n`)
})

test('an unknown flag is answered with the usage and code 2, --help with code 0', async () => {
  const wrong = new Cli('--prot', '1')
  expect(await wrong.exit).toBe(2)
  expect(wrong.err).toMatch(/--prot.*Usage: wechat-cloud-emulator/s)
  const help = new Cli('--help')
  expect(await help.exit).toBe(0)
  expect(help.out).toMatch(/^Usage: wechat-cloud-emulator \[options\]/)
})
