import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { type Pages } from '../../support/browser'
import { PhoneDriver } from '../client/phone-driver'

const ROOT = join(__dirname, '../../..')

/** Whoever reads and taps; the seed that came with the parts has made her a user. */
export const READER = 'oLocal_user_000000000000000B'

interface Answer {
  ok: boolean
  [field: string]: unknown
}

/** What the team fills in after the parts came into its project. */
export interface Filled {
  template: { key: string; title: string; [field: string]: unknown }
  /** Collections of its own. */
  collections?: readonly string[]
  /** The function that notifies, and below which folder it is. */
  notifier: string
  /** Seconds that it may take. */
  timeout?: number
}

/** Somebody else's mini-program, in a copy of its own that is under git. */
export class Adopter {
  readonly dir = mkdtempSync(join(tmpdir(), 'adopter-'))
  #emulator: Emulator | undefined

  constructor(source: string) {
    cpSync(join(ROOT, source), this.dir, { recursive: true })
    this.#git('init', '-q')
    this.#git('add', '-A')
    this.#git('-c', 'user.name=team', '-c', 'user.email=team@example.com', 'commit', '-qm', 'theirs')
  }

  /** `npm run add`, as the team types it. @throws Error with what it said when it fails */
  add(...options: string[]): string {
    return this.#command('add', ...options)
  }

  remove(...options: string[]): string {
    return this.#command('remove', ...options)
  }

  /** What git sees of changes, new files included. */
  changes(): string[] {
    return this.#git('status', '--porcelain', '-uall').split('\n').filter(Boolean)
  }

  read<T>(file: string): T {
    return JSON.parse(readFileSync(join(this.dir, file), 'utf8').replace(/^\uFEFF/, '')) as T
  }

  write(file: string, content: string | object): void {
    writeFileSync(join(this.dir, file), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
  }

  /** The templates file, its own collections, and the variable of the function that notifies. */
  fillIn({ template, collections = [], notifier, timeout }: Filled): void {
    this.write('subscribe-message.templates.json', [template])
    const { emulator } = this.read<{ emulator: { environment: string } }>('package.json')
    const environment = this.read<{ collections: object }>(emulator.environment)
    this.write(emulator.environment, { ...environment, collections: { ...environment.collections, ...Object.fromEntries(collections.map((name) => [name, { acl: 'PRIVATE' }])) } })
    const rc = this.read<{ functions: { name: string; envVariables?: object }[] }>('cloudbaserc.json')
    const own = rc.functions.find(({ name }) => name === notifier) ?? { name: notifier }
    const others = rc.functions.filter(({ name }) => name !== notifier)
    this.write('cloudbaserc.json', { ...rc, functions: [...others, { ...own, ...(timeout !== undefined && { timeout }), envVariables: { ...own.envVariables, SM_CALLER_KEY: '{{env.SM_CALLER_KEY}}' } }] })
  }

  async start(): Promise<Emulator> {
    const emulator = await startEmulator({ projectDir: this.dir, complain: () => undefined })
    this.#emulator = emulator
    // Rounds are asked for.
    emulator.timers.stop()
    return emulator
  }

  /** @throws Error when it fails */
  async invoke<T extends object = Answer>(name: string, data: object, openid?: string): Promise<T> {
    const outcome = await this.emulator.functions.invoke(name, data as Record<string, unknown>, openid === undefined ? { kind: 'console' } : { kind: 'client', openid })
    if (!outcome.ok) throw new Error(JSON.stringify(outcome))
    return outcome.result as T
  }

  /** The operator makes a caller key, which goes into the variables of the team's own function. */
  async giveKey(push: string, template: string): Promise<void> {
    const operatorKey = this.emulator.project().variables['OPERATOR_KEY']
    const { ok, key } = await this.invoke(push, { action: 'createCallerKey', operatorKey, name: 'shop', templates: [template], perDay: 100 })
    if (!ok) throw new Error('no caller key')
    this.write('.env.local', `SM_CALLER_KEY=${String(key)}\n`)
  }

  async open(pages: Pages, path = ''): Promise<PhoneDriver> {
    const search = new URLSearchParams({ openid: READER, ...(path !== '' && { path }) })
    return PhoneDriver.open(await pages.take(), `${this.emulator.url}/miniprogram/?${search.toString()}`, (page) => pages.giveBack(page))
  }

  get emulator(): Emulator {
    if (!this.#emulator) throw new Error('The local cloud has not been started.')
    return this.#emulator
  }

  async close(): Promise<void> {
    await this.#emulator?.close()
    rmSync(this.dir, { recursive: true, force: true })
  }

  #command(name: 'add' | 'remove', ...options: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'deploy/add/cli.ts', name, this.dir, '--yes', ...options], { cwd: ROOT, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
    return stdout
  }

  #git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.dir, encoding: 'utf8' })
  }
}
