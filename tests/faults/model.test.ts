import fc from 'fast-check'
import { type Author } from '../../core/access/identify'
import { LEASE_MS } from '../../core/delivery/limits'
import { recordConsent, stopTemplate } from '../../core/consent/record'
import { receiveEvent } from '../../core/events/receive-event'
import { type Message } from '../../core/outbox/message'
import { advanceAll } from '../../core/push/advance'
import { cancelPush, pausePush, resolveAll, resolveMessage, resumePush } from '../../core/push/control'
import { createPush } from '../../core/push/create'
import { retryPush } from '../../core/push/retry'
import { AppError } from '../../core/error/app-error'
import { authorizationsOf } from '../../core/ledger/authorization'
import { type Push } from '../../core/outbox/push'
import { readMsgid } from '../../core/outbox/receipt'
import { type Ports } from '../../core/ports'
import { type SubscribeMessage } from '../../core/ports/openapi'
import { saveTemplate } from '../../core/templates/save'
import { type Template } from '../../core/templates/template'
import { eraseOwnData } from '../../core/users/erase'
import { Crash, MortalPorts, type CrashPoint } from '../support/crashing'
import { startLocalCloud, type LocalCloud } from '../support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance, ledgerOf } from '../support/product'

const OPERATOR: Author = { kind: 'operator' }
const USERS = 3

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  const { subscribeMessage } = local.openapi
  local.openapi.subscribeMessage = { ...subscribeMessage, send: (message) => take(message, () => subscribeMessage.send(message)) }
})
afterAll(() => local.close())

/** A message that WeChat took, and what became of it there. */
interface Taken {
  /** Of the message. */
  id: string
  openid: string
  event: object
  arrived: boolean
}

/** What WeChat took in this run, and what it does with what comes next. */
const weChat = { taken: [] as Taken[], hushed: 0, early: 0 }

/** Its receipt may come before its answer, and its answer may get lost. */
async function take<R extends { msgid?: unknown }>({ touser, templateId, page = '' }: SubscribeMessage, send: () => Promise<R>): Promise<R> {
  const had = local.emulator.wechat.inbox(touser).length
  const reply = await send()
  const arrived = local.emulator.wechat.inbox(touser).length > had
  const List = { TemplateId: templateId, MsgID: readMsgid(reply.msgid), ErrorCode: arrived ? '0' : '3', ErrorStatus: arrived ? 'success' : 'failed: system failed' }
  const event = { MsgType: 'event', Event: 'subscribe_msg_sent_event', FromUserName: touser, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List }
  weChat.taken.push({ id: decodeURIComponent(/id=(.*)$/.exec(page)?.[1] ?? ''), openid: touser, event, arrived })
  if (weChat.early > 0) {
    weChat.early -= 1
    await receiveEvent(local.ports(), event).catch(expected)
  }
  if (weChat.hushed === 0) return reply
  weChat.hushed -= 1
  throw new Error('socket hang up')
}

/** The last try of a message that WeChat took. */
const lastTry = ({ _id }: Pick<Message, '_id'>): Taken | undefined => weChat.taken.filter(({ id }) => id === _id).at(-1)

/** What WeChat has promised and kept, as plain numbers. */
interface Model {
  accepts: number[]
}

/** The users and pushes of one run. */
interface Real {
  openids: string[]
  pushes: string[]
}

type Step = fc.AsyncCommand<Model, Real>

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real).catch(expected)
      await expectInvariants(model, real)
    },
    toString: () => name,
  }
}

/** A worker that died, a request that says in words why it cannot be met, and a database in trouble are part of life. */
function expected(error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
  if (cause instanceof Crash || cause instanceof AppError || IN_TROUBLE.test(String(error))) return
  throw error
}

const IN_TROUBLE = /ordered from the local cloud|socket hang up/

const user = fc.integer({ min: 0, max: USERS - 1 })

/** What becomes of somebody who acts, at one of the calls: dead, or held up there while leases run out and the timer goes round. */
type Fate = ({ what: 'dying' } & CrashPoint) | { what: 'held up'; at: number } | undefined

