import { Emitter } from '../emitter'
import { deliver, type Callbacks } from './api'

/** What a transfer with callbacks gives: UploadTask, DownloadTask, RequestTask. */
export interface TransferTask {
  abort(): void
  onProgressUpdate(listener: (progress: object) => void): void
  offProgressUpdate(listener?: (progress: object) => void): void
  onHeadersReceived(listener: (event: object) => void): void
  offHeadersReceived(listener?: (event: object) => void): void
}

/**
 * Starts a transfer. Without callbacks it is a promise, which has the functions of the task as well.
 * @param run  told what to tell of its progress, and when to stop
 */
export function transferTask<R extends { errMsg: string }>(
  options: Callbacks,
  run: (onProgress: (progress: object) => void, signal: AbortSignal, onHeaders: (event: object) => void) => Promise<R>,
): TransferTask & Partial<Promise<R>> {
  const progress = new Emitter<object>()
  const headers = new Emitter<object>()
  const aborting = new AbortController()
  const task: TransferTask = {
    abort: () => aborting.abort(),
    onProgressUpdate: (listener) => progress.on(listener),
    offProgressUpdate: (listener) => progress.off(listener),
    onHeadersReceived: (listener) => headers.on(listener),
    offHeadersReceived: (listener) => headers.off(listener),
  }
  const outcome = deliver(options, run((event) => progress.emit(event), aborting.signal, (event) => headers.emit(event)))
  return Object.assign(outcome ?? {}, task)
}
