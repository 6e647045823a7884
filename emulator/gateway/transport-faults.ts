import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type HttpFaultMode } from '../faults/faults'
import { writeReply } from './reply'

type Break = (req: IncomingMessage, res: ServerResponse) => void

const BREAKS: Record<HttpFaultMode, Break> = {
  '500text': (_req, res) => res.writeHead(500, { 'content-type': 'text/html' }).end('<html>Internal Server Error</html>'),
  '503json': (_req, res) => res.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"X","message":"unavailable"}'),
  '504empty': (_req, res) => res.writeHead(504).end(),
  notjson: (_req, res) => res.writeHead(200, { 'content-type': 'text/plain' }).end('not json'),
  reset: (req) => req.socket.destroy(),
  /** The SDK gives up by itself, after 15 seconds unless told otherwise. */
  hang: () => undefined,
  SYS_ERR: (req, res) => writeReply(req, res, { kind: 'json', body: { code: 'SYS_ERR', message: 'system error' } }),
  EXCEED_REQUEST_LIMIT: (req, res) =>
    writeReply(req, res, { kind: 'json', body: { code: 'EXCEED_REQUEST_LIMIT', message: 'request limit exceeded' } }),
}

/** Answers as a broken network or gateway would. */
export function breakTransport(mode: HttpFaultMode, req: IncomingMessage, res: ServerResponse): void {
  BREAKS[mode](req, res)
}
