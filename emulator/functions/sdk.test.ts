import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { functionBench, resultOf } from './functions.fixture'
import type { Invocation } from './invocation'

const CALLS = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async () => (await cloud.callFunction({ name: 'callee', data: { a: 1 } })).result
`

interface Request {
  envName: string
  request_data: string
  wxCloudApiToken: string
}

it('the unmodified SDK reaches the gateway, with the token that leads back to the invocation', async () => {
  const seen: { url?: string; source: unknown; body: Request; invocation?: Invocation }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Request
      const invocation = functions.invocationOf(body.wxCloudApiToken)
      seen.push({ url: request.url, source: request.headers['x-tcb-source'], body, invocation })
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.end(JSON.stringify({ requestId: 'r', data: { response_data: '"from the callee"' } }))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const gatewayUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`
  const bench = functionBench({ caller: CALLS }, { 'cloudbaserc.json': { envId: 'env-1' } }, { gatewayUrl })
  const { functions } = bench

  const answer = await functions.invoke('caller', {}, { kind: 'client', openid: 'oAlice' })
  await bench.close()
  server.closeAllConnections()
  await once(server.close(), 'close')

  expect(resultOf(answer)).toBe('from the callee')
  expect(answer.logs).toEqual([])
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({
    url: expect.stringMatching(/^\/admin\?env=env-1&seqId=/),
    source: 'wx_client,scf',
    body: { envName: 'env-1', request_data: '{"a":1}' },
    invocation: { functionName: 'caller', openid: 'oAlice', requestId: answer.requestId, mayCallOpenApi: true },
  })
})
