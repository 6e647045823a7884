import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { anyText, countUpTo, dictionary, object, optional, text } from '../shape'

const DEFAULT_TIMEOUT_MS = 60_000
const request = object({ url: text, method: optional(text), header: optional(dictionary(anyText)), body: optional(anyText), timeoutMs: optional(countUpTo(DEFAULT_TIMEOUT_MS)) })

export function networkRoutes({ relay }: Cloud): Route[] {
  return [
    post('/emulator/network/request', 'wx.request of the phone, to this machine and the hosts of the switch network.allow: {statusCode, header, cookies, body in base64}', request, ({ url, method = 'GET', header = {}, body, timeoutMs = DEFAULT_TIMEOUT_MS }) =>
      inWords(() => relay.carry({ url, method, header, body, timeoutMs })),
    ),
  ]
}
