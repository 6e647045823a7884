import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { anyText, countUpTo, dictionary, object, optional, text } from '../shape'

const DEFAULT_TIMEOUT_MS = 60_000
const shared = { method: optional(text), header: optional(dictionary(anyText)), body: optional(anyText), timeoutMs: optional(countUpTo(DEFAULT_TIMEOUT_MS)) }
const request = object({ url: text, ...shared })
const containerRequest = object({ service: anyText, path: anyText, openid: text, ...shared })

export function networkRoutes({ relay }: Cloud): Route[] {
  return [
    post('/emulator/network/request', 'wx.request of the phone, to this machine and the hosts of the switch network.allow: {statusCode, header, cookies, body in base64}', request, ({ url, method = 'GET', header = {}, body, timeoutMs = DEFAULT_TIMEOUT_MS }) =>
      inWords(() => relay.carry({ url, method, header, body, timeoutMs })),
    ),
    post('/emulator/network/container', 'wx.cloud.callContainer of the phone, to the service of the switch network.containers: the same answer', containerRequest, ({ method = 'GET', header = {}, timeoutMs = DEFAULT_TIMEOUT_MS, ...rest }) =>
      inWords(() => relay.callContainer({ method, header, timeoutMs, ...rest })),
    ),
  ]
}
