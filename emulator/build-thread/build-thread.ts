import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type JobInput, type JobName, type JobResult } from './jobs'
import { type Order, type Report } from './messages'

const THREAD = join(__dirname, 'thread.cjs')
/** A thread that has nothing to do ends, and gives back its memory; whoever saves a file again meets a new one. */
const KEEP_MS = 5 * 60_000

interface Pending {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * Builds what browsers load, in a thread that is started when there is something to build: the local cloud goes on answering meanwhile.
 */
export class BuildThread {
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #closed = false
  #lastId = 0
  readonly #pending = new Map<number, Pending>()

  /** @param file  what runs in the thread */
  constructor(
    private readonly file = THREAD,
    private readonly keepMs = KEEP_MS,
  ) {}

  /** Whether there is a thread. */
  get running(): boolean {
    return this.#worker !== undefined
  }

  /** @throws Error as the job threw it; Error in words when the thread ends under it, or after `close` */
  run<Name extends JobName>(job: Name, input: JobInput<Name>): Promise<JobResult<Name>> {
    if (this.#closed) return Promise.reject(stopping())
    const worker = (this.#worker ??= this.#start())
    clearTimeout(this.#idle)
    this.#lastId += 1
    const order: Order = { id: this.#lastId, job, input }
    return new Promise((resolve, reject) => {
      this.#pending.set(order.id, { resolve, reject })
      worker.ref()
      worker.postMessage(order)
    })
  }

  /** Ends the thread; what it was at is rejected. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#end(stopping())
  }

  #start(): Worker {
    // execArgv: loaders and inspectors of this process are not the thread's.
    const worker = new Worker(this.file, { execArgv: [] })
    worker.on('message', (report: Report) => this.#hear(report))
    worker.on('error', (error) => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('The thread that builds ended. The next request starts another one.')))
    return worker
  }

  #hear(report: Report): void {
    const pending = this.#pending.get(report.id)
    this.#pending.delete(report.id)
    if (report.error) pending?.reject(Object.assign(new Error(report.error.message), { stack: report.error.stack }))
    else pending?.resolve(report.value as never)
    if (this.#pending.size > 0) return
    // Alone it is no reason for the process to go on.
    this.#worker?.unref()
    this.#idle = setTimeout(() => void this.#end(stopping()), this.keepMs)
    this.#idle.unref()
  }

  #fail(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#rejectAll(error)
  }

  async #end(reason: Error): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = undefined
    this.#rejectAll(reason)
    await worker?.terminate()
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
