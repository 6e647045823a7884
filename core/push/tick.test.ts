import { runAction } from '../api/actions'
import { type AuditEntry } from '../access/audit-entry'
import { type Author, type Caller } from '../access/identify'
import { grant } from '../access/manage-members'
import { AppError } from '../error/app-error'
import { releaseAll, stopAll } from '../delivery/standstill'
import { pushStatus } from '../history/history'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { AGENDA, agendaOf, MOST_MS, type Agenda } from '../records/agenda'
import { findById } from '../records/find'
import { type Template } from '../templates/template'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { pausePush, resumePush } from './control'
import { type Created } from './create'
import { tick } from './tick'

const OPERATOR: Author = { kind: 'operator' }
const CONSOLE: Caller = { kind: 'operator' }
const MINUTE = 60_000

let local: LocalCloud
let template: Template
let sender: string
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  sender = freshOpenid()
  await grant(local.ports(), OPERATOR, sender, 'sender')
})
afterAll(() => local.close())
/** The agenda as after an idle minute. */
beforeEach(async () => {
  await settled()
})

const call = (): Ports['call'] => ({ function: 'push', source: '', deeds: [] })
const agenda = (): Promise<Agenda | undefined> => findById(agendaOf(local.ports()), AGENDA)

async function receiver(): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid)
  return openid
}

/** As it comes to the function. */
async function create(caller: Caller, openid: string, more: object = {}, ports: Ports = local.ports({ call: call() })): Promise<Created> {
  return (await runAction(ports, MEMBER_ACTIONS, caller, { action: 'create', template: template._id, data: { thing1: '车库' }, to: [openid], ...more })) as Created
}

/** A minute passes, and the timer comes. */
async function next(minutes = 1): Promise<void> {
  local.emulator.clock.advance(minutes * MINUTE)
  await tick(local.ports())
}

/** Long enough for every lease, and for what nobody called for. */
async function settled(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await next(6)
}

const cardsOf = (openid: string): number => local.emulator.wechat.inbox(openid).length

async function entriesAbout(pushId: string): Promise<AuditEntry[]> {
  return (await local.db.collection<AuditEntry>('audit').where({ 'facts.pushId': pushId }).limit(100).get()).data
}

/** Again and again, dying one call later each time, until it gets through. */
async function dying(work: (ports: Ports) => Promise<unknown>, check: (at: number) => Promise<void>): Promise<void> {
  for (let at = 1, isOver = false; !isOver; at += 1) {
    const worker = new MortalPorts(local.ports({ call: call() }), { at, moment: at % 2 === 0 ? 'after' : 'before' })
    isOver = await work(worker.ports).then(() => worker.calls < at, onlyCrash)
    await worker.idle()
    await check(at)
  }
}

function onlyCrash(error: unknown): false {
  const cause = error instanceof AppError ? error.cause : error
  if (cause instanceof Crash || /crash/i.test(String(error))) return false
  throw error
}

describe('a tick', () => {
  it('with nothing to do says that the timer came, in one call', async () => {
    const before = (await agenda()) as Agenda
    const counted = new MortalPorts(local.ports())
    local.emulator.clock.advance(MINUTE)
    expect(await tick(counted.ports)).toEqual({ recovered: 0, tried: 0, ended: 'nothing-due' })
    expect(counted.calls).toBe(1)
    const after = (await agenda()) as Agenda
    expect(after.tickAt.getTime() - before.tickAt.getTime()).toBeGreaterThanOrEqual(MINUTE)
    expect(after.dueAt).toEqual(before.dueAt)
  })

  it('the first of all is a whole round, and so is one after the clock was put back', async () => {
    await agendaOf(local.ports()).where({ _id: AGENDA }).remove()
    const openid = await receiver()
    const { pushId } = await create(CONSOLE, openid)
    await next()
    expect(cardsOf(openid)).toBe(1)
    expect((await pushStatus(local.db, pushId)).state).toBe('finished')
    await agendaOf(local.ports()).where({ _id: AGENDA }).update({ data: { dueAt: new Date(local.emulator.clock.now() + 7 * 24 * 60 * MINUTE) } })
    await next()
    expect((await agenda())?.dueAt.getTime()).toBeLessThanOrEqual(local.emulator.clock.now() + MOST_MS)
  })

  it('comes to a scheduled push at its time, and to one that goes on at once', async () => {
    const [later, resumed] = [await receiver(), await receiver()]
    await create(CONSOLE, later, { sendAt: local.emulator.clock.now() + 2.5 * MINUTE })
    const { pushId } = await create(CONSOLE, resumed)
    await pausePush(local.ports(), OPERATOR, pushId)
    await next()
    await next()
    expect([cardsOf(later), cardsOf(resumed)]).toEqual([0, 0])
    await resumePush(local.ports(), OPERATOR, pushId)
    await next()
    expect([cardsOf(later), cardsOf(resumed)]).toEqual([1, 1])
  })

  it('waits while everything is stopped, and sends once it is released', async () => {
    const openid = await receiver()
    await create(CONSOLE, openid)
    await stopAll(local.ports(), OPERATOR, '')
    await next()
    expect(cardsOf(openid)).toBe(0)
    await releaseAll(local.ports(), OPERATOR)
    await next()
    expect(cardsOf(openid)).toBe(1)
  })

  it('finds what nobody called for, or whose call was lost, within five minutes', async () => {
    const openid = await receiver()
    const { pushId } = await create(CONSOLE, openid)
    const { command } = local.db
    const away = new Date(local.emulator.clock.now() + MOST_MS)
    await agendaOf(local.ports()).where({ _id: AGENDA }).update({ data: { dueAt: away, roundAt: away, sends: command.set([]) } })
    await next()
    expect(cardsOf(openid)).toBe(0)
    await next(4)
    expect(cardsOf(openid)).toBe(1)
    expect((await pushStatus(local.db, pushId)).state).toBe('finished')
  })

  it('and another at the same moment send once, of one push and of several', async () => {
    for (const count of [1, 3, 8]) {
      const openids = await Promise.all(Array.from({ length: count }, receiver))
      for (const openid of openids) await create(CONSOLE, openid)
      local.emulator.clock.advance(MINUTE)
      await Promise.all([tick(local.ports()), tick(local.ports())])
      await settled()
      expect(openids.map(cardsOf)).toEqual(openids.map(() => 1))
    }
  })

  it('that dies anywhere costs time, and no message but the one that was on its way', async () => {
    let [openid, pushId] = ['', '']
    const begin = async (): Promise<void> => {
      openid = await receiver()
      pushId = (await create(CONSOLE, openid)).pushId
      local.emulator.clock.advance(MINUTE)
    }
    await dying(
      async (ports) => {
        await begin()
        await tick(ports)
      },
      async (at) => {
        await settled()
        const { state, messages } = await pushStatus(local.db, pushId)
        expect([at, state]).toEqual([at, 'finished'])
        expect(['sent', 'unknown']).toContain(messages[0]?.state)
        if (messages[0]?.state === 'sent') expect(cardsOf(openid)).toBe(1)
        expect(await entriesAbout(pushId)).toHaveLength(1)
        expect(await findById(local.db.collection<Push>('pushes'), pushId)).not.toHaveProperty('record')
      },
    )
  })

  it('does not put off what is asked for while it ends: the next one comes to it', async () => {
    for (const whole of [false, true]) {
      const [first, second] = [await receiver(), await receiver()]
      await create(CONSOLE, first)
      const last = new MortalPorts(local.ports())
      local.emulator.clock.advance(whole ? 6 * MINUTE : MINUTE)
      const isEnd = (action: string): boolean => action === 'update agenda'
      let isAsked = false
      const ports = withHook(last.ports, async (what) => {
        if (!isEnd(what) || isAsked || cardsOf(first) === 0) return
        isAsked = true
        await create(CONSOLE, second)
      })
      await tick(ports)
      expect([isAsked, cardsOf(second)]).toEqual([true, 0])
      await next()
      expect(cardsOf(second)).toBe(1)
    }
  })
})

