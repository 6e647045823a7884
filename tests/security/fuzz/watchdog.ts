import { Worker } from 'node:worker_threads'

/** A thread that stands still so long does not come back. */
const STANDSTILL_MS = 180_000

const CODE = `
const { workerData } = require('node:worker_threads')
const [progress, ms] = [new Int32Array(workerData.shared), workerData.ms]
let [last, since] = [progress[0], Date.now()]
setInterval(() => {
  if (progress[0] !== last) { last = progress[0]; since = Date.now(); return }
  if (Date.now() - since < ms) return
  require('node:fs').writeSync(2, 'stands still after ' + last + ' inputs: run the same seed with that count and 16 more\\n')
  process.kill(process.pid, 'SIGKILL')
}, 1000)
`

/** Ends this process when it stands still: what holds up its only thread cannot be told by that thread. */
export function watch(): { alive(ran: number): void; end(): void } {
  const shared = new SharedArrayBuffer(4)
  const progress = new Int32Array(shared)
  const worker = new Worker(CODE, { eval: true, workerData: { shared, ms: STANDSTILL_MS } })
  worker.unref()
  return { alive: (ran) => void (progress[0] = ran), end: () => void worker.terminate() }
}
