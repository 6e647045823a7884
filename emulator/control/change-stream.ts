import { type ServerResponse } from 'node:http'
import { type Change, type Changes } from './changes'

/** Changes of one moment are told together, and each only once: a bulk send would otherwise tell thousands. */
const GATHER_MS = 40
/** Keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT_MS = 25_000

/** `GET /emulator/changes`: a server-sent event per change, as JSON, until the reader leaves. */
export function streamChanges(changes: Changes, res: ServerResponse): Promise<void> {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
  res.write(': listening\n\n')

  const gathered = new Set<string>()
  let flushing: NodeJS.Timeout | undefined
  const flush = () => {
    flushing = undefined
    res.write([...gathered].map((text) => `data: ${text}\n\n`).join(''))
    gathered.clear()
  }
  const unsubscribe = changes.subscribe((change: Change) => {
    gathered.add(JSON.stringify(change))
    flushing ??= setTimeout(flush, GATHER_MS)
  })
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS)
  return new Promise((resolve) => {
    res.once('close', () => {
      unsubscribe()
      clearTimeout(flushing)
      clearInterval(heartbeat)
      resolve()
    })
  })
}