/** The world goes on just before the agenda is written. */
function withHook(ports: Ports, before: (what: string) => Promise<void>): Ports {
  const hooked = (name: string): unknown => {
    const collection = ports.db.collection(name)
    if (name !== 'standstill') return collection
    return new Proxy(collection, {
      get: (target, member) => {
        if (member !== 'where') return Reflect.get(target, member) as unknown
        return (condition: object) => {
          const query = target.where(condition as never)
          return new Proxy(query, {
            get: (inner, method) => {
              if (method !== 'update') return Reflect.get(inner, method) as unknown
              return async (data: never) => {
                await before('update agenda')
                return inner.update(data)
              }
            },
          })
        }
      },
    })
  }
  return { ...ports, db: { command: ports.db.command, collection: hooked as never, runTransaction: (work, times) => ports.db.runTransaction(work, times) } }
}

describe('a push to one person from the console', () => {
  it('waits for the timer, says so in words, and is in the books and in the audit once', async () => {
    const openid = await receiver()
    const key = fresh('console')
    const created = await create(CONSOLE, openid, { key })
    expect(created).toMatchObject({ state: 'expanding', counts: { queued: 1, sent: 0 }, messages: [{ openid, state: 'queued', reason: 'no-call-token', message: expect.stringContaining('定时器会在一分钟内发出') }] })
    expect(await pushStatus(local.db, key)).toMatchObject({ counts: { queued: 1 }, messages: [{ openid, state: 'queued' }] })
    await next()
    expect(await pushStatus(local.db, key)).toMatchObject({ state: 'finished', counts: { queued: 0, sent: 1 } })
    expect(await entriesAbout(key)).toMatchObject([{ action: 'create', result: 'ok', facts: { recipients: 1 } }])
    expect(await create(CONSOLE, openid, { key })).toMatchObject({ replayed: true, counts: { sent: 1 } })
    expect(cardsOf(openid)).toBe(1)
  })
})

describe('a push to one person whose call dies', () => {
  it.each<[string, Caller]>([
    ['from the page', { kind: 'user', openid: '' }],
    ['from the console', CONSOLE],
  ])('%s, wherever: it is finished, sent once at most, and once in the audit', async (_, caller) => {
    let [openid, key] = ['', '']
    await dying(
      async (ports) => {
        openid = await receiver()
        key = fresh('dying')
        await create(caller.kind === 'user' ? { ...caller, openid: sender } : caller, openid, { key }, ports)
      },
      async (at) => {
        await settled()
        expect(cardsOf(openid)).toBeLessThanOrEqual(1)
        const push = await findById(local.db.collection<Push>('pushes'), key)
        if (!push) return expect(cardsOf(openid)).toBe(0)
        expect([at, push.state, push.record]).toEqual([at, 'finished', undefined])
        const { messages } = await pushStatus(local.db, key)
        expect(['sent', 'unknown']).toContain(messages[0]?.state)
        expect(await entriesAbout(key)).toHaveLength(1)
      },
    )
  })
})
