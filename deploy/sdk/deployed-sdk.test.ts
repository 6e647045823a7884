import { join } from 'node:path'
import { callFunction } from '../../emulator/call-function'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { projectWithDeployedSdk } from '../../tests/conformance/deployed-sdk'

const { RARE } = require('./changes.cjs') as { RARE: string[] }
const CARRIER = join(__dirname, '../../cloudfunctions/push')

let emulator: Emulator
let project: ReturnType<typeof projectWithDeployedSdk>
beforeAll(async () => {
  project = projectWithDeployedSdk()
  emulator = await startEmulator({ projectDir: project.dir })
})
afterAll(async () => {
  await emulator.close()
  project.remove()
})

/** Runs a step in a function that has the deployed form. @returns what it gave */
async function run(step: string, data: object = {}): Promise<unknown> {
  const answer = await callFunction(emulator, 'conformance', { ...data, step }, { kind: 'client', openid: 'oAlice_0000000000000000000' })
  if (!answer.ok) throw new Error(answer.error.message)
  const { result, error } = answer.result as { result?: unknown; error?: { message: string } }
  if (error) throw new Error(error.message)
  return result
}

/** All that can be reached from an export, two names deep, each with its kind. */
const SURFACE = `
  const kinds = (value) => Object.fromEntries(Object.getOwnPropertyNames(value).sort().map((name) => [name, typeof value[name]]))
  const surface = (sdk) => {
    sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV })
    const db = sdk.database()
    return [sdk, db, db.command, db.command.aggregate, db.Geo, Object.getPrototypeOf(db.collection('a')), Object.getPrototypeOf(db.collection('a').doc('b'))].map(kinds)
  }
  return [surface(cloud), surface(process.mainModule.require(event.published))]`
const published = join(__dirname, '../../node_modules/wx-server-sdk')

it('has all that the published SDK has', async () => {
  const [own, other] = (await run(SURFACE, { published })) as unknown[]
  expect(own).toEqual(other)
})

it('loads none of its rare packages for the database, transactions, functions and openapi', async () => {
  const loaded = await run(`
    await db.collection('conformance').add({ data: [{ n: 1 }, { n: 2 }] })
    await db.collection('conformance').where({ n: _.gt(0) }).update({ data: { n: _.inc(1) } })
    await db.collection('conformance').aggregate().match({ n: 2 }).group({ _id: null, count: $.sum(1) }).end()
    await db.runTransaction((transaction) => transaction.collection('conformance').add({ data: { at: new Date() } }))
    await cloud.callFunction({ name: 'internal' })
    await cloud.openapi.subscribeMessage.getTemplateList()
    await cloud.openapi.subscribeMessage.send({ touser: 'o', templateId: 't', data: {} }).catch(() => undefined)
    return Object.keys(process.mainModule.require('module')._cache)`)
  const own = (loaded as string[]).filter((file) => file.startsWith(project.dir)).map((file) => file.slice(project.dir.length + 1))
  expect(own).toEqual(['cloudfunctions/conformance/index.js', 'node_modules/wx-server-sdk/wx-server-sdk.js'])
})

it.each(RARE)('has %s at hand when it is asked for, as published', (name) => {
  const rare = require(join(CARRIER, 'wx-server-sdk-rare.js')) as Record<string, () => object>
  const names = (value: object): string[] => Object.keys(value).sort()
  expect(names(rare[name]?.() ?? {})).toEqual(names(require(name) as object))
})

it.each([
  ['the file storage', `cloud.uploadFile({ cloudPath: 'a.txt', fileContent: Buffer.from('x') })`],
  ['temporary addresses', `cloud.getTempFileURL({ fileList: ['cloud://a.b/c'] })`],
  ['a listener', `db.collection('conformance').watch({ onChange: () => undefined, onError: () => undefined })`],
  ['AI', `cloud.ai()`],
])('%s is answered as by the published SDK', async (_what, call) => {
  const step = `
    const answerOf = async (cloud) => {
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      const db = cloud.database()
      try {
        return { kind: typeof (await ${call}) }
      } catch (error) {
        return { error: String(error.message).replace(/[0-9a-f]{8,}[0-9a-f-]*/g, '…') }
      }
    }
    return [await answerOf(cloud), await answerOf(process.mainModule.require(event.published))]`
  const [own, other] = (await run(step, { published })) as unknown[]
  expect(own).toEqual(other)
})
