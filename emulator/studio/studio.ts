import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerResponse } from 'node:http'
import { type Handler } from '../http/server'
import { bundlePage, type PageBundle } from './bundle'

const DOCUMENT = join(__dirname, 'page', 'index.html')
/** Nothing is loaded from elsewhere, and no other page may show this one and have a click fall on it. */
const CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
const HTML = 'text/html'
const SCRIPT = 'text/javascript'
const STYLE = 'text/css'

/** Whether an address belongs to the studio: the page at `/` and its files below `/studio/`. */
export function isStudio(url = '/'): boolean {
  const { pathname } = new URL(url, 'http://localhost')
  return pathname === '/' || pathname.startsWith('/studio/')
}

/**
 * Serves the page that a person works with. It is bundled when first asked for, and knows the local cloud only through `/emulator/*`.
 * @param bundle  gives script and style; tried again at the next request after it failed
 */
export function createStudio(bundle: () => Promise<PageBundle> = bundlePage): Handler {
  let bundled: Promise<PageBundle> | undefined
  const files: Record<string, { type: string; read: () => Promise<string> }> = {
    '/': { type: HTML, read: () => readFile(DOCUMENT, 'utf8') },
    '/studio/studio.js': { type: SCRIPT, read: async () => (await load()).script },
    '/studio/studio.css': { type: STYLE, read: async () => (await load()).style },
  }
  function load(): Promise<PageBundle> {
    bundled ??= bundle().catch((error: unknown) => {
      bundled = undefined
      throw error
    })
    return bundled
  }

  return async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost')
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined
    if (req.method !== 'GET' && req.method !== 'HEAD') return refuse(res, 405, `${pathname} takes GET, not ${req.method}.`)
    if (!file) return refuse(res, 404, `There is no ${pathname}. The studio is at /.`)
    try {
      const text = await file.read()
      write(res, 200, file.type, text)
    } catch (error) {
      refuse(res, 500, `The studio could not be built: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

function refuse(res: ServerResponse, status: number, message: string): void {
  write(res, status, 'text/plain', message)
}

function write(res: ServerResponse, status: number, type: string, text: string): void {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': CONTENT_SECURITY_POLICY,
  }
  res.writeHead(status, headers).end(text)
}
