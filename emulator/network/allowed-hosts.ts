/** Stands for every host. */
const ANY = '*'
const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/
const LOOPBACK = /^(localhost|[^.]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Why `text` names no host, in words; undefined when it does. It becomes part of a Content-Security-Policy. */
export function faultOfHost(text: string): string | undefined {
  if (text === ANY || HOST.test(text)) return undefined
  return `${JSON.stringify(text)} is no host. Name one as example.com, *.example.com or example.com:8443, or ${ANY} for all.`
}

/** Whether an address leads to this very machine, which needs nobody's leave. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname)
}

/** Whether the project's author lets the mini-program reach the host of this address. */
export function isAllowed(url: URL, allowed: readonly string[]): boolean {
  if (isLoopback(url)) return true
  return allowed.some((entry) => {
    if (entry === ANY) return true
    const [name = '', port] = entry.split(':')
    if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false
    return name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) : url.hostname === name
  })
}

/** What stands in a Content-Security-Policy for the allowed hosts, and this machine's own. */
export function cspSources(allowed: readonly string[]): string {
  const others = allowed.includes(ANY) ? ['http:', 'https:'] : allowed.flatMap((host) => [`https://${host}`, `http://${host}`])
  return ['http://127.0.0.1:*', 'http://localhost:*', ...others].join(' ')
}

/** The same for what is not fetched but connected to: WebSocket. */
export function cspSockets(allowed: readonly string[]): string {
  const others = allowed.includes(ANY) ? ['ws:', 'wss:'] : allowed.flatMap((host) => [`wss://${host}`, `ws://${host}`])
  return ['ws://127.0.0.1:*', 'ws://localhost:*', ...others].join(' ')
}

/** What a person reads where something was not fetched. */
export function notAllowedWords(host: string): string {
  return `本地云没有放行 ${host}：启动时加 --allow-network ${host}，或在「平台开关 → 网络」里填上`
}
