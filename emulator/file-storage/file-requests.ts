import { type IncomingMessage, type ServerResponse } from 'node:http'
import { isKnown } from '../http/asset'
import { readBody } from '../http/read-body'
import { type Handler } from '../http/server'
import { mistakeInWords } from '../mistake'
import { WireError } from '../wire-error'
import { rangeOf } from './byte-range'
import { FILES_BASE, MAX_FILE_BYTES, type FileStorage } from './file-storage'
import { contentTypeOf } from './content-type'

/** A page among the files is shown, but runs nothing and reaches nothing: it stands under the address of the local cloud itself. */
const SECURITY = {
  'content-security-policy': "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
}
const STATUS_OF_CODE: Record<string, number> = {
  STORAGE_FILE_NONEXIST: 404,
  STORAGE_EXCEED_AUTHORITY: 403,
  STORAGE_SIGN_PARAM_INVALID: 403,
  REQUEST_TOO_LARGE: 413,
  INVALID_PARAM: 400,
  STORAGE_REQUEST_FAIL: 400,
}

/** Whether an address belongs to the files of the cloud storage. */
export function isFile(url = '/'): boolean {
  return url.startsWith(FILES_BASE)
}

/**
 * The files themselves, below `/storage/`: `GET` of a link, `GET ?fileID=&openid=` for who knows a file only by its ID (without an openid as
 * the console), and `PUT` of an upload that was announced. What is refused is told in XML, as the storage of the cloud does.
 */
export function createFileRequests(files: FileStorage): Handler {
  return async (req, res) => {
    try {
      if (req.method === 'PUT') await receive(files, req, res)
      else if (req.method === 'GET' || req.method === 'HEAD') await send(files, req, res)
      else refuse(res, 405, 'MethodNotAllowed', `${FILES_BASE} takes GET and PUT, not ${req.method ?? ''}.`)
    } catch (error) {
      if (res.headersSent) return void res.destroy()
      if (error instanceof WireError) return refuse(res, STATUS_OF_CODE[error.code] ?? 400, error.code, error.message)
      refuse(res, 500, 'SYS_ERR', mistakeInWords(error))
    }
  }
}

async function receive(files: FileStorage, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost')
  // Read whatever comes, so that a refusal can be delivered.
  const body = readBody(req, MAX_FILE_BYTES)
  body.catch(() => undefined)
  const { path, owner } = files.redeem(req.headers.authorization ?? '')
  if (!files.pathsIn(pathname).includes(path)) throw new WireError('STORAGE_SIGN_PARAM_INVALID', 'The upload was announced for another file.')
  await files.write(path, await body, owner)
  res.writeHead(200, { 'content-length': 0 }).end()
}

async function send(files: FileStorage, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
  const { path, content, bytes } = await find(files, pathname, searchParams)
  const etag = `"${content}"`
  const headers = { ...SECURITY, 'content-type': contentTypeOf(path), 'cache-control': 'no-cache', 'accept-ranges': 'bytes', etag }
  if (isKnown(req.headers['if-none-match'], etag)) return void res.writeHead(304, headers).end()
  const range = rangeOf(req.headers.range, bytes.byteLength)
  if (!range) return void res.writeHead(200, { ...headers, 'content-length': bytes.byteLength }).end(bytes)
  const part = bytes.subarray(range.first, range.last + 1)
  const contentRange = `bytes ${range.first}-${range.last}/${bytes.byteLength}`
  res.writeHead(206, { ...headers, 'content-range': contentRange, 'content-length': part.byteLength }).end(part)
}

function find(files: FileStorage, pathname: string, query: URLSearchParams): ReturnType<FileStorage['read']> {
  if (pathname === FILES_BASE) return files.read(query.get('fileID') ?? '', query.get('openid') ?? undefined)
  return files.follow(pathname, query)
}

function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  const body = `<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`
  res.writeHead(status, { 'content-type': 'application/xml', 'cache-control': 'no-store', ...SECURITY }).end(body)
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
