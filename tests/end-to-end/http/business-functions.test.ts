import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { type CancelledNotice } from '../../../core/notify/cancel'
import { subscribeMessages } from '../../../core/notify/in-process'
import { type NoticeView } from '../../../core/notify/notice'
import { type Notified } from '../../../core/notify/notify'
import type * as declared from '../../../core/notify/subscribe-messages'
import ENVIRONMENT from '../../../deploy/environment.json'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { type Caller } from '../../../emulator/functions/invocation'
import { makeProject, type ProjectFixture } from '../../../emulator/testing/project'

const ROOT = join(__dirname, '../../..')
const OPERATOR_KEY = 'of business functions, 32 characters'
const OURS = ['push', 'dispatch']

/** Of the team's own, in plain JavaScript: one asks `push`, the other has the module beside it. */
const FUNCTIONS: Record<string, string> = {
  shop: `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async ({ request }) => (await cloud.callFunction({ name: 'push', data: request })).result
`,
  order: `
const cloud = require('wx-server-sdk')
const { subscribeMessages } = require('./subscribe-messages')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async ({ callerKey, action = 'notify', request, hasContext = true }, context) => {
  const messages = subscribeMessages(cloud, { callerKey })
  return messages[action](request, hasContext ? context : undefined)
}
`,
}

type Told = { ok: boolean; error?: { code: string; message: string } } & Partial<NoticeView & Notified & Omit<CancelledNotice, keyof NoticeView>>

let project: ProjectFixture
let emulator: Emulator
let templateId: string
let callerKey: string

beforeAll(async () => {
  const bundle = buildSync({ entryPoints: [join(ROOT, 'core/notify/in-process.ts')], bundle: true, platform: 'node', target: 'node18', format: 'cjs', write: false }).outputFiles[0]?.text ?? ''
  const built = (name: string): [string, string][] => ['index.js', 'wx-server-sdk.js', 'wx-server-sdk-rare.js'].map((file) => [`cloudfunctions/${name}/${file}`, readFileSync(join(ROOT, 'cloudfunctions', name, file), 'utf8')])
  const { messagePush: _unused, ...environment } = ENVIRONMENT
  const names = [...OURS, ...Object.keys(FUNCTIONS), 'hasty']
  project = makeProject({
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': environment,
    'cloudbaserc.json': { envId: 'business', functions: names.map((name) => ({ name, timeout: name === 'hasty' ? 3 : 60, envVariables: OURS.includes(name) ? { OPERATOR_KEY } : {} })) },
    ...Object.fromEntries(OURS.flatMap(built)),
    ...Object.fromEntries([...Object.entries(FUNCTIONS), ['hasty', FUNCTIONS['order'] ?? '']].map(([name, code]) => [`cloudfunctions/${name}/index.js`, code])),
    'cloudfunctions/order/subscribe-messages.js': bundle,
    'cloudfunctions/hasty/subscribe-messages.js': bundle,
    ...Object.fromEntries(names.map((name) => [`cloudfunctions/${name}/config.json`, { permissions: { openapi: ['subscribeMessage.send'] } }])),
  })
  emulator = await startEmulator({ projectDir: project.dir, seed: null, complain: () => undefined })
  emulator.timers.stop()
  emulator.clock.set(Date.parse('2026-12-01T09:07:30+08:00'))
  ;({ templateId } = emulator.wechat.addTemplate({ title: '发货通知', content: '商品:{{thing1.DATA}}' }))
  await invoke('push', { action: 'saveTemplate', operatorKey: OPERATOR_KEY, key: 'order-shipped', title: '发货通知', content: '商品:{{thing1.DATA}}', templateId }, { kind: 'console' })
  callerKey = ((await invoke('push', { action: 'createCallerKey', operatorKey: OPERATOR_KEY, name: '订单', perDay: 1000 }, { kind: 'console' })) as unknown as { key: string }).key
})
afterAll(async () => {
  await emulator.close()
  project.remove()
})

async function invoke(name: string, data: object, caller: Caller): Promise<Told> {
  const outcome = await emulator.functions.invoke(name, data, caller)
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Told
}

let buyers = 0
/** A buyer, who agreed so many times. */
async function buyer(times = 1): Promise<string> {
  buyers += 1
  const openid = `oBuyer_${String(buyers).padStart(20, '0')}`
  emulator.wechat.addUser({ openid })
  for (let time = 1; time <= times; time += 1) await emulator.wechat.consent({ openid, templateIds: [templateId] })
  const row = { _id: `${openid}:${templateId}`, _openid: openid, openid, templateId, credits: times, reservations: [], overdrafts: [], granted: times, used: 0, forfeited: 0, drift: 0, standing: 'accept', updatedAt: new Date() }
  emulator.database.insert('authorizations', [row])
  return openid
}

const by = (openid: string): Caller => ({ kind: 'client', openid })
const shipped = (to: string, dedupe: string, more: object = {}): object => ({ template: 'order-shipped', to, data: { thing1: '一箱苹果' }, dedupe, ...more })
const cards = (openid: string): number => emulator.wechat.inbox(openid).length
const timer = (): Promise<Told> => {
  emulator.clock.advance(60_000)
  return invoke('dispatch', {}, { kind: 'timer', devtools: true })
}

