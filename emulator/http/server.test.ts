import { Agent, request } from 'node:http'
import { type Socket } from 'node:net'
import { listen, type LocalServer } from './server'

let server: LocalServer
const sockets: Socket[] = []
beforeAll(async () => {
  server = await listen(0, async (req, res) => {
    sockets.push(req.socket)
    res.end('ok')
  })
})
afterAll(() => server.close())

test('a connection that a client keeps is never ended by the server, so that none ends under the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (const _call of [1, 2]) {
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      request(server.url, { agent }, (res) => res.resume().on('end', () => resolve(res.headers))).on('error', reject).end()
    })
    expect(headers.connection).toBe('keep-alive')
    // A client that is told a time ends the connection at about that time, and may be late.
    expect(headers).not.toHaveProperty('keep-alive')
  }
  agent.destroy()
  const [socket] = sockets
  expect(new Set(sockets).size).toBe(1)
  expect(socket?.timeout ?? 0).toBe(0)
})
