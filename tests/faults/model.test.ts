import fc from 'fast-check'
import { type Author } from '../../core/access/identify'
import { LEASE_MS } from '../../core/delivery/limits'
import { recordConsent, stopTemplate } from '../../core/consent/record'
import { recordPushedEvent } from '../../core/consent/pushed-events'
import { type Message } from '../../core/outbox/message'
import { advanceAll } from '../../core/push/advance'
import { cancelPush, retryPush } from '../../core/push/control'
import { createPush } from '../../core/push/create'
import { AppError } from '../../core/error/app-error'
import { saveTemplate } from '../../core/templates/save'
import { type Template } from '../../core/templates/template'
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
})
afterAll(() => local.close())

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

/** A worker that died, or a request that says in words why it cannot be met, is part of life. */
function expected(error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
  if (!(cause instanceof Crash) && !(cause instanceof AppError)) throw error
}

const user = fc.integer({ min: 0, max: USERS - 1 })
const death = fc.option(fc.record({ at: fc.integer({ min: 1, max: 25 }), moment: fc.constantFrom('before' as const, 'after' as const) }), { nil: undefined })

async function push(key: string, openids: string[], anyway: boolean, crash: CrashPoint | undefined): Promise<void> {
  const worker = new MortalPorts(local.ports(), crash)
  try {
    await createPush(worker.ports, { template: template._id, data: { thing1: '车库' }, to: openids, key, anyway }, OPERATOR)
  } finally {
    await worker.idle()
  }
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
      await recordPushedEvent(local.ports(), { Event: 'subscribe_msg_change_event', FromUserName: openid, CreateTime: fresh('time'), List })
    }),
  ),
  user.map((who) => step(`user ${who} stops`, async (_model, { openids }) => void (await stopTemplate(local.ports(), openids[who] ?? '', template._id)))),
  fc.tuple(fc.subarray([0, 1, 2], { minLength: 1 }), fc.boolean(), death).map(([who, anyway, crash]) =>
    step(`push to ${who.join()}${anyway ? ' anyway' : ''}${crash ? ', dying' : ''}`, async (_model, real) => {
      const key = fresh('push')
      real.pushes.push(key)
      await push(key, who.map((index) => real.openids[index] ?? ''), anyway, crash)
    }),
  ),
  death.map((crash) =>
    step(`timer${crash ? ', dying' : ''}`, async () => {
      const worker = new MortalPorts(local.ports(), crash)
      try {
        await advanceAll(worker.ports)
      } finally {
        await worker.idle()
      }
    }),
  ),
  fc.constant(step('time passes', async () => local.emulator.clock.advance(LEASE_MS * 10))),
  fc.constant(step('the last push is retried', async (_model, { pushes }) => void (await retryPush(local.ports(), OPERATOR, pushes.at(-1) ?? '')))),
  fc.constant(step('the last push is cancelled', async (_model, { pushes }) => void (await cancelPush(local.ports(), OPERATOR, pushes.at(-1) ?? '')))),
]

async function expectInvariants(model: Model, { openids, pushes }: Real): Promise<void> {
  for (const [who, openid] of openids.entries()) {
    const row = await ledgerOf(local, template, openid)
    const cards = local.emulator.wechat.inbox(openid)
    expect(cards.length).toBeLessThanOrEqual(model.accepts[who] ?? 0)
    if (!row) continue
    expect(row.credits).toBeGreaterThanOrEqual(0)
    expect(imbalance(row)).toBe(0)
    // What our books call spent did go out.
    expect(row.used).toBeLessThanOrEqual(cards.length)
  }
  const { command } = local.db
  const { data } = await local.db.collection<Message>('messages').where({ pushId: command.in(pushes) }).limit(1000).get()
  for (const message of data.filter(({ state }) => state === 'sent')) expect(cardsOf(message)).toBe(1)
  for (const message of data) expect(cardsOf(message)).toBeLessThanOrEqual(1)
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
      await fc.asyncModelRun(() => ({ model: { accepts: [] }, real: { openids, pushes: [] } }), commands)
    }),
    { numRuns: 25 },
  )
})
