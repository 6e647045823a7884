import { startScriptable, type ScriptableCloud } from './scriptable-cloud'

export interface Answer {
  status: number
  body: unknown
}

/** A local cloud with seed, timer, message push and collections, and a plain client of its HTTP contract. */
export interface ContractClient {
  cloud: ScriptableCloud
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  /** The body of the answer. */
  get(path: string): Promise<unknown>
  post(path: string, body?: unknown): Promise<unknown>
  /** The id of the template that the seed adds. */
  seededTemplate(): Promise<string>
}

export const SEEDED_USER = 'oSeeded_00000000000000000'

const SEED = `exports.seed = async (cloud) => {
  cloud.addUser({ openid: '${SEEDED_USER}', nickname: '小明' })
  const { templateId } = cloud.addTemplate({ title: '发货通知', content: '商品:{{thing1.DATA}}' })
  await cloud.insert('notes', [{ _id: 'n1', n: 1 }, { _id: 'n2', n: 2 }])
  return {
    operatorKey: cloud.variables.OPERATOR_KEY,
    users: [{ openid: '${SEEDED_USER}', role: 'owner' }],
    templates: [{ key: 'shipped', templateId }],
  }
}`
const TICK = `exports.main = async (event) => { console.log('tick', event.Time); return event }`
const EVENTS = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async (event) => {
  await cloud.database().collection('events').add({ data: { kind: event.Event, list: event.List } })
  return 'success'
}`

const PROJECT = {
  'package.json': { emulator: { environment: 'environment.json', seed: 'seed.js', generate: ['OPERATOR_KEY'] } },
  'environment.json': {
    collections: { events: {}, own: { acl: 'PRIVATE' } },
    messagePush: ['subscribe_msg_popup_event', 'subscribe_msg_sent_event'].map((event) => {
      return { msgType: 'event', event, function: 'events' }
    }),
  },
  'seed.js': SEED,
  'cloudfunctions/tick/index.js': TICK,
  'cloudfunctions/tick/config.json': { triggers: [{ name: 'hourly', type: 'timer', config: '0 0 * * * * *' }] },
  'cloudfunctions/events/index.js': EVENTS,
  'cloudbaserc.json': { envId: 'test-env', functions: ['script', 'tick', 'events'].map((name) => ({ name, timeout: 20 })) },
}

export async function startContractClient(): Promise<ContractClient> {
  const cloud = await startScriptable(PROJECT)
  const call: ContractClient['call'] = async (method, path, body) => {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const answer = await fetch(`${cloud.emulator.url}${path}`, { method, body: text })
    return { status: answer.status, body: await answer.json() }
  }
  const get = async (path: string) => (await call('GET', path)).body
  const post = async (path: string, body?: unknown) => (await call('POST', path, body)).body
  const seededTemplate = async () => ((await get('/emulator/templates')) as { templateId: string }[])[0]?.templateId ?? ''
  return { cloud, call, get, post, seededTemplate }
}

/** The body of a refusal. */
export function refusal(message: unknown, code = 'INVALID_PARAM'): object {
  return { error: { code, message } }
}
