// Loaded by NODE_OPTIONS=--require: every request of this process to another machine goes to the stand-in at STAND_IN_URL instead,
// with the host it was meant for in a header. Whatever finds a way round that is refused, so nothing leaves the machine.
'use strict'
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')

const HOST_HEADER = 'x-stand-in-host'
const isLocal = (host) => ['localhost', '127.0.0.1', '::1', '[::1]', ''].includes(String(host ?? ''))
const plainRequest = http.request

function standIn() {
  const url = process.env.STAND_IN_URL
  if (!url) throw new Error('stand-in: STAND_IN_URL is not set, and nothing may leave this machine')
  return new URL(url)
}

/** The forms that http.request takes, as one. */
function readArguments(args) {
  const [first, second, third] = args
  const url = typeof first === 'string' ? new URL(first) : first instanceof URL ? first : undefined
  const given = url === undefined ? first : typeof second === 'object' ? second : {}
  const callback = [first, second, third].find((value) => typeof value === 'function')
  const fromUrl = url && { hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port, path: `${url.pathname}${url.search}` }
  return { options: { ...fromUrl, ...given }, callback }
}

function redirected(original) {
  return function request(...args) {
    const { options, callback } = readArguments(args)
    const host = options.hostname ?? options.host
    if (options.socketPath || isLocal(String(host ?? '').replace(/:\d+$/, ''))) return original.apply(this, args)
    const { hostname, port } = standIn()
    const headers = { ...headersOf(options.headers), [HOST_HEADER]: String(host).replace(/:\d+$/, '') }
    return plainRequest.call(http, { method: options.method, path: options.path ?? '/', headers, timeout: options.timeout, hostname, port }, callback)
  }
}

function headersOf(headers) {
  if (!Array.isArray(headers)) return headers ?? {}
  return Object.fromEntries(Array.from({ length: headers.length / 2 }, (_, at) => [headers[at * 2], headers[at * 2 + 1]]))
}

for (const [module, original] of [[http, http.request], [https, https.request]]) {
  module.request = redirected(original)
  module.get = (...args) => {
    const request = module.request(...args)
    request.end()
    return request
  }
}

const plainFetch = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const request = new globalThis.Request(input, init)
  const url = new URL(request.url)
  if (isLocal(url.hostname)) return plainFetch(input, init)
  const target = new URL(`${url.pathname}${url.search}`, standIn())
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : Buffer.from(await request.arrayBuffer())
  return plainFetch(target, { method: request.method, headers: { ...Object.fromEntries(request.headers), [HOST_HEADER]: url.hostname }, body })
}

// Whatever else opens a connection: HTTP/2, web sockets, a client that brings its own.
const plainConnect = net.Socket.prototype.connect
net.Socket.prototype.connect = function connect(...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = typeof options === 'object' ? (options.host ?? options.hostname) : typeof args[1] === 'string' ? args[1] : ''
  if (typeof options === 'object' && options.path === undefined && !isLocal(host)) {
    this.destroy(new Error(`stand-in: a connection to ${host} was refused`))
    return this
  }
  return plainConnect.apply(this, args)
}
