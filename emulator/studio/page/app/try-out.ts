import { type Config } from '../live/contract'

/** Commands for a terminal, filled in for this environment. */
export function tryOut({ url, functions, users }: Config): string {
  const name = functions[0] ?? '云函数名'
  const openid = users[0]?.openid ?? 'openid'
  const post = (path: string, body: unknown) => `curl ${url}${path} -d '${JSON.stringify(body)}'`
  return [
    `curl ${url}/emulator/config`,
    post('/emulator/invoke', { function: name, data: {}, caller: { kind: 'console' } }),
    post('/emulator/invoke', { function: name, data: {}, caller: { kind: 'client', openid } }),
    `curl '${url}/emulator/inbox?openid=${openid}'`,
    post('/emulator/clock', { advanceMs: 60_000 }),
  ].join('\n')
}
