import { request } from 'node:http'
import { refusal, startContractClient, type ContractClient } from '../testing/contract-client'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

describe('what is asked wrongly', () => {
  test('an unknown address is 404 with a list of what exists', async () => {
    const { status, body } = await client.call('GET', '/emulator/nope')
    expect(status).toBe(404)
    const list = /There is no \/emulator\/nope\. What exists: .*POST \/emulator\/invoke.*GET \/emulator\/inbox/
    expect(body).toEqual(refusal(expect.stringMatching(list), 'NOT_FOUND'))
  })

  test('a wrong method is 405', async () => {
    const message = '/emulator/invoke takes POST, not GET.'
    expect(await client.call('GET', '/emulator/invoke')).toEqual({ status: 405, body: refusal(message, 'METHOD_NOT_ALLOWED') })
  })

  test('bad JSON is 400 in words', async () => {
    const cutShort = await client.call('POST', '/emulator/consent', '{"openid":')
    expect(cutShort).toEqual({ status: 400, body: refusal(expect.stringMatching(/^The body is not JSON: /)) })
    expect(await client.call('POST', '/emulator/consent', '[1]')).toEqual({ status: 400, body: refusal('The body must be an object.') })
  })

  test('a body over 8 MB is 413', async () => {
    const answer = await client.call('POST', '/emulator/invoke', 'x'.repeat(8 * 1024 * 1024 + 1))
    expect(answer).toEqual({ status: 413, body: refusal('The request body is larger than 8192 KB.', 'REQUEST_TOO_LARGE') })
  })
})

describe('who may ask', () => {
  function statusWith(headers: Record<string, string>, method = 'POST', path = '/emulator/settle'): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(`${client.cloud.emulator.url}${path}`, { method, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode))
      })
      asked.on('error', reject).end()
    })
  }

  test('a foreign Host is refused, for page and gateway as well', async () => {
    expect(await statusWith({ host: 'evil.example' })).toBe(403)
    expect(await statusWith({ host: 'evil.example' }, 'GET', '/')).toBe(403)
    expect(await statusWith({ host: 'evil.example' }, 'POST', '/admin')).toBe(403)
  })

  test('a post from a page of another site is refused, one from a page of this machine is not', async () => {
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403)
    expect(await statusWith({ origin: 'http://localhost:3000' })).toBe(200)
  })
})

test('the contract lists itself', async () => {
  const routes = await client.get('/emulator')
  expect(routes).toContainEqual({ method: 'POST', path: '/emulator/invoke', about: expect.stringMatching(/^runs a function/) })
  expect(routes).toContainEqual({ method: 'GET', path: '/emulator', about: expect.any(String) })
  expect(routes).toContainEqual({ method: 'GET', path: '/emulator/changes', about: expect.any(String) })
})
