import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type BuildProcess } from '../../build-process/build-process'
import { isKnown } from '../../http/asset'
import { Bundle } from '../../http/bundle'
import { type Handler } from '../../http/server'
import { cspSockets, cspSources } from '../../network/allowed-hosts'
import { type Project } from '../../project/project'
import { SourceTree } from '../build/source-tree'
import { mediaTypeOf } from './media-types'
import { PhoneBuilder, type BuiltPhone } from './phone-builder'
import { SourceWatcher } from './source-watcher'

const BASE = '/miniprogram/'
/** Below it are the files that were built; no file of a mini-program is called so. */
const BUILT = '@/'
/** Nothing is fetched from elsewhere, whatever a mini-program asks for, but pictures, sounds and fonts of allowed hosts. */
function security(allowed: readonly string[]): Record<string, string> {
  const sources = cspSources(allowed)
  const policy = [
    "default-src 'self'",
    // What somebody types into the studio's console runs as a script of its own; `eval` stays forbidden, as on a phone.
    "script-src 'self' blob:",
    `img-src 'self' data: blob: ${sources}`,
    `media-src 'self' data: blob: ${sources}`,
    `font-src 'self' data: ${sources}`,
    `connect-src 'self' ${cspSockets(allowed)}`,
    "style-src 'self' 'unsafe-inline'",
    "frame-ancestors 'self'",
  ]
  return { 'content-security-policy': policy.join('; ') }
}
const NO_MINI_PROGRAM = 'This project has no mini-program: there is no app.json below miniprogramRoot of project.config.json.'

export interface PhonesOptions {
  project: () => Project
  /** A folder with a node_modules, for packages that the project does not hold itself. */
  installed?: string
  builder: BuildProcess
  /** Hosts that the mini-program may reach beside this machine. */
  allowedHosts?: () => readonly string[]
  /** Told after each build that a changed file led to, with its errors in words. */
  onBuild: (errors: string[]) => void
}

/** Whether an address belongs to the phone: its document and files below `/miniprogram/`. */
export function isPhone(url = '/'): boolean {
  return url.startsWith(BASE) || url === '/miniprogram' || url.startsWith('/miniprogram?')
}

/** Serves the project's mini-program as a phone. It is built when first asked for, and again when its files change. */
export class Phones {
  #builder: PhoneBuilder | undefined
  /** The root and what its stylesheets are written in. */
  #builtFor: string | undefined
  #watcher: SourceWatcher | undefined
  #runtime: Promise<Bundle> | undefined

  constructor(private readonly options: PhonesOptions) {}

  readonly handle: Handler = async (req, res) => {
    const { pathname, search } = new URL(req.url ?? '/', 'http://localhost')
    if (req.method !== 'GET' && req.method !== 'HEAD') return write(res, 405, `${pathname} takes GET, not ${req.method}.`)
    if (!pathname.startsWith(BASE)) return void res.writeHead(308, { location: `${BASE}${search}` }).end()
    try {
      await this.#answer(decodeURIComponent(pathname.slice(BASE.length)), req, res)
    } catch (error) {
      write(res, 500, `The mini-program could not be built: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  close(): void {
    this.#watcher?.close()
  }

  async #answer(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const builder = this.#builderOfProject()
    if (!builder) return write(res, 404, NO_MINI_PROGRAM)
    const allowed = this.options.allowedHosts?.() ?? []
    if (path === '') return (await builder.build()).document(allowed).send(req, res, 'revalidate', security(allowed))
    if (!path.startsWith(BUILT)) return serveMedia(new SourceTree(builder.root, this.options.installed), path, req, res)
    const name = path.slice(BUILT.length)
    const found = (await this.#runtimeBundle()).find(name) ?? (await builder.find(name))
    if (!found) return write(res, 404, `There is no ${path} any more. Load the page again.`)
    await found.asset.send(req, res, found.caching, security(allowed))
  }

  #builderOfProject(): PhoneBuilder | undefined {
    const { miniProgramRoot: root, compilerPlugins, appid, appName = '小程序' } = this.options.project()
    if (root === undefined) return undefined
    const key = [root, ...(compilerPlugins ?? [])].join()
    if (this.#builder && key === this.#builtFor) return this.#builder
    this.#builtFor = key
    this.#watcher?.close()
    const builder = new PhoneBuilder({ root, appid, name: appName, compilerPlugins, installed: this.options.installed }, this.options.builder, () => this.#runtimeBundle())
    this.#builder = builder
    this.#watcher = new SourceWatcher(root, () => void this.#rebuild(builder))
    return builder
  }

  async #rebuild(builder: PhoneBuilder): Promise<void> {
    builder.invalidate()
    this.options.onBuild(await errorsOf(builder.build()))
  }

  #runtimeBundle(): Promise<Bundle> {
    this.#runtime ??= this.options.builder.run('runtime', undefined).then(
      (files) => new Bundle(files),
      (error: unknown) => {
        this.#runtime = undefined
        throw error
      },
    )
    return this.#runtime
  }
}

async function errorsOf(build: Promise<BuiltPhone>): Promise<string[]> {
  try {
    return (await build).errors
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

async function serveMedia(tree: SourceTree, path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const type = mediaTypeOf(path)
  const isInside = !path.split(/[/\\]/).includes('..')
  const file = type !== undefined && isInside ? tree.file(path) : undefined
  if (file === undefined) return write(res, 404, `${path} is no picture, sound, video or font of the mini-program.`)
  const { size, mtimeMs } = await stat(file)
  const etag = `"${size.toString(36)}-${mtimeMs.toString(36)}"`
  const headers = { 'content-type': type, 'cache-control': 'no-cache', etag }
  if (isKnown(req.headers['if-none-match'], etag)) return void res.writeHead(304, headers).end()
  res.writeHead(200, headers)
  await pipeline(createReadStream(file), res).catch(() => res.destroy())
}

function write(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...security([]) }).end(body)
}
