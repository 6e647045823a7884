import { createHash } from 'node:crypto'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

type Encoding = 'br' | 'gzip' | 'identity'

/** Of brotli, 0 to 11: a build is compressed while somebody waits for it. */
const QUALITY = 5
/** What is shorter fits into one packet as it is. */
const WORTH_COMPRESSING_BYTES = 1024

const compress: Record<Encoding, (body: Uint8Array) => Promise<Uint8Array>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (body) => promisify(gzip)(body),
  identity: (body) => Promise.resolve(body),
}

/** How long a browser may keep what it was given. */
export type Caching =
  /** For ever: this address never means anything else. */
  | 'immutable'
  /** It asks each time, and gets it again only when it has changed. */
  | 'revalidate'

const CACHE_CONTROL: Record<Caching, string> = { immutable: 'public, max-age=31536000, immutable', revalidate: 'no-cache' }

/** Something made once and served often: compressed once for each encoding that a browser takes, without holding anything up, and known by its content. */
export class Asset {
  #hash: string | undefined
  readonly #encoded = new Map<Encoding, Promise<Uint8Array>>()

  /** @param type  for `Content-Type` */
  constructor(
    private readonly type: string,
    private readonly body: Uint8Array,
  ) {}

  /** Of the content, for addresses and for `ETag`. */
  get hash(): string {
    this.#hash ??= hashOf([this.body])
    return this.#hash
  }

  async send(req: IncomingMessage, res: ServerResponse, caching: Caching, headers: Record<string, string> = {}): Promise<void> {
    const etag = `W/"${this.hash}"`
    const common = { ...headers, etag, 'cache-control': CACHE_CONTROL[caching], vary: 'accept-encoding' }
    if (isKnown(req.headers['if-none-match'], etag)) return void res.writeHead(304, common).end()
    const encoding = this.body.byteLength < WORTH_COMPRESSING_BYTES ? 'identity' : bestOf(req.headers['accept-encoding'])
    const body = await this.#in(encoding)
    const encoded = encoding === 'identity' ? {} : { 'content-encoding': encoding }
    // Node sends no body in answer to HEAD.
    res.writeHead(200, { ...common, ...encoded, 'content-type': this.type, 'content-length': body.byteLength }).end(body)
  }

  #in(encoding: Encoding): Promise<Uint8Array> {
    let encoded = this.#encoded.get(encoding)
    if (!encoded) {
      encoded = compress[encoding](this.body)
      this.#encoded.set(encoding, encoded)
    }
    return encoded
  }
}

export function hashOf(bodies: Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const body of bodies) hash.update(body)
  return hash.digest('base64url').slice(0, 16)
}

/** Whether the browser holds this very content (RFC 9110, If-None-Match). */
export function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim())
  return tags.includes('*') || tags.includes(etag)
}

function bestOf(header: string | string[] | undefined): Encoding {
  const accepted = String(header ?? '')
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .filter(([, weight = '1']) => Number(weight) > 0)
    .map(([name]) => name)
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? 'identity'
}
