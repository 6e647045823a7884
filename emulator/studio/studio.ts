import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerResponse } from 'node:http'
import { Asset, type Caching } from '../http/asset'
import { Bundle } from '../http/bundle'
import { type Handler } from '../http/server'

const DOCUMENT = join(__dirname, 'page', 'index.html')
/** Nothing is loaded from elsewhere, and no other page may show this one and have a click fall on it. */
const CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
const SECURITY = { 'content-security-policy': CONTENT_SECURITY_POLICY }
const FOLDER = '/studio/'

/** Whether an address belongs to the studio: the page at `/` and its files below `/studio/`. */
export function isStudio(url = '/'): boolean {
  const { pathname } = new URL(url, 'http://localhost')
  return pathname === '/' || pathname.startsWith('/studio/')
}

/**
 * Serves the page that a person works with. It is bundled when first asked for, and knows the local cloud only through `/emulator/*`.
 * @param build  gives studio.js, studio.css and their source maps; tried again at the next request after it failed
 */
export function createStudio(build: () => Promise<Record<string, Uint8Array>>): Handler {
  let bundled: Promise<Bundle> | undefined
  let document: Promise<Asset> | undefined
  function load(): Promise<Bundle> {
    bundled ??= build().then(
      (files) => new Bundle(files),
      (error: unknown) => {
        bundled = document = undefined
        throw error
      },
    )
    return bundled
  }
  async function find(pathname: string): Promise<{ asset: Asset; caching: Caching } | undefined> {
    if (pathname !== '/') return (await load()).find(pathname.slice(FOLDER.length))
    document ??= load().then(documentWith)
    return { asset: await document, caching: 'revalidate' }
  }

  return async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost')
    if (req.method !== 'GET' && req.method !== 'HEAD') return refuse(res, 405, `${pathname} takes GET, not ${req.method}.`)
    try {
      const found = await find(pathname)
      if (!found) return refuse(res, 404, `There is no ${pathname}. The studio is at /.`)
      await found.asset.send(req, res, found.caching, SECURITY)
    } catch (error) {
      refuse(res, 500, `The studio could not be built: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** The document, with the addresses of this very bundle. */
async function documentWith({ hash }: Bundle): Promise<Asset> {
  const text = await readFile(DOCUMENT, 'utf8')
  return new Asset('text/html; charset=utf-8', new TextEncoder().encode(text.replaceAll(FOLDER, `${FOLDER}${hash}/`)))
}

function refuse(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...SECURITY }).end(message)
}
