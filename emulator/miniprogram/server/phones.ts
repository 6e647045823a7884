import { createReadStream } from 'node:fs'
import { type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type Handler } from '../../http/server'
import { type Project } from '../../project/project'
import { MiniProgramBuilder, type MiniProgramBuild } from '../build/builder'
import { problemInWords } from '../build/problem'
import { SourceTree } from '../build/source-tree'
import { mediaTypeOf } from './media-types'
import { phonePage } from './phone-page'
import { bundleRuntime, type RuntimeBundle } from './runtime-bundle'
import { SourceWatcher } from './source-watcher'

const BASE = '/miniprogram/'
/** Nothing is fetched from elsewhere, whatever a mini-program asks for. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'self'",
].join('; ')
const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'
const NO_MINI_PROGRAM = 'This project has no mini-program: there is no app.json below miniprogramRoot of project.config.json.'

export interface PhonesOptions {
  project: () => Project
  /** Told after each build that a changed file led to, with its errors in words. */
  onBuild: (errors: string[]) => void
}

/** Whether an address belongs to the phone: its document and files below `/miniprogram/`. */
export function isPhone(url = '/'): boolean {
  return url.startsWith(BASE) || url === '/miniprogram' || url.startsWith('/miniprogram?')
}

/** Serves the project's mini-program as a phone. It is built when first asked for, and again when its files change. */
export class Phones {
  #builder: MiniProgramBuilder | undefined
  #watcher: SourceWatcher | undefined
  #runtime: Promise<RuntimeBundle> | undefined

  constructor(private readonly options: PhonesOptions) {}

  readonly handle: Handler = async (req, res) => {
    const { pathname, search } = new URL(req.url ?? '/', 'http://localhost')
    if (req.method !== 'GET' && req.method !== 'HEAD') return write(res, 405, TEXT, `${pathname} takes GET, not ${req.method}.`)
    if (!pathname.startsWith(BASE)) return void res.writeHead(308, { location: `${BASE}${search}` }).end()
    try {
      await this.#answer(decodeURIComponent(pathname.slice(BASE.length)), res)
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
      write(res, 500, TEXT, `The mini-program could not be built: ${why}`)
    }
  }

  close(): void {
    this.#watcher?.close()
  }

  async #answer(path: string, res: ServerResponse): Promise<void> {
    const builder = this.#builderOfProject()
    if (!builder) return write(res, 404, TEXT, NO_MINI_PROGRAM)
    if (path === '') return write(res, 200, HTML, phonePage(await builder.build()))
    if (path === '@/app.js') return write(res, 200, SCRIPT, (await builder.build()).script)
    if (path === '@/runtime.js') return write(res, 200, SCRIPT, (await this.#runtimeBundle()).script)
    if (path === '@/runtime.css') return write(res, 200, STYLE, (await this.#runtimeBundle()).style)
    await serveMedia(builder.root, path, res)
  }

  #builderOfProject(): MiniProgramBuilder | undefined {
    const { miniProgramRoot: root, appid, appName = '小程序' } = this.options.project()
    if (root === undefined || root === this.#builder?.root) return root === undefined ? undefined : this.#builder
    this.#watcher?.close()
    const builder = new MiniProgramBuilder({ root, appid, name: appName })
    this.#builder = builder
    this.#watcher = new SourceWatcher(root, () => void this.#rebuild(builder))
    return builder
  }

  async #rebuild(builder: MiniProgramBuilder): Promise<void> {
    builder.invalidate()
    this.options.onBuild(await errorsOf(builder.build()))
  }

  #runtimeBundle(): Promise<RuntimeBundle> {
    this.#runtime ??= bundleRuntime().catch((error: unknown) => {
      this.#runtime = undefined
      throw error
    })
    return this.#runtime
  }
}

async function errorsOf(build: Promise<MiniProgramBuild>): Promise<string[]> {
  try {
    return (await build).problems.filter(({ severity }) => severity === 'error').map(problemInWords)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

async function serveMedia(root: string, path: string, res: ServerResponse): Promise<void> {
  const type = mediaTypeOf(path)
  const isInside = !path.split(/[/\\]/).includes('..')
  const file = type !== undefined && isInside ? new SourceTree(root).file(path) : undefined
  if (file === undefined) return write(res, 404, TEXT, `${path} is no picture, sound, video or font of the mini-program.`)
  res.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' })
  await pipeline(createReadStream(file), res).catch(() => res.destroy())
}

function write(res: ServerResponse, status: number, type: string, body: string): void {
  const headers = { 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': CONTENT_SECURITY_POLICY }
  res.writeHead(status, headers).end(body)
}