const at = fc.integer({ min: 1, max: 25 })
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant(undefined),
  fc.record({ what: fc.constant('dying' as const), at, moment: fc.constantFrom('before' as const, 'after' as const) }),
  fc.record({ what: fc.constant('held up' as const), at }),
)

function inWords(fate: Fate): string {
  return fate ? `, ${fate.what} at call ${fate.at}` : ''
}

async function act(fate: Fate, work: (ports: Ports) => Promise<unknown>): Promise<void> {
  const goRound = async (call: number): Promise<void> => {
    if (fate?.what !== 'held up' || call !== fate.at) return
    local.emulator.clock.advance(LEASE_MS * 2)
    await advanceAll(local.ports()).catch(expected)
  }
  const worker = new MortalPorts(local.ports(), fate?.what === 'dying' ? fate : undefined, goRound)
  try {
    await work(worker.ports)
  } finally {
    await worker.idle()
  }
}

/** What a person may decide about the last push, or about a message of it. */
const DECISIONS: Record<string, (ports: Ports, pushId: string) => Promise<unknown>> = {
  pauses: (ports, pushId) => pausePush(ports, OPERATOR, pushId),
  resumes: (ports, pushId) => resumePush(ports, OPERATOR, pushId),
  retries: (ports, pushId) => retryPush(ports, OPERATOR, pushId),
  cancels: (ports, pushId) => cancelPush(ports, OPERATOR, pushId),
  'takes for not sent what did not arrive of': async (ports, pushId) => {
    const { data } = await local.db.collection<Message>('messages').where({ pushId, state: 'unknown' }).limit(10).get()
    for (const message of data) {
      await resolveMessage(ports, OPERATOR, message._id, cardsOf(message) > 0 ? 'sent' : 'not-sent')
      // She asked because no receipt came.
      weChat.taken = weChat.taken.map((each) => (each.id === message._id ? { ...each, event: {} } : each))
    }
  },
  'settles together what nobody knows of': async (ports, pushId) => {
    const { data } = await local.db.collection<Message>('messages').where({ pushId, state: 'unknown' }).limit(10).get()
    const [first] = data
    const outcome = first && cardsOf(first) > 0 ? 'sent' : 'not-sent'
    // All of them were asked, and say the same.
    if (first && data.every((message) => cardsOf(message) > 0 === cardsOf(first) > 0)) await resolveAll(ports, OPERATOR, pushId, outcome)
  },
}

