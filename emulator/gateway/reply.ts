import { randomBytes } from 'node:crypto'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { WireError } from '../wire-error'

/** The SDK takes a body of exactly this type for an answer of the gateway, and of any other for one of WeChat. */
export const JSON_TYPE = 'application/json; charset=utf-8'
const BINARY_TYPE = 'application/octet-stream'

/** What goes back over the wire for one request of the SDK. */
export type Reply =
  /** Result or `{code, message}`; the request id is added. */
  | { kind: 'json'; body: Record<string, unknown> }
  /** A CommOpenApiResp. */
  | { kind: 'protobuf'; body: Buffer }
  /** The connection ends without an answer. */
  | { kind: 'cut' }

/** Turns whatever was thrown into an error answer; `SYS_ERR` stands for a mistake of the local cloud itself. */
export function errorReply(error: unknown): Reply {
  if (error instanceof WireError) return { kind: 'json', body: { code: error.code, message: error.message } }
  // Where it went wrong is for its terminal.
  console.error(error)
  return { kind: 'json', body: { code: 'SYS_ERR', message: `The local cloud failed: ${error instanceof Error ? error.message : String(error)}` } }
}

/** CloudBase answers 200 in every case; only a broken transport has another status. */
export function writeReply(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  if (reply.kind === 'cut') {
    req.socket.destroy()
    return
  }
  if (reply.kind === 'protobuf') {
    res.writeHead(200, { 'content-type': BINARY_TYPE, 'content-length': reply.body.byteLength }).end(reply.body)
    return
  }
  const text = JSON.stringify({ ...reply.body, requestId: randomBytes(8).toString('hex') })
  res.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) }).end(text)
}
