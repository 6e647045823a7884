import { type IncomingMessage } from 'node:http'
import { type RequestKind } from '../faults/faults'
import { readBody } from '../http/read-body'
import { parseJson } from '../nesting'
import { WireError } from '../wire-error'
import { readMultipart } from './multipart'

/** The SDK's own write limit is 5 MB and a function's event 6 MB; both grow when written as JSON inside JSON. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024

/** One request of the SDK, whichever way its body was packed. */
export interface GatewayRequest {
  /** For example database.getDocument. */
  action: string
  /** The fields of the body; all are strings when it came as multipart. */
  body: Record<string, unknown>
  /** `requestData` of a multipart body, as bytes. */
  requestData: Buffer
  /** Header X-TCB-Source: the chain of sources that a function called from here shall see. */
  source: string
  /** `seqId` of the address: it begins with that of the invocation. */
  seqId: string
}

/** @throws WireError INVALID_PARAM when the body is no request of the SDK */
export async function readRequest(req: IncomingMessage): Promise<GatewayRequest> {
  const multipart = req.headers['content-type']?.startsWith('multipart/form-data') ?? false
  const { requestData, body } = multipart ? await multipartBody(req) : await jsonBody(req)
  if (typeof body.action !== 'string') throw new WireError('INVALID_PARAM', 'The request has no action.')
  const seqId = new URL(req.url ?? '/', 'http://localhost').searchParams.get('seqId') ?? ''
  return { action: body.action, body, requestData, source: String(req.headers['x-tcb-source'] ?? ''), seqId }
}

/** What faults distinguish. Requests that are none of these meet only faults meant for all. */
export function kindOf({ action }: GatewayRequest): RequestKind | undefined {
  if (action.startsWith('database.')) return 'database'
  if (action === 'wx.openApi' || action === 'wx.api') return 'openapi'
  if (action === 'functions.invokeFunction') return 'function'
  return undefined
}

/** The string field `name` of the body; an absent one is ''. */
export function textField(request: GatewayRequest, name: string): string {
  const value = request.body[name]
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw new WireError('INVALID_PARAM', `${name} must be a string.`)
  return value
}

async function multipartBody(req: IncomingMessage) {
  const { requestData = Buffer.alloc(0), ...rest } = await readMultipart(req, BODY_LIMIT_BYTES)
  const body: Record<string, unknown> = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value.toString('utf8')]))
  return { requestData, body }
}

async function jsonBody(req: IncomingMessage) {
  const text = (await readBody(req, BODY_LIMIT_BYTES)).toString('utf8')
  return { requestData: Buffer.alloc(0), body: parseObject(text) }
}

function parseObject(text: string): Record<string, unknown> {
  const value = parseJson(text, 'The body')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WireError('INVALID_PARAM', 'The body must be a JSON object.')
  }
  return value as Record<string, unknown>
}