const STEPS = [
  user.map((who) =>
    step(`user ${who} accepts, and the page reports it twice`, async (model, { openids }) => {
      const openid = openids[who] ?? ''
      await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
      model.accepts[who] = (model.accepts[who] ?? 0) + 1
      const report = { promptId: fresh('prompt'), result: { errMsg: 'requestSubscribeMessage:ok', [template.templateId]: 'accept' } }
      await recordConsent(local.ports(), openid, report)
      await recordConsent(local.ports(), openid, report)
    }),
  ),
  user.map((who) =>
    step(`user ${who} refuses in the settings`, async (_model, { openids }) => {
      const openid = openids[who] ?? ''
      await local.emulator.wechat.refuse(openid, template.templateId)
      const List = { TemplateId: template.templateId, SubscribeStatusString: 'reject' }
      await receiveEvent(local.ports(), { Event: 'subscribe_msg_change_event', FromUserName: openid, CreateTime: fresh('time'), List })
    }),
  ),
  user.map((who) => step(`user ${who} stops`, async (_model, { openids }) => void (await stopTemplate(local.ports(), openids[who] ?? '', template._id)))),
  fc.tuple(fc.subarray([0, 1, 2], { minLength: 1 }), fc.boolean(), fc.boolean(), fate).map(([who, anyway, later, end]) =>
    step(`push to ${who.join()}${anyway ? ' anyway' : ''}${later ? ' later' : ''}${inWords(end)}`, async (_model, real) => {
      const key = fresh('push')
      real.pushes.push(key)
      const request = { template: template._id, data: { thing1: '车库' }, to: who.map((index) => real.openids[index] ?? ''), key, anyway }
      const sendAt = later ? { sendAt: local.emulator.clock.now() + LEASE_MS } : {}
      await act(end, (ports) => createPush(ports, { ...request, ...sendAt }, OPERATOR))
    }),
  ),
  fate.map((end) => step(`timer${inWords(end)}`, () => act(end, advanceAll))),
  fc.tuple(fc.constantFrom(...Object.keys(DECISIONS)), fate).map(([decision, end]) =>
    step(`a person ${decision} the last push${inWords(end)}`, (_model, { pushes }) =>
      act(end, async (ports) => DECISIONS[decision]?.(ports, pushes.at(-1) ?? '')),
    ),
  ),
  fc.record({ newest: fc.boolean(), twice: fc.boolean(), shape: fc.constantFrom('object', 'array', 'wrapped'), only: fc.option(user, { nil: undefined }), end: fate }).map(({ newest, twice, shape, only, end }) =>
    step(`receipts come${newest ? ', the newest first' : ''}${twice ? ', twice' : ''}, ${shape}${only === undefined ? '' : `, of user ${only}`}${inWords(end)}`, async (_model, { openids }) => {
      const told = weChat.taken.filter(({ openid }) => only === undefined || openid === openids[only])
      const inOrder = newest ? [...told].reverse() : told
      await act(end, async (ports) => {
        for (const { event } of twice ? [...inOrder, ...inOrder] : inOrder) await receiveEvent(ports, shaped(event, shape))
      })
    }),
  ),
  fc.constantFrom('hushed' as const, 'early' as const).map((what) => step(`of the next two messages WeChat's answers are lost, or come last: ${what}`, async () => void (weChat[what] = 2))),
  fc.constant(step('the next message that WeChat takes does not arrive', async () => local.emulator.wechat.failNextDelivery())),
  fc.tuple(user, fate).map(([who, end]) =>
    step(`user ${who} erases her data${inWords(end)}`, async (model, { openids }) => {
      const gone = openids[who] ?? ''
      await act(end, (ports) => eraseOwnData(ports, gone))
      // Whoever comes back is somebody new to us.
      openids[who] = freshOpenid()
      local.emulator.wechat.addUser({ openid: openids[who] ?? '' })
      model.accepts[who] = 0
    }),
  ),
  fc.constant(
    step('the template gets another id, and the old one dies', async (model) => {
      const { templateId } = local.emulator.wechat.addTemplate({ title: template.title, content: '地点:{{thing1.DATA}}' })
      template = await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId })
      model.accepts = []
    }),
  ),
  fc.constantFrom(-1, 40003, 40037, 41030, 99999, -501007).map((errcode) =>
    step(`WeChat answers ${errcode} for a while`, async () => local.emulator.faults.set({ send: { errors: [{ errcode, times: 2 }] } })),
  ),
  fc.integer({ min: 1, max: 14 }).map((times) =>
    step(`the database refuses ${times} times`, async () => local.emulator.faults.set({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times }] } })),
  ),
  fc.constant(step('the replies of the database get lost', async () => local.emulator.faults.set({ db: { lostReplies: 2 } }))),
  fc.constant(step('time passes', async () => local.emulator.clock.advance(LEASE_MS * 10))),
]

function shaped(event: object, shape: string): object {
  if (!('List' in event) || shape === 'object') return event
  if (shape === 'array') return { ...event, List: [event.List] }
  return { ...event, List: undefined, SubscribeMsgSentEvent: { List: event.List } }
}

