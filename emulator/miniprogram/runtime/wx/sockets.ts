import { isAllowed, isLoopback, notAllowedWords } from '../../../network/allowed-hosts'
import { Emitter } from '../emitter'
import { type Session } from '../session'
import { api, ApiError, callbacksIn, type Callbacks } from './api'

interface ConnectOptions extends Callbacks {
  url?: unknown
  protocols?: string[]
  header?: Record<string, unknown>
}

const EVENTS = ['Open', 'Message', 'Error', 'Close'] as const
type EventName = (typeof EVENTS)[number]

const NOT_IN_LIST = 600_002
const MOST_OPEN = 5
const NORMAL = 1000

/**
 * wx.connectSocket, by the browser's own WebSocket, which sends no headers of one's own. Hosts as for wx.request; not the local cloud itself.
 * The older functions without a task stand for the socket that was opened last.
 */
export function socketApis({ addresses }: Session): object {
  const open = new Set<SocketTask>()
  let last: SocketTask | undefined
  const listeners: Record<EventName, Emitter<object>> = { Open: new Emitter(), Message: new Emitter(), Error: new Emitter(), Close: new Emitter() }
  const connect = ({ url, protocols, header, ...callbacks }: ConnectOptions = {}): SocketTask => {
    const task = new SocketTask()
    last = task
    for (const name of EVENTS) task.events[name].on((event) => last === task && listeners[name].emit(event))
    void api('connectSocket', () => {
      const address = addressOf(url, addresses.allowedHosts)
      if (open.size >= MOST_OPEN) throw new ApiError(`exceed max connection limit ${MOST_OPEN}`)
      if (header && Object.keys(header).length > 0) console.warn('wx.connectSocket: a browser sends no headers of one’s own; the header is left out in the local cloud')
      open.add(task)
      task.events.Close.on(() => open.delete(task))
      task.connect(new WebSocket(address, protocols))
      return { socketTaskId: open.size }
    })({ success: callbacks.success, complete: callbacks.complete, fail: (error: { errMsg: string }) => (task.fail(error.errMsg), callbacksIn(callbacks).fail?.(error)) })
    return task
  }
  return {
    connectSocket: connect,
    sendSocketMessage: (options: SendOptions) => (last ? last.send(options) : api('sendSocketMessage', noTask)(options)),
    closeSocket: (options: CloseOptions) => (last ? last.close(options) : api('closeSocket', noTask)(options)),
    ...Object.fromEntries(EVENTS.map((name) => [`onSocket${name}`, (listener: (event: object) => void) => listeners[name].on(listener)])),
  }
}

function noTask(): never {
  throw new ApiError('WebSocket is not connected')
}

function addressOf(url: unknown, allowed: readonly string[]): URL {
  if (typeof url !== 'string' || !URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) throw new ApiError(`invalid url ${JSON.stringify(url)}`)
  const address = new URL(url)
  if (isLoopback(address) && address.port === location.port) throw new ApiError(`url not in domain list: ${address.host} 是本地云自己`, undefined, NOT_IN_LIST)
  if (isAllowed(address, allowed)) return address
  const words = notAllowedWords(address.hostname)
  console.warn(words)
  throw new ApiError(`url not in domain list: ${words}`, undefined, NOT_IN_LIST)
}

interface SendOptions extends Callbacks {
  data?: string | ArrayBuffer
}
interface CloseOptions extends Callbacks {
  code?: number
  reason?: string
}

class SocketTask {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readonly events: Record<EventName, Emitter<object>> = { Open: new Emitter(), Message: new Emitter(), Error: new Emitter(), Close: new Emitter() }
  #socket: WebSocket | undefined
  #failed = false

  get readyState(): number {
    return this.#failed ? this.CLOSED : (this.#socket?.readyState ?? this.CONNECTING)
  }

  connect(socket: WebSocket): void {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.events.Open.emit({ header: {} })
    socket.onmessage = ({ data }) => this.events.Message.emit({ data: data as string | ArrayBuffer })
    socket.onerror = () => this.events.Error.emit({ errMsg: 'connectSocket:fail' })
    socket.onclose = ({ code, reason }) => this.events.Close.emit({ code, reason })
  }

  /** It was never opened. Listeners are told after the page had time to add them. */
  fail(errMsg: string): void {
    this.#failed = true
    setTimeout(() => this.events.Error.emit({ errMsg }))
  }

  readonly send = (options: SendOptions = {}): unknown =>
    api('sendSocketMessage', ({ data }: SendOptions) => {
      if (this.readyState !== this.OPEN) throw new ApiError('SocketTask.readyState is not OPEN')
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) throw new ApiError('parameter error: parameter.data should be String or ArrayBuffer')
      this.#socket?.send(data)
    })(options)

  readonly close = (options: CloseOptions = {}): unknown =>
    api('closeSocket', ({ code = NORMAL, reason = '' }: CloseOptions) => {
      if (this.readyState >= this.CLOSING) throw new ApiError('SocketTask.readyState is CLOSED')
      this.#socket?.close(code, reason)
    })(options)

  readonly onOpen = (listener: (event: object) => void): void => this.events.Open.on(listener)
  readonly onMessage = (listener: (event: object) => void): void => this.events.Message.on(listener)
  readonly onError = (listener: (event: object) => void): void => this.events.Error.on(listener)
  readonly onClose = (listener: (event: object) => void): void => this.events.Close.on(listener)
}
