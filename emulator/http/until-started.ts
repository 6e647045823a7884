import { type Handler } from './server'

const RETRY_AFTER_SECONDS = 1
const STARTING = {
  error: { code: 'STARTING', message: 'The local cloud is starting: it is being filled with its first data. Ask again in a moment.' },
}

/** What may be asked before the local cloud has everything, and what has to wait. */
export interface StartGate {
  /** Refuses with 503 until then, so that nobody takes half of the data for all of it. */
  refuse(handler: Handler): Handler
  /** Answers only then: a person who opens a page early sees it as soon as it can be used. */
  delay(handler: Handler): Handler
  /** Everything is there; or the start was given up, which nobody should wait for. */
  open(): void
}

export function createStartGate(): StartGate {
  let isOpen = false
  let open = () => undefined as void
  const opened = new Promise<void>((resolve) => {
    open = () => {
      isOpen = true
      resolve()
    }
  })
  return {
    refuse: (handler) => async (req, res) => {
      if (isOpen) return handler(req, res)
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'retry-after': String(RETRY_AFTER_SECONDS) }
      res.writeHead(503, headers).end(JSON.stringify(STARTING))
    },
    delay: (handler) => async (req, res) => {
      await opened
      return handler(req, res)
    },
    open: () => open(),
  }
}
