import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { refusalOf } from './local-only'

const HOST = '127.0.0.1'
const JSON_TYPE = 'application/json; charset=utf-8'
const FAILED = '本地云出错了,详情见运行它的终端 · The local cloud failed. Why stands in its terminal.'
const NO_ADDRESS = '地址写错了,请检查后再试 · This is not an address. Check how it is written.'
/**
 * Clients keep connections: the SDK outside functions for 4.8 s, fetch for 4 s or for what the server tells, browsers for minutes. A busy
 * client reuses one later than it means to, so that any time of ours would now and then end it under a request (ECONNRESET, «socket hang
 * up»). Here every client ends its own: the server has no time limit, tells none, and a connection is gone with the process behind it.
 */
const NO_TIME_LIMITS = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 }

/** Answers a request; must not reject. One that does has a mistake, which costs this one answer and not the process. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

export interface LocalServer {
  /** http://127.0.0.1:PORT */
  url: string
  /** Stops listening, cuts what is still open, and waits for the handlers to notice. */
  close(): Promise<void>
}

/**
 * Serves `handler` on 127.0.0.1 only, and refuses what does not come from this machine with 403, whatever it asks for.
 * @param port  0 takes any free one
 * @throws PortTakenError
 */
export async function listen(port: number, handler: Handler): Promise<LocalServer> {
  const handling = new Set<Promise<void>>()
  const server = createServer(NO_TIME_LIMITS, (req, res) => {
    const refusal = refusalOf(req)
    if (refusal !== undefined) return refuse(res, 403, 'FORBIDDEN', refusal)
    if (!URL.canParse(req.url ?? '/', 'http://localhost')) return refuse(res, 400, 'INVALID_PARAM', NO_ADDRESS)
    const handled = handler(req, res)
      .catch((error: unknown) => failed(res, error))
      .finally(() => handling.delete(handled))
    handling.add(handled)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error))
    server.listen(port, HOST, resolve)
  })
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await Promise.all(handling)
    },
  }
}

export class PortTakenError extends Error {
  constructor(port: number) {
    super(`Port ${port} is in use. Choose another with --port, for example --port ${port + 1}, or end the program that holds it.`)
    this.name = 'PortTakenError'
  }
}

function failed(res: ServerResponse, error: unknown): void {
  console.error(error)
  if (res.headersSent) res.destroy()
  else refuse(res, 500, 'SYS_ERR', FAILED)
}

function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  res.writeHead(status, { 'content-type': JSON_TYPE, 'cache-control': 'no-store' }).end(JSON.stringify({ error: { code, message } }))
}
