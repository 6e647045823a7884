import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LocalCloudClient } from '../../demo/client'

const ROOT = join(__dirname, '../..')

/** The local cloud as a person starts it: the command in a process of its own, on this project, with its seed. */
export class EmulatorProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'local-cloud-'))
  /** No file of it grows beyond this many KB, as on a full disk; undefined for no limit. */
  fileLimit: number | undefined
  #child: ChildProcess | undefined
  #client: LocalCloudClient | undefined
  #said = ''

  get client(): LocalCloudClient {
    if (!this.#client) throw new Error('not started')
    return this.#client
  }

  /** What it said on standard error, since it was made. */
  get said(): string {
    return this.#said
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** @param options  further words of the command line */
  async start(...options: string[]): Promise<void> {
    const command = [join(ROOT, 'emulator/bin/wechat-cloud-emulator.js'), '--project', ROOT, '--data', this.dataDir, '--port', '0', '--headless', ...options]
    const limit = this.fileLimit === undefined ? 'unlimited' : String(this.fileLimit)
    const child = spawn('bash', ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stderr.on('data', (chunk: Buffer) => (this.#said += String(chunk)))
    this.#child = child
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^ready (http:\S+)$/.exec(line)?.[1]
      if (url === undefined) continue
      this.#client = new LocalCloudClient(url)
      return
    }
    throw new Error(`the local cloud did not start (exit code ${child.exitCode})`)
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  async remove(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
