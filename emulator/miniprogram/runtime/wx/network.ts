import { CloudRefusal } from '../local-cloud'
import { type Session } from '../session'
import { ApiError, type Callbacks, type WxFailure } from './api'
import { fromBase64, toBase64 } from './base64'
import { contentOf } from './content-of'
import { transferTask, type TransferTask } from './transfer-task'

export interface RequestOptions extends Callbacks {
  url?: unknown
  method?: string
  data?: unknown
  header?: Record<string, unknown>
  dataType?: string
  responseType?: string
  timeout?: number
}
interface UploadOptions extends RequestOptions {
  filePath?: string
  name?: string
  formData?: Record<string, unknown>
}
interface DownloadOptions extends RequestOptions {
  filePath?: string
}
export interface Answer {
  statusCode: number
  header: Record<string, string>
  cookies: string[]
  body: string
}
type Told = (event: object) => void
/** The request is made ready: the method in capitals, what was to be in the address in it, the body as bytes. */
export type Send = (options: RequestOptions, method: string, header: Record<string, string>, body?: Uint8Array) => Promise<Answer>

// errMsg and errno of the 通用错误码 of network.
const NOT_IN_LIST = 600_002
const TIMEOUT = 5
const FAILED = 600_001

/** wx.request, uploadFile, downloadFile. A server of this machine is reached freely, any other where the author of the project allows it. */
export function networkApis(session: Session): Record<string, (options?: object) => TransferTask> {
  const { files, addresses } = session
  const send: Send = (options, method, header, body) => carry(session, { ...options, method, header }, body)
  const upload = async (options: UploadOptions) => {
    const { filePath = '', name = 'file', formData = {} } = options
    const form = new FormData()
    for (const [key, value] of Object.entries(formData)) form.append(key, String(value))
    form.append(name, await contentOf(filePath, { files, addresses }), filePath.split('/').at(-1))
    const packed = new Response(form)
    const type = packed.headers.get('content-type') ?? ''
    const answer = await send(options, 'POST', { ...headersOf(options), 'content-type': type }, new Uint8Array(await packed.arrayBuffer()))
    return { data: new TextDecoder().decode(fromBase64(answer.body)), statusCode: answer.statusCode, header: answer.header }
  }
  const download = async (options: DownloadOptions) => {
    const { statusCode, header, body } = await send(options, 'GET', headersOf(options))
    const bytes = fromBase64(body)
    const where = { statusCode, header }
    if (options.filePath === undefined) return { tempFilePath: files.take(nameOf(String(options.url), header['content-type']), bytes.buffer), ...where }
    files.write(options.filePath, bytes.buffer)
    return { filePath: options.filePath, ...where }
  }
  return {
    request: (options: RequestOptions = {}) => transferTask(options, (_onProgress, signal, onHeaders) => attempt('request', signal, () => exchange(options, send, onHeaders))),
    uploadFile: (options: UploadOptions = {}) => transferTask(options, (_onProgress, signal) => attempt('uploadFile', signal, () => upload(options))),
    downloadFile: (options: DownloadOptions = {}) => transferTask(options, (_onProgress, signal) => attempt('downloadFile', signal, () => download(options))),
  }
}

/** Sends a request as `wx.request` takes it, and reads the answer as it gives it. */
export async function exchange(options: RequestOptions, send: Send, onHeaders: Told = () => undefined): Promise<{ data: unknown; statusCode: number; cookies: string[]; header: Record<string, string> }> {
  const { method = 'GET', data, dataType = 'json', responseType = 'text' } = options
  const header = headersOf(options, 'application/json')
  const inAddress = method.toUpperCase() === 'GET'
  const url = inAddress && typeof options.url === 'string' ? withQuery(options.url, data) : options.url
  const answer = await send({ ...options, url }, method.toUpperCase(), header, inAddress ? undefined : bodyOf(data, header))
  onHeaders({ header: answer.header, statusCode: answer.statusCode, cookies: answer.cookies })
  const bytes = fromBase64(answer.body)
  const { statusCode, cookies } = answer
  return { data: responseType === 'arraybuffer' ? bytes.buffer : parsed(new TextDecoder().decode(bytes), dataType), statusCode, cookies, header: answer.header }
}

async function carry({ cloud }: Session, { url, method, header, timeout = 60_000 }: RequestOptions, body?: Uint8Array): Promise<Answer> {
  if (typeof url !== 'string' || url === '') throw new ApiError('parameter error: parameter.url should be String')
  const asked = { url, method, header, timeoutMs: Math.min(timeout, 60_000), ...(body && { body: toBase64(body) }) }
  try {
    return (await cloud.post('/emulator/network/request', asked)) as Answer
  } catch (error) {
    throw inWords(error)
  }
}

function inWords(error: unknown): unknown {
  if (!(error instanceof CloudRefusal)) return error
  if (error.code === 'NETWORK_NOT_ALLOWED') {
    console.warn(error.message)
    return new ApiError(`url not in domain list: ${error.message}`, undefined, NOT_IN_LIST)
  }
  if (error.code === 'NETWORK_TIMEOUT') return new ApiError('timeout', undefined, TIMEOUT)
  return new ApiError(error.message, undefined, error.code === 'NETWORK_FAILED' ? FAILED : undefined)
}

async function attempt<R extends object>(name: string, signal: AbortSignal, run: () => Promise<R>): Promise<R & { errMsg: string }> {
  const aborted = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new ApiError('abort'))))
  try {
    return { ...(await Promise.race([run(), aborted])), errMsg: `${name}:ok` }
  } catch (error) {
    const { message, errno } = error as ApiError
    throw { errMsg: `${name}:fail ${message.replace(/^request:fail /, '')}`, ...(errno !== undefined && { errno }) } as WxFailure
  }
}

/** In small letters, as the answer has them. */
function headersOf({ header = {} }: RequestOptions, type?: string): Record<string, string> {
  const given = Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return { ...(type !== undefined && { 'content-type': type }), ...Object.fromEntries(given) }
}

function withQuery(url: string, data: unknown): string {
  if (typeof data !== 'object' || data === null) return url
  const query = new URLSearchParams(Object.entries(data).map(([name, value]) => [name, textOf(value)])).toString()
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function bodyOf(data: unknown, header: Record<string, string>): Uint8Array | undefined {
  if (data === undefined) return undefined
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (typeof data === 'string') return new TextEncoder().encode(data)
  const isForm = header['content-type']?.startsWith('application/x-www-form-urlencoded')
  return new TextEncoder().encode(isForm ? withQuery('', data).slice(1) : JSON.stringify(data))
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function parsed(text: string, dataType: string): unknown {
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function nameOf(url: string, type = ''): string {
  const fromUrl = /\.\w{1,8}$/.exec(new URL(url).pathname)
  return fromUrl ? `a${fromUrl[0]}` : `a.${type.split(';')[0]?.split('/')[1] ?? 'bin'}`
}