describe('a function with the module', () => {
  const ask = (request: object, caller: Caller, more: object = {}): Promise<Told> => invoke('order', { callerKey, request, ...more }, caller)

  it('queues until the settings of the environment are known, and says so; then it sends at once, where its call has a token', async () => {
    const [early, one] = [await buyer(), await buyer(2)]
    expect(await ask(shipped(early, 'early'), by(early))).toMatchObject({ ok: true, outcome: 'queued', message: expect.stringContaining('dispatch 要先跑过一次') as string })
    await timer()
    expect(cards(early)).toBe(1)
    expect(await ask(shipped(one, 'one'), by(one))).toMatchObject({ ok: true, outcome: 'sent', replayed: false })
    expect(cards(one)).toBe(1)
    expect(await ask(shipped(one, 'one'), by(one))).toMatchObject({ ok: true, outcome: 'sent', replayed: true })
    expect(cards(one)).toBe(1)
    expect(emulator.database.find('audit', { action: 'notify', function: 'order' })).toMatchObject([{ by: { kind: 'caller', key: '订单' }, source: 'wx_client', result: 'ok' }])
  })

  it('tells many at once, each by itself', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => buyer()))
    const broke = `oBroke_${'0'.repeat(20)}`
    const told = await ask({ template: 'order-shipped', data: { thing1: '一箱苹果' }, items: [...people, broke].map((to) => ({ to, dedupe: `many-${to}` })) }, by(people[0] ?? ''))
    expect(told.counts).toEqual({ queued: 0, sent: 30, skipped: 1, failed: 0, unknown: 0, refused: 0 })
    expect(people.map(cards)).toEqual(people.map(() => 1))
    expect(emulator.database.find('pushes', { state: 'running' })).toEqual([])
  })

  it('queues where there is no token, no context, or too little time, and the timer sends it', async () => {
    const [console_, blind, hasty] = [await buyer(), await buyer(), await buyer()]
    expect(await ask(shipped(console_, 'console'), { kind: 'console' })).toMatchObject({ ok: true, outcome: 'queued', reason: 'no-call-token' })
    expect(await ask(shipped(blind, 'blind'), by(blind), { hasContext: false })).toMatchObject({ ok: true, outcome: 'queued', message: expect.stringContaining('context') as string })
    expect(await invoke('hasty', { callerKey, request: shipped(hasty, 'hasty') }, by(hasty))).toMatchObject({ ok: true, outcome: 'queued', message: expect.stringContaining('超时') as string })
    await timer()
    expect([console_, blind, hasty].map(cards)).toEqual([1, 1, 1])
  })

  it('is refused as by push, and calls off its own', async () => {
    const to = await buyer()
    expect((await invoke('order', { request: shipped(to, 'none') }, by(to))).error).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('缺少 callerKey') as string })
    expect((await ask({ ...shipped(to, 'bad'), data: { thing9: '?' } }, by(to))).error?.code).toBe('invalid-argument')
    expect(await ask(shipped(to, 'later', { sendAt: '2026-12-02 09:00' }), by(to))).toMatchObject({ ok: true, outcome: 'queued', reason: 'scheduled' })
    expect(await ask({ dedupe: 'later' }, by(to), { action: 'cancelNotice' })).toMatchObject({ ok: true, cancelled: true })
    expect(cards(to)).toBe(0)
  })
})

describe('a function that calls push', () => {
  const ask = (request: object, caller: Caller): Promise<Told> => invoke('shop', { request: { action: 'notify', callerKey, ...request } }, caller)

  it.each([true, false])('is a business function, whether or not the identity of its own caller travels with the call (%s)', async (openid) => {
    emulator.functions.switches.context.functionToFunctionOpenid = openid
    const to = await buyer()
    expect(await ask(shipped(to, `shop-${openid}`), by(to))).toMatchObject({ ok: true, outcome: 'queued', replayed: false })
    await timer()
    expect(cards(to)).toBe(1)
    expect(await ask(shipped(to, `shop-${openid}`), { kind: 'timer', devtools: false })).toMatchObject({ ok: true, outcome: 'sent', replayed: true })
  })

  it('is told in words what is missing', async () => {
    const to = await buyer()
    const refused = async (request: object): Promise<unknown> => (await invoke('shop', { request }, by(to))).error
    expect(await refused({ action: 'notify', ...shipped(to, 'x') })).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('缺少 callerKey') as string })
    expect(await refused({ action: 'notify', callerKey: `${callerKey}x`, ...shipped(to, 'x') })).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('callerKey 不对') as string })
    expect(await refused({ action: 'create', callerKey, template: 'order-shipped', to: [to], data: { thing1: '?' } })).toMatchObject({ code: 'forbidden', message: expect.stringContaining('业务密钥只能') as string })
    // Two keys are no more than the lesser one.
    expect(await refused({ action: 'members', callerKey, operatorKey: OPERATOR_KEY })).toMatchObject({ code: 'forbidden' })
    expect((await invoke('push', { action: 'notify', callerKey, ...shipped(to, 'x') }, by(to))).error).toMatchObject({ code: 'forbidden', message: expect.stringContaining('只能放在云函数里') as string })
    expect(emulator.database.find('pushes', { 'audience.openids': to })).toEqual([])
  })
})

it('what is declared of the module for others is what it is', () => {
  const told: typeof declared.subscribeMessages = subscribeMessages
  expect(told).toBe(subscribeMessages)
})
