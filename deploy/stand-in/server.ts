import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Account, emptyAccount } from './account'
import { type Action } from './actions/action'
import { COLLECTIONS } from './actions/collections'
import { ENVIRONMENTS } from './actions/environments'
import { FUNCTIONS } from './actions/functions'
import { RULES } from './actions/rules'
import { answerObjects } from './cos'
import { answerDocuments } from './documents'
import { ApiFault, type Fault, Faults } from './fault'
import { answerWeChat } from './wechat'

const ACTIONS: Record<string, Action> = { ...ENVIRONMENTS, ...COLLECTIONS, ...RULES, ...FUNCTIONS }
export const HOOK = join(__dirname, 'hook.cjs')

/** A call that came, in the order of coming. `action` is the API's, or `database.…`, `wechat:/path`, `upload`, `download`. */
export interface Call {
  host: string
  action: string
  body: Record<string, unknown>
}

export interface StandIn {
  url: string
  account: Account
  log: Call[]
  /** Has a call that is still to come fail. */
  fail(fault: Fault): void
  /** Forgets what was planted and logged; the account stays. */
  forget(): void
  /** What a process needs in its environment so that all it sends arrives here. */
  environment(): Record<string, string>
  close(): Promise<void>
}

export interface StandInOptions {
  account?: Account
  port?: number
  /** Address of a local cloud that answers for documents instead of the stand-in: `http://127.0.0.1:8800`. */
  documents?: string
  now?: () => Date
  /** Told after each call that may have changed the account. */
  changed?: (account: Account) => void
}

interface Request {
  method: string
  host: string
  path: string
  query: URLSearchParams
  action: string
  raw: Buffer
  body: Record<string, unknown>
}

/** Answers as Tencent's and WeChat's APIs do, for processes that were started with `environment()`. */
export async function startStandIn({ account = emptyAccount('env-1'), port = 0, documents, now = () => new Date(), changed }: StandInOptions = {}): Promise<StandIn> {
  const log: Call[] = []
  const faults = new Faults()
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => reply(outgoing, { code: 'STAND_IN', message: String(error) }, 500))
  })

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    const { host, action, body, raw, path, query } = request
    if (isTelemetry(host)) return reply(outgoing, {})
    log.push({ host, action, body })
    const fault = faults.meet(action)
    if (fault?.kind === 'down') return void outgoing.destroy()
    if (fault?.kind === 'unreadable') return void outgoing.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway</html>')
    if (fault?.kind === 'refused') return reply(outgoing, refusal(request, fault))
    if (documents && action.startsWith('database.')) return void (await forward(documents, request, outgoing))
    if (path === '/admin') {
      const environment = account.environments[String(body['envName'])]
      const answer = environment ? answerDocuments(environment, body) : { code: 'INVALID_ENV', message: 'Env Not Exists', requestId: 'stand-in' }
      changed?.(account)
      return fault ? void outgoing.destroy() : reply(outgoing, answer)
    }
    if (action === 'upload' || action === 'download') {
      const { status, body: object, headers } = answerObjects(account, { method: request.method, key: host + decodeURIComponent(path), query, raw })
      changed?.(account)
      return fault ? void outgoing.destroy() : void outgoing.writeHead(status, headers).end(object)
    }
    const answer = host === 'api.weixin.qq.com' ? answerWeChat(account, path, query, body) : answerApi(account, action, body, now)
    changed?.(account)
    if (fault) return void outgoing.destroy()
    if (answer === undefined) return reply(outgoing, { errcode: -1, errmsg: `stand-in: ${host}${path} is not played` }, 404)
    reply(outgoing, answer)
  }

  // A client that keeps its connection is never met by its end: what fails here was planted.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    account,
    log,
    fail: (fault) => faults.plant(fault),
    forget: () => {
      faults.clear()
      log.length = 0
    },
    environment: () => ({ STAND_IN_URL: url, NODE_OPTIONS: `--require=${HOOK}` }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answerApi(account: Account, action: string, body: Record<string, unknown>, now: () => Date): Record<string, unknown> {
  const answer = ACTIONS[action]
  const RequestId = 'stand-in'
  if (!answer) return { Response: { Error: { Code: 'InvalidAction', Message: `stand-in: the action ${action} is not played` }, RequestId } }
  try {
    return { Response: { ...answer(account, body, now), RequestId } }
  } catch (error) {
    if (error instanceof ApiFault) return { Response: { Error: { Code: error.code, Message: error.message }, RequestId } }
    throw error
  }
}

/** An error in the form of whoever was asked. */
function refusal({ host, path }: Request, { code, message = 'planted by the stand-in' }: Fault): Record<string, unknown> {
  if (path === '/admin') return { code: code ?? 'SYS_ERR', message, requestId: 'stand-in' }
  if (host === 'api.weixin.qq.com') return { errcode: Number(code ?? -1), errmsg: message }
  return { Response: { Error: { Code: code ?? 'InternalError', Message: message }, RequestId: 'stand-in' } }
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const host = String(incoming.headers['x-stand-in-host'] ?? '')
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const isJson = raw.length > 0 && raw[0] === 0x7b
  const body = isJson ? (JSON.parse(raw.toString('utf8')) as Record<string, unknown>) : {}
  const header = incoming.headers['x-tc-action']
  const action = typeof header === 'string' ? header : actionOf(host, url.pathname, incoming.method ?? 'GET', body)
  return { method: incoming.method ?? 'GET', host, path: url.pathname, query: url.searchParams, action, raw, body }
}

function actionOf(host: string, path: string, method: string, body: Record<string, unknown>): string {
  if (path === '/admin') return String(body['action'])
  if (host.endsWith('.myqcloud.com')) return method === 'GET' ? 'download' : 'upload'
  if (host === 'api.weixin.qq.com') return `wechat:${path}`
  return `${method} ${host}${path}`
}

/** The CLI reports each command to its makers, and asks whether it runs in the cloud. */
function isTelemetry(host: string): boolean {
  return host.endsWith('beacon.qq.com') || host === 'metadata.tencentyun.com'
}

function reply(outgoing: ServerResponse, body: Record<string, unknown>, status = 200): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

async function forward(documents: string, { raw, query }: Request, outgoing: ServerResponse): Promise<void> {
  const answer = await fetch(`${documents}/admin?${query.toString()}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: raw })
  outgoing.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' }).end(await answer.text())
}
