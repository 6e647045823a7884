import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './documents'

/**
 * What a clone would hold now, in a folder of its own, with the packages as `npm ci` leaves them: links instead of copies.
 * A link to the workspace leads to the clone's own; esbuild is copied, because the local cloud keeps what it has built beside it.
 */
export class FreshClone {
  readonly dir = mkdtempSync(join(tmpdir(), 'fresh-clone-'))
  #end: (() => Promise<void>) | undefined

  constructor() {
    const { stdout } = spawnSync('git', ['-c', 'core.quotePath=false', 'ls-files', '-co', '-z', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 })
    for (const path of stdout.split('\0')) {
      if (path === '' || !existsSync(join(ROOT, path))) continue
      mkdirSync(dirname(join(this.dir, path)), { recursive: true })
      cpSync(join(ROOT, path), join(this.dir, path))
    }
    this.#linkPackages()
  }

  #linkPackages(): void {
    const [from, to] = [join(ROOT, 'node_modules'), join(this.dir, 'node_modules')]
    mkdirSync(join(to, '.bin'), { recursive: true })
    for (const name of readdirSync(join(from, '.bin'))) symlinkSync(readlinkSync(join(from, '.bin', name)), join(to, '.bin', name))
    for (const name of readdirSync(from)) {
      if (name === '.bin' || name === '.cache') continue
      if (name === 'wechat-cloud-emulator') symlinkSync('../emulator', join(to, name))
      else if (name === 'esbuild') cpSync(join(from, name), join(to, name), { recursive: true })
      else symlinkSync(join(from, name), join(to, name))
    }
  }

  /** Runs commands of a shell to their end. @returns what they printed @throws Error with all of it, where one failed */
  run(commands: string): string {
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', commands], { cwd: this.dir, encoding: 'utf8', maxBuffer: 1e8 })
    if (status !== 0) throw new Error(`${commands}\nended with ${status}\n${stdout}\n${stderr}`)
    return stdout
  }

  /** Starts what stays running, until `remove`. @returns the first address that it prints */
  async start(command: string): Promise<string> {
    const child = spawn('bash', ['-c', command], { cwd: this.dir, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const exited = once(child, 'exit')
    this.#end = async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await exited
    }
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (url === undefined) continue
      child.stdout.resume()
      return url
    }
    throw new Error(`${command} printed no address\n${said}`)
  }

  async remove(): Promise<void> {
    await this.#end?.()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
