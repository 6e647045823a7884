import { WireError } from '../wire-error'
import { isAllowed, isLoopback, notAllowedWords } from './allowed-hosts'
import { containerFor, noContainerWords } from './containers'

const MAX_REDIRECTS = 5
const MAX_ANSWER_BYTES = 20 * 1024 * 1024
const MAX_TIMEOUT_MS = 60_000
/** Of the connection, or of who asks: they are ours to say. (WeChat does not let a Referer be set either.) */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|upgrade|keep-alive|origin|referer|cookie2|expect|te|trailer|proxy-.*|sec-.*)$/i

export interface RelayedRequest {
  url: string
  method: string
  header: Record<string, string>
  /** Base64. */
  body?: string
  timeoutMs: number
}

/** wx.cloud.callContainer: a path instead of an address, and who asks. */
export interface ContainerRequest extends Omit<RelayedRequest, 'url'> {
  service: string
  path: string
  openid: string
}

export interface RelayedAnswer {
  statusCode: number
  header: Record<string, string>
  cookies: string[]
  /** Base64. */
  body: string
}

export interface RelayOptions {
  /** Where the local cloud itself answers: nothing but its files is to be reached this way. */
  ownUrl: () => string
  allowed: () => readonly string[]
  containers: () => readonly string[]
  /** Of whose mini-program it is, and its environment: 云托管 tells both to the service. */
  identity: () => { appid: string; env: string }
  /** Below it are those files. */
  filesBase: string
}

/** Carries `wx.request` and its kin out of the phone: a mini-program is not bound by what browsers allow a page, but by its list of hosts. */
export class Relay {
  constructor(private readonly options: RelayOptions) {}

  /** @throws WireError NETWORK_NOT_ALLOWED, NETWORK_FAILED, NETWORK_TIMEOUT or INVALID_PARAM, in words */
  carry(request: RelayedRequest): Promise<RelayedAnswer> {
    return this.#carry(request)
  }

  /** @param leave  an address whose host is reached whatever the list says */
  async #carry({ url, method, header, body, timeoutMs }: RelayedRequest, leave?: string): Promise<RelayedAnswer> {
    const signal = AbortSignal.timeout(Math.min(timeoutMs, MAX_TIMEOUT_MS))
    const headers = Object.fromEntries(Object.entries(header).filter(([name]) => !OWN_HEADERS.test(name)))
    try {
      return await this.#follow({ url, method, headers, body: body === undefined ? undefined : new Uint8Array(Buffer.from(body, 'base64')), signal, leave })
    } catch (error) {
      if (error instanceof WireError) throw error
      if (signal.aborted) throw new WireError('NETWORK_TIMEOUT', `${url} did not answer in time.`)
      throw new WireError('NETWORK_FAILED', `${url} cannot be reached: ${reasonOf(error)}`)
    }
  }

  /**
   * To a 云托管 service, which a person runs on her machine. It is told who asks, as the platform tells it.
   * @throws WireError CONTAINER_NOT_FOUND and as `carry`, in words
   */
  async callContainer({ service, path, openid, header, ...rest }: ContainerRequest): Promise<RelayedAnswer> {
    const base = containerFor(service, this.options.containers())
    if (base === undefined) throw new WireError('CONTAINER_NOT_FOUND', noContainerWords(service))
    const { appid, env } = this.options.identity()
    const given = Object.entries(header).filter(([name]) => !/^x-wx-/i.test(name))
    const known = { 'x-wx-service': service, 'x-wx-source': 'wx_client', 'x-wx-openid': openid, 'x-wx-appid': appid, 'x-wx-env': env }
    return this.#carry({ ...rest, url: `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`, header: { ...Object.fromEntries(given), ...known } }, base)
  }

  async #follow(first: { url: string; method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer>; signal: AbortSignal; leave?: string }): Promise<RelayedAnswer> {
    let request = first
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { url, leave, ...rest } = request
      const answer = await fetch(this.#checked(url, leave), { ...rest, redirect: 'manual' })
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status >= 400 || location === null) return readAnswer(answer)
      await answer.body?.cancel()
      const keeps = answer.status === 307 || answer.status === 308
      request = { ...request, url: new URL(location, url).href, ...(!keeps && { method: 'GET', body: undefined }) }
    }
    throw new WireError('NETWORK_FAILED', `${first.url} leads on and on.`)
  }

  /** @throws WireError for where a mini-program must not get to */
  #checked(address: string, leave?: string): URL {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw new WireError('INVALID_PARAM', `${address} is no http address.`)
    const url = new URL(address)
    const own = new URL(this.options.ownUrl())
    if (isLoopback(url) && url.port === own.port && !url.pathname.startsWith(this.options.filesBase)) {
      throw new WireError('NETWORK_NOT_ALLOWED', `${url.host} 是本地云自己，小程序不能这样访问它`)
    }
    if (leave !== undefined && new URL(leave).host === url.host) return url
    if (!isAllowed(url, this.options.allowed())) throw new WireError('NETWORK_NOT_ALLOWED', notAllowedWords(url.hostname))
    return url
  }
}

async function readAnswer(answer: Response): Promise<RelayedAnswer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES) throw new WireError('NETWORK_FAILED', `The answer is larger than ${MAX_ANSWER_BYTES / 1024 / 1024} MB.`)
    chunks.push(chunk)
  }
  const header = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'set-cookie'))
  return { statusCode: answer.status, header, cookies: answer.headers.getSetCookie(), body: Buffer.concat(chunks).toString('base64') }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message
}
