import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { type JobInput, type JobName, type JobResult } from './jobs'
import { type Order, type Report } from './messages'

const WORKER = join(__dirname, 'worker.cjs')
/** With nothing to do it ends and gives back its memory; whoever saves a file later meets a new one. */
const KEEP_MS = 5 * 60_000

interface Pending {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * Builds what browsers load, in a process of its own that is started when there is something to build: compilers cannot be interrupted,
 * and the local cloud goes on answering meanwhile.
 */
export class BuildProcess {
  #child: ChildProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #closed = false
  #lastId = 0
  readonly #pending = new Map<number, Pending>()

  /** @param file  what runs in the process */
  constructor(
    private readonly file = WORKER,
    private readonly keepMs = KEEP_MS,
  ) {}

  /** Its id, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** @throws Error as the job threw it; Error in words when the process ends under it, or after `close` */
  run<Name extends JobName>(job: Name, input: JobInput<Name>): Promise<JobResult<Name>> {
    if (this.#closed) return Promise.reject(stopping())
    clearTimeout(this.#idle)
    const child = (this.#child ??= this.#start())
    this.#lastId += 1
    const order: Order = { id: this.#lastId, job, input }
    return new Promise((resolve, reject) => {
      this.#pending.set(order.id, { resolve, reject })
      child.ref()
      child.channel?.ref()
      // One that is just dying cannot be written to; its end is told apart.
      child.send(order, () => undefined)
    })
  }

  /** Ends the process; what it was at is rejected. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#end()
  }

  #start(): ChildProcess {
    // execArgv: loaders and inspectors of this process are not that one's. Standard output belongs to the command line.
    const child = fork(this.file, { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    child.on('message', (report: Report) => this.#hear(report))
    child.once('error', (error) => this.#forget(child, error))
    child.once('exit', () => this.#forget(child, new Error('The process that builds ended. The next request starts another one.')))
    return child
  }

  #hear(report: Report): void {
    const pending = this.#pending.get(report.id)
    this.#pending.delete(report.id)
    if (report.error) pending?.reject(Object.assign(new Error(report.error.message), { stack: report.error.stack }))
    else pending?.resolve(report.value as never)
    if (this.#pending.size > 0) return
    // Alone it is no reason for this process to go on.
    this.#child?.unref()
    this.#child?.channel?.unref()
    this.#idle = setTimeout(() => void this.#end(), this.keepMs).unref()
  }

  #forget(child: ChildProcess, reason: Error): void {
    if (child !== this.#child) return
    this.#child = undefined
    this.#rejectAll(reason)
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const child = this.#child
    this.#child = undefined
    this.#rejectAll(stopping())
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.ref()
    child.kill('SIGKILL')
    await gone
  }

  #rejectAll(reason: Error): void {
    const all = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of all) reject(reason)
  }
}

function stopping(): Error {
  return new Error('The local cloud is stopping.')
}
