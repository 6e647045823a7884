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
    return this.#note(new URL(url, location.href).pathname, sizeOf(file), this.cloud.put(url, file, options))
  }

  file(path: string): Promise<Blob> {
    return this.#note(path, {}, this.cloud.file(path), sizeOf)
  }

  /** @param shown  what stands for the answer, where that is not told in full */
  async #note<T>(path: string, sent: unknown, outcome: Promise<T>, shown: (answer: T) => unknown = structuredClone): Promise<T> {
    lastId += 1
    const call: CloudCall = { id: lastId, at: Date.now(), path: path.replace(FOLDER, ''), sent: structuredClone(sent), tap: this.taps.read() }
    const started = performance.now()
    this.notes.add(call)
    try {
      const answer = await outcome
      call.answer = shown(answer)
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

/** A file is told by its size: nobody reads its bytes here. */
function sizeOf({ type, size }: Blob): { type: string; bytes: number } {
  return { type, bytes: size }
}