/** However it went: once people have stopped deciding and nothing fails any more, everything comes to rest and every number is right. */
async function expectRest({ pushes }: Real): Promise<void> {
  local.emulator.faults.clear()
  for (const pushId of pushes) await resumePush(local.ports(), OPERATOR, pushId).catch(expected)
  for (let round = 0; round < 4; round += 1) {
    local.emulator.clock.advance(LEASE_MS * 10)
    await advanceAll(local.ports())
  }
  for (const { event } of weChat.taken) await receiveEvent(local.ports(), event)
  local.emulator.clock.advance(LEASE_MS * 10)
  await advanceAll(local.ports())
  const { command } = local.db
  const { data: taken } = await local.db.collection<Push>('pushes').where({ _id: command.in(pushes) }).limit(100).get()
  for (const { _id, state, total, halt } of taken) {
    const { data: messages } = await local.db.collection<Message>('messages').where({ pushId: _id }).limit(100).get()
    // What a dying caller or a dead template halted once more waits for a person, and says why.
    if (state === 'halted') expect(halt?.message).toBeTruthy()
    else expect(['finished', 'cancelled']).toContain(state)
    if (state === 'halted') continue
    expect(messages).toHaveLength(total)
    for (const message of messages) expect(['sent', 'delivered', 'undelivered', 'failed', 'unknown', 'skipped', 'cancelled']).toContain(message.state)
    // With a receipt nothing is left open.
    for (const message of messages.filter(isReceipted)) expect(['sent', 'unknown']).not.toContain(message.state)
    const over = messages.filter((message) => message.state !== 'unknown').map((message) => message.openid)
    const { data: held } = await authorizationsOf(local.db).where({ openid: command.in(over), reservations: _id }).limit(100).get()
    const { data: tried } = await authorizationsOf(local.db).where({ openid: command.in(over), overdrafts: _id }).limit(100).get()
    expect([...held, ...tried].map((row) => row._id)).toEqual([])
  }
}

async function expectInvariants(model: Model, { openids, pushes }: Real): Promise<void> {
  const plan = local.emulator.faults.plan
  local.emulator.faults.clear()
  for (const [who, openid] of openids.entries()) {
    const row = await ledgerOf(local, template, openid)
    const cards = local.emulator.wechat.inbox(openid).filter(({ templateId }) => templateId === template.templateId)
    expect(cards.length).toBeLessThanOrEqual(model.accepts[who] ?? 0)
    if (!row) continue
    expect(row.credits).toBeGreaterThanOrEqual(0)
    expect(imbalance(row)).toBe(0)
    // What our books call spent did go out, though not all of it arrived.
    const failed = weChat.taken.filter((each) => each.openid === openid && !each.arrived).length
    expect(row.used).toBeLessThanOrEqual(cards.length + failed)
  }
  const { command } = local.db
  const { data } = await local.db.collection<Message>('messages').where({ pushId: command.in(pushes) }).limit(1000).get()
  for (const message of data) {
    const { state, timeline } = message
    expect(cardsOf(message)).toBeLessThanOrEqual(1)
    if (state === 'sent') expect(cardsOf(message)).toBe(lastTry(message)?.arrived ? 1 : 0)
    if (state === 'delivered') expect(cardsOf(message)).toBe(1)
    if (state === 'undelivered') expect(cardsOf(message)).toBe(0)
    // Once, and only another try comes after it.
    const path = timeline.map((entry) => entry.state).join(' ')
    expect(path).not.toMatch(/\bdelivered .|undelivered (?!queued)/)
  }
  local.emulator.faults.set(plan)
}

/** WeChat took its last try, and a receipt of it came that can be told from the others'. */
function isReceipted(message: Message): boolean {
  const last = lastTry(message)
  return last !== undefined && 'List' in last.event && local.emulator.database.find('receipts', { _id: message._id }).some(({ msgid }) => msgid === (last.event as { List: { MsgID: string } }).List.MsgID)
}

/** A push leads its card to its own page, so the cards of one message can be told apart. */
function cardsOf({ pushId, openid }: Message): number {
  return local.emulator.wechat.inbox(openid).filter(({ page }) => page?.includes(encodeURIComponent(`${pushId}:`))).length
}

it('whatever users, admins, timers, deaths and time do in whatever order, the books balance and nobody hears anything twice', async () => {
  template = await saveTemplate(local.ports(), OPERATOR, { key: template._id, page: 'pages/message/message?id={{id}}' })
  await fc.assert(
    fc.asyncProperty(fc.commands(STEPS, { maxCommands: 14 }), async (commands) => {
      const openids = Array.from({ length: USERS }, freshOpenid)
      for (const openid of openids) local.emulator.wechat.addUser({ openid })
      const real: Real = { openids, pushes: [] }
      local.emulator.faults.clear()
      Object.assign(weChat, { taken: [], hushed: 0, early: 0 })
      await fc.asyncModelRun(() => ({ model: { accepts: [] }, real }), commands)
      await expectRest(real)
    }),
    { numRuns: 25 },
  )
})
