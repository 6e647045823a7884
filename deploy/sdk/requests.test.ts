import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'

const FORMS = { published: join(__dirname, '../../node_modules/wx-server-sdk'), deployed: join(__dirname, '../../cloudfunctions/push/wx-server-sdk.js') }

/** What one of the forms sent. */
interface Sent {
  url: string
  headers: string[]
  body: string
}

const CALLS = {
  'a query': `db.collection('a').where({ at: db.command.gt(new Date(0)), name: /x/ }).orderBy('at', 'desc').limit(7).get()`,
  'an update': `db.collection('a').where({ n: 1 }).update({ data: { n: db.command.inc(1), list: db.command.push(['ä']) } })`,
  'an aggregate': `db.collection('a').aggregate().match({ n: 1 }).group({ _id: '$n' }).end()`,
  'a transaction': `db.startTransaction()`,
  'a message': `cloud.openapi.subscribeMessage.send({ touser: 'o', templateId: 't', data: { thing1: { value: '车库' } } })`,
  'a function': `cloud.callFunction({ name: 'f', data: { a: '1' } })`,
}

/** Time and chance stand still, so that signatures and boundaries can be compared. */
const STILL = `
  const crypto = require('node:crypto')
  Date.now = () => 1800000000000
  const RealDate = Date
  globalThis.Date = class extends RealDate { constructor(...args) { super(...(args.length > 0 ? args : [1800000000000])) } }
  Math.random = () => 0.5
  crypto.randomBytes = (size) => Buffer.alloc(size, 7)`

let sent: Sent[]
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    sent.push({ url: request.url ?? '', headers: request.rawHeaders, body: Buffer.concat(chunks).toString('latin1') })
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end('{"requestId":"r","data":{"list":[],"response_data":"1"}}')
  })
})

/** All calls, one after the other, in a process of their own. */
async function sentBy(sdk: string): Promise<Sent[]> {
  sent = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`
  const env = { TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', SCF_NAMESPACE: 'env', WX_API_TOKEN: 'token', TCB_CONTEXT_CNFG: JSON.stringify({ URL: url }) }
  const calls = Object.values(CALLS).map((call) => `  await Promise.resolve(${call}).catch(() => undefined)`)
  const code = `${STILL}
const cloud = require(${JSON.stringify(sdk)})
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database();
(async () => {
${calls.join('\n')}
})()`
  const child = spawn(process.execPath, ['-e', code], { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' })
  await once(child, 'exit')
  return sent
}

let published: Sent[]
let deployed: Sent[]
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  published = await sentBy(FORMS.published)
  deployed = await sentBy(FORMS.deployed)
})
afterAll(() => new Promise((done) => server.close(done)))

it.each(Object.keys(CALLS).map((what, index) => [what, index] as const))('%s is asked for byte for byte as the published SDK asks', (_what, index) => {
  expect(published[index]).toEqual({ url: expect.stringMatching(/^\/admin\?env=env&/), headers: expect.arrayContaining(['X-TCB-Source', 'Authorization']), body: expect.any(String) })
  expect(deployed[index]).toEqual(published[index])
})

it('nothing else is asked for, and the version that is told is that of the package', () => {
  expect([published, deployed].map(({ length }) => length)).toEqual([6, 6])
  const { version } = require('@cloudbase/node-sdk/package.json') as { version: string }
  expect(deployed[0]?.headers).toContain(`tcb-node-sdk/${version}`)
})
