import { type IncomingMessage, type ServerResponse } from 'node:http'
import { readBody } from '../http/read-body'
import { mistakeInWords } from '../mistake'
import { parseJson } from '../nesting'
import { DiskError } from '../storage/disk-error'
import { WireError } from '../wire-error'
import { streamChanges } from './change-stream'
import { type Cloud } from './cloud'
import { Router } from './router'
import { allRoutes } from './routes'
import { BadRequest } from './shape'

/** A function's event may have 6 MB; the rest is small. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024
const CHANGES_PATH = '/emulator/changes'
const STATUS_OF_CODE: Record<string, number> = { NOT_FOUND: 404, METHOD_NOT_ALLOWED: 405, REQUEST_TOO_LARGE: 413 }

/**
 * The HTTP contract for people, tests and tools: `/emulator/*`. JSON in, JSON out, but for the stream of changes.
 * What cannot be done as asked is answered with a 4xx status and `{error: {code, message}}`; 507 when the data folder takes no more.
 */
export function createControl(cloud: Cloud): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const router = new Router(allRoutes(cloud))
  return async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://localhost')
    try {
      if (url.pathname === CHANGES_PATH && req.method === 'GET') return await streamChanges(cloud.changes, res)
      const { route, params } = router.find(req.method ?? 'GET', url.pathname)
      const hasBody = route.method === 'POST' || route.method === 'PUT'
      const input = hasBody ? withParams(await readJson(req), params) : { ...Object.fromEntries(url.searchParams), ...params }
      writeJson(res, 200, (await route.handle(input)) ?? {})
    } catch (error) {
      const { status, code, message } = explain(error)
      writeJson(res, status, { error: { code, message } })
    }
  }
}

/** A body that is no object is left to be refused in words. */
function withParams(body: unknown, params: Record<string, string>): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...params } : body
}

function explain(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof BadRequest || error instanceof WireError) {
    return { status: STATUS_OF_CODE[error.code] ?? 400, code: error.code, message: error.message }
  }
  if (error instanceof DiskError) return { status: 507, code: 'DISK_ERROR', message: mistakeInWords(error) }
  return { status: 500, code: 'SYS_ERR', message: mistakeInWords(error) }
}

/** An empty body counts as `{}`. */
async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = (await readBody(req, BODY_LIMIT_BYTES)).toString('utf8')
  return text.trim() === '' ? {} : parseJson(text, 'The body')
}

function writeJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}
