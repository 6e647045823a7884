import { CloudRefusal, type LocalCloud, type PutOptions } from '../local-cloud'
import { type Journal } from './journal'
import { type LastTap, type Tap } from './last-tap'

/** A request of this phone to the local cloud. */
export interface CloudCall {
  id: number
  /** Milliseconds since 1970, of the browser. */
  at: number
  /** Below `/emulator/`: invoke, client-database, consent, … */
  path: string
  sent: unknown
  /** What the user pressed shortly before. */
  tap?: Tap
  /** Missing while it is under way. */
  ms?: number
  answer?: unknown
  /** Why there is no answer: refused, or no network. */
  error?: { code: string; message: string }
}

/** What an interface of the local cloud is called in the address. */
const FOLDER = /^\/emulator\//
let lastId = 0

/** The local cloud, and a note of every request to it. */
export class WatchedCloud implements LocalCloud {
  constructor(
    private readonly cloud: LocalCloud,
    private readonly notes: Journal<CloudCall>,
    private readonly taps: LastTap,
  ) {}

  get pending(): number {
    return this.cloud.pending
  }

  get(path: string, query?: Record<string, string>): Promise<unknown> {
    return this.#note(path, query ?? {}, this.cloud.get(path, query))
  }

  post(path: string, body: unknown): Promise<unknown> {
    return this.#note(path, body, this.cloud.post(path, body))
  }

  put(url: string, file: Blob, options: PutOptions): Promise<void> {
    return this.#note(new URL(url, location.href).pathname, told(file), this.cloud.put(url, file, options))
  }

  file(path: string): Promise<Blob> {
    return this.#note(new URL(path, location.href).pathname, {}, this.cloud.file(path))
  }

  async #note<T>(path: string, sent: unknown, outcome: Promise<T>): Promise<T> {
    lastId += 1
    const call: CloudCall = { id: lastId, at: Date.now(), path: path.replace(FOLDER, ''), sent: structuredClone(sent), tap: this.taps.read() }
    const started = performance.now()
    this.notes.add(call)
    try {
      const answer = await outcome
      call.answer = structuredClone(told(answer))
      return answer
    } catch (error) {
      call.error = { code: error instanceof CloudRefusal ? error.code : 'NETWORK', message: error instanceof Error ? error.message : String(error) }
      throw error
    } finally {
      call.ms = Math.round(performance.now() - started)
      this.notes.touch()
    }
  }
}

/** Of a file its size and type; anything else as it is. */
function told(value: unknown): unknown {
  return value instanceof Blob ? { size: value.size, type: value.type } : value
}
