import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { newAuthorization } from '../ledger/authorization'
import { type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { type SubscribeMessage } from '../ports/openapi'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { saveProfile } from '../users/profile'
import { stopTemplate } from '../consent/record'
import { advanceAll, advancePush } from './advance'
import { cancelPush, pausePush, resolveMessage, resumePush } from './control'
import { createPush, type Created } from './create'
import { type CreateRequest } from './request'
import { retryPush } from './retry'
import { countMessages } from './view'

const OPERATOR: Author = { kind: 'operator' }
const HOUR_MS = 3_600_000

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

type Send = Ports['openapi']['subscribeMessage']['send']

/** WeChat, where `before` is asked first: an errcode that it gives is the answer. */
function wechat(before: (message: SubscribeMessage, nth: number) => Promise<number | undefined> | number | undefined): Partial<Ports> {
  const { subscribeMessage } = local.openapi
  let nth = 0
  const send: Send = async (message) => {
    const errCode = await before(message, (nth += 1))
    if (errCode === undefined) return subscribeMessage.send(message)
    throw Object.assign(new Error(), { errCode, errMsg: `openapi.subscribeMessage.send:fail wxCloudApiToken ${errCode}` })
  }
  return { openapi: { ...local.openapi, subscribeMessage: { ...subscribeMessage, send } } }
}

const failing = (errCode: number): Partial<Ports> => wechat(() => errCode)

async function create(asked: Partial<CreateRequest>, ports: Partial<Ports> = {}): Promise<Created> {
  return (await createPush(local.ports(ports), { template: template._id, data: { thing1: '车库' }, ...asked }, OPERATOR)) as Created
}

async function people(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, freshOpenid)
  for (const openid of openids) {
    local.emulator.wechat.addUser({ openid })
    await saveProfile(local.ports(), openid, { nickname: '林夏' })
    await agree(local, template, openid)
  }
  return openids
}

/** People of whom only our ledger says that they can receive; WeChat would refuse them. */
function strangers(count: number): string[] {
  const openids = Array.from({ length: count }, freshOpenid)
  const rows = openids.map((openid) => ({ ...newAuthorization(openid, template.templateId, new Date(0)), credits: 1, granted: 1, standing: 'accept' }))
  local.emulator.database.insert('authorizations', rows)
  return openids
}

async function pushOf(pushId: string): Promise<{ state: string; total: number; halt?: { message: string } }> {
  const [push] = local.emulator.database.find('pushes', { _id: pushId }, { limit: 1 })
  return push as never
}

async function messagesOf(pushId: string): Promise<Message[]> {
  return (await local.db.collection<Message>('messages').where({ pushId }).limit(1000).get()).data
}

async function rounds(count = 3, ports: Partial<Ports> = {}): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    local.emulator.clock.advance(HOUR_MS)
    await advanceAll(local.ports(ports))
  }
}

/** Every message is over, its credit spent once or back, and the numbers add up. */
async function expectAtRest(pushId: string, openids: readonly string[]): Promise<void> {
  const counts = await countMessages(local.db, pushId)
  const { state, total } = await pushOf(pushId)
  expect(['finished', 'cancelled']).toContain(state)
  expect(counts).toMatchObject({ queued: 0, sending: 0, cancelling: 0 })
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total)
  for (const openid of openids) {
    const row = await ledgerOf(local, template, openid)
    if (!row) continue
    expect({ imbalance: imbalance(row), reservations: row.reservations, overdrafts: row.overdrafts }).toEqual({ imbalance: 0, reservations: [], overdrafts: [] })
    expect(row.used).toBe(local.emulator.wechat.inbox(openid).length)
  }
}

const quietly = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Crash ? error.cause : error
    if (!(cause instanceof Crash) && !(cause instanceof AppError)) throw error
  })

/** Runs `act` once for each call that it makes, dying there; `after` puts things right and looks. */
async function dyingAnywhere(act: (ports: Ports) => Promise<unknown>, before: () => Promise<string[]>, after: (openids: string[]) => Promise<void>): Promise<void> {
  for (let at = 1; ; at += 1) {
    const openids = await before()
    const worker = new MortalPorts(local.ports(), { at, moment: at % 2 === 0 ? 'before' : 'after' })
    await quietly(act(worker.ports))
    await worker.idle()
    await after(openids)
    if (worker.calls < at) return
  }
}

describe('a push that is cancelled', () => {
  it('while a message is on its way that comes back for another try, is cancelled whole', async () => {
    const openids = await people(1)
    const key = fresh('push')
    await create({ to: openids, key }, wechat(async () => (await cancelPush(local.ports(), OPERATOR, key), -1)))
    await rounds()
    expect(await countMessages(local.db, key)).toMatchObject({ cancelled: 1 })
    await expectAtRest(key, openids)
  })

  it('by a caller that dies anywhere, is cancelled whole by the timer', async () => {
    let key = ''
    await dyingAnywhere(
      (ports) => cancelPush(ports, OPERATOR, key),
      async () => {
        const openids = await people(2)
        key = (await create({ to: openids }, failing(-1))).pushId
        return openids
      },
      async (openids) => {
        await rounds()
        await expectAtRest(key, openids)
      },
    )
  })

  it('while its list is being written out, tells all of the list as cancelled', async () => {
    const openids = Array.from({ length: 2300 }, (_, index) => `oMany${String(index).padStart(5, '0')}`)
    let asked = 0
    const { pushId, state } = await create({ audience: { openids } }, { remainingMs: () => ((asked += 1) > 2 ? 8_500 : 60_000) })
    expect(state).toBe('expanding')
    const { counts, total } = await cancelPush(local.ports(), OPERATOR, pushId)
    expect({ total, cancelled: counts.cancelled }).toEqual({ total: 2300, cancelled: 2300 })
    await rounds(1)
    expect(await countMessages(local.db, pushId)).toMatchObject({ cancelled: 2300 })
  })
})

describe('a push that is tried again', () => {
  it('by a caller that dies anywhere, or with a round of the timer in between, is tried again whole', async () => {
    let key = ''
    await dyingAnywhere(
      (ports) => retryPush(ports, OPERATOR, key),
      async () => {
        const openids = await people(2)
        key = (await create({ to: openids }, failing(41030))).pushId
        expect((await pushOf(key)).state).toBe('finished')
        return openids
      },
      async (openids) => {
        await rounds()
        await retryPush(local.ports(), OPERATOR, key)
        await rounds()
        expect(await countMessages(local.db, key)).toMatchObject({ sent: 2 })
        await expectAtRest(key, openids)
      },
    )
    const openids = await people(1)
    const { pushId } = await create({ to: openids }, failing(41030))
    const worker = new MortalPorts(local.ports(), undefined, async () => void (await advanceAll(local.ports())))
    await retryPush(worker.ports, OPERATOR, pushId)
    await rounds()
    await expectAtRest(pushId, openids)
  })

  it('goes out with the id that the template has by now, and what was held under the old one is back', async () => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids }, failing(-1))
    const old = template
    const { templateId } = local.emulator.wechat.addTemplate({ title: template.title, content: '地点:{{thing1.DATA}}' })
    template = await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId })
    await agree(local, template, openids[0] ?? '')
    await pausePush(local.ports(), OPERATOR, pushId)
    await resumePush(local.ports(), OPERATOR, pushId)
    await rounds()
    await expectAtRest(pushId, openids)
    expect(local.emulator.wechat.inbox(openids[0] ?? '')[0]?.templateId).toBe(templateId)
    expect(await ledgerOf(local, old, openids[0] ?? '')).toMatchObject({ credits: 1, reservations: [], used: 0 })
  })
})

it('a push that rests and goes on while a worker is busy with another loses none of its messages', async () => {
  const [first = '', second = ''] = await people(2)
  const busy = await create({ to: [first] }, failing(-501007))
  const rested = await create({ to: [second] }, failing(-501007))
  await pausePush(local.ports(), OPERATOR, rested.pushId)
  await advanceAll(
    local.ports(
      wechat(async ({ touser }) => {
        if (touser !== first) return undefined
        local.emulator.clock.advance(6_600)
        await resumePush(local.ports(), OPERATOR, rested.pushId)
        return undefined
      }),
    ),
  )
  await rounds()
  for (const { pushId } of [busy, rested]) expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 1 })
})

describe('erasing', () => {
  it('while a list is written out leaves out nobody else, and the numbers add up', async () => {
    const openids = Array.from({ length: 1500 }, (_, index) => `oMany${String(index).padStart(5, '0')}`)
    let asked = 0
    const { pushId } = await create({ audience: { openids } }, { remainingMs: () => ((asked += 1) > 2 ? 8_500 : 60_000) })
    expect(await countMessages(local.db, pushId)).toMatchObject({ queued: 1000 })
    await eraseOwnData(local.ports(), openids[3] ?? '')
    await rounds()
    expect(await countMessages(local.db, pushId)).toMatchObject({ skipped: 1499 })
    expect((await pushOf(pushId)).total).toBe(1499)
  })

  it('somebody whom a push found by itself takes her out of its number, and her name out of everything', async () => {
    const openids = await people(3)
    const [erased = ''] = openids
    const { pushId } = await create({ audience: { canReceive: true } }, wechat(({ touser }) => (touser === erased ? -501002 : undefined)))
    await resolveMessage(local.ports(), OPERATOR, `${pushId}:${erased}`, 'sent')
    await eraseOwnData(local.ports(), erased)
    await rounds()
    await expectAtRest(pushId, openids.slice(1))
    const everything = ['pushes', 'messages', 'receipts', 'audit', 'users', 'erasures'].map((name) => local.emulator.database.find(name, {}, { limit: 100 }))
    expect(JSON.stringify(everything)).not.toContain(erased)
  })

  it('takes nothing from whoever comes back a moment later: neither her message nor what she says then', async () => {
    const [openid = ''] = await people(1)
    await create({ to: [openid] })
    await eraseOwnData(local.ports(), openid)
    local.emulator.clock.advance(1_000)
    const { pushId } = await create({ to: [openid] })
    await stopTemplate(local.ports(), openid, template._id)
    await rounds()
    expect(await countMessages(local.db, pushId)).toMatchObject({ skipped: 1 })
    expect((await pushOf(pushId)).total).toBe(1)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ standing: 'stopped' })
  })

  it('by a caller that dies anywhere is completed by the timer', async () => {
    let [pushId, erased] = ['', '']
    await dyingAnywhere(
      (ports) => eraseOwnData(ports, erased),
      async () => {
        const openids = await people(2)
        pushId = (await create({ to: openids })).pushId
        erased = openids[0] ?? ''
        return openids
      },
      async ([, other = '']) => {
        await rounds()
        // Died before anything was written down: she has no answer, and asks again.
        if (await ledgerOf(local, template, erased)) return
        await expectAtRest(pushId, [other])
        expect(JSON.stringify(local.emulator.database.find('messages', {}, { limit: 100 }))).not.toContain(erased)
      },
    )
  })
})

describe('a message of which nobody knows', () => {
  it('and of which two people say the opposite at once, ends as one of them said, in the ledger too', async () => {
    for (let round = 0; round < 5; round += 1) {
      const openids = await people(1)
      const { pushId } = await create({ to: openids }, failing(-501002))
      const id = `${pushId}:${openids[0]}`
      const say = (outcome: 'sent' | 'not-sent'): Promise<unknown> => quietly(resolveMessage(local.ports(), OPERATOR, id, outcome))
      await Promise.all([say('sent'), say('not-sent')])
      const [message] = await messagesOf(pushId)
      const spent = message?.state === 'sent' ? { used: 1, credits: 0 } : { used: 0, credits: 1 }
      expect(['sent', 'failed']).toContain(message?.state)
      expect(await ledgerOf(local, template, openids[0] ?? '')).toMatchObject({ ...spent, reservations: [] })
    }
  })

  it('and of which a person says something, dying anywhere, ends as she said', async () => {
    let id = ''
    await dyingAnywhere(
      (ports) => resolveMessage(ports, OPERATOR, id, 'not-sent'),
      async () => {
        const openids = await people(1)
        id = `${(await create({ to: openids }, failing(-501002))).pushId}:${openids[0]}`
        return openids
      },
      async ([openid = '']) => {
        await rounds()
        await quietly(resolveMessage(local.ports(), OPERATOR, id, 'not-sent'))
        expect((await messagesOf(id.split(':')[0] ?? ''))[0]).toMatchObject({ state: 'failed', reason: 'resolved' })
        expect(await ledgerOf(local, template, openid)).toMatchObject({ used: 0, credits: 1, reservations: [] })
      },
    )
  })
})

it('a long-term template that is tried without a consent leaves nothing behind in the ledger', async () => {
  template = await addTemplate(local, { type: 'long-term' })
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  for (let time = 0; time < 3; time += 1) await create({ to: [openid], anyway: true })
  expect(await ledgerOf(local, template, openid)).toMatchObject({ overdrafts: [], reservations: [], used: 0 })
})

describe('a template', () => {
  it.each([40037, 43107, 48001])('that dies in the middle (%d) halts its push after what is on its way', async (errcode) => {
    const openids = strangers(400)
    let calls = 0
    const dying = wechat((_message, nth) => ((calls = nth) > 60 ? errcode : 43101))
    const { pushId, state } = await create({ to: openids }, dying)
    expect(state).toBe('halted')
    expect(calls).toBeLessThanOrEqual(60 + 50)
    expect((await countMessages(local.db, pushId)).queued).toBe(400 - calls)
  })

  it('that was switched off halts a push for later when its time comes, and says so', async () => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids, sendAt: local.emulator.clock.now() + HOUR_MS })
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, enabled: false })
    await rounds()
    expect(await pushOf(pushId)).toMatchObject({ state: 'halted', halt: { message: expect.stringMatching(/已停用/) } })
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, enabled: true })
    await resumePush(local.ports(), OPERATOR, pushId)
    await rounds()
    await expectAtRest(pushId, openids)
  })

  it('whose id was replaced meanwhile is used as it is when the time of a push comes', async () => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids, sendAt: local.emulator.clock.now() + HOUR_MS })
    const { templateId } = local.emulator.wechat.addTemplate({ title: template.title, content: '地点:{{thing1.DATA}}' })
    template = await saveTemplate(local.ports(), OPERATOR, { key: template._id, templateId })
    await agree(local, template, openids[0] ?? '')
    await rounds()
    expect(await countMessages(local.db, pushId)).toMatchObject({ sent: 1 })
  })
})

describe('limits', () => {
  it('of a day are kept by several workers together, to the message', async () => {
    const openids = await people(8)
    const settings = { ...local.ports().settings, maxPerDay: 5 }
    await create({ to: openids }, { settings, ...failing(-501007) })
    await Promise.all([1, 2, 3].map(() => advanceAll(local.ports({ settings }))))
    await advanceAll(local.ports({ settings }))
    expect(openids.filter((openid) => local.emulator.wechat.inbox(openid).length === 1)).toHaveLength(5)
  })

  it.each([3_000, 9_500, 11_900])('of a function of %d ms are told before anything is written down', async (limitMs) => {
    const ports = local.ports({ remainingMs: () => limitMs })
    await expect(createPush(ports, { template: template._id, data: { thing1: '车库' }, to: ['oA'], key: 'short' }, OPERATOR)).rejects.toMatchObject({ code: 'misconfigured' })
    expect(await pushOf('short')).toBeUndefined()
    await expect(advanceAll(ports)).rejects.toMatchObject({ code: 'misconfigured' })
  })
})

describe('a repetition is bounded', () => {
  it.each([99999, -501005])('where a code that nobody has heard of (%d) comes again and again: tried a few times, counted, and told', async (errcode) => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids }, failing(errcode))
    await rounds(10, failing(errcode))
    const [message] = await messagesOf(pushId)
    expect(message).toMatchObject({ state: 'failed', reason: 'wechat-refused', attempts: 3, errcode })
    await expectAtRest(pushId, openids)
  })

  it('where no caller has a call token: nothing is noted while nothing happens, and after a while the push says why it rests', async () => {
    const openids = await people(1)
    const { pushId } = await create({ to: openids }, failing(-501007))
    await rounds(10, failing(-501007))
    const [message] = await messagesOf(pushId)
    expect(message?.timeline).toHaveLength(1)
    await rounds(25, failing(-501007))
    expect(await pushOf(pushId)).toMatchObject({ state: 'halted', halt: { message: expect.stringMatching(/凭证/) } })
    await resumePush(local.ports(), OPERATOR, pushId)
    await advancePush(local.ports(), pushId)
    await expectAtRest(pushId, openids)
  })
})

describe('what a person decides while the timer is at any call of its round', () => {
  /** At each call once. @param decided  told whether the decision was taken */
  async function decidingAnywhere(push: () => Promise<string>, decide: (pushId: string) => Promise<unknown>, decided: (pushId: string, wasTaken: boolean) => Promise<void>): Promise<void> {
    for (let at = 1; ; at += 1) {
      const pushId = await push()
      let wasTaken = false
      const worker = new MortalPorts(local.ports(), undefined, async (call) => {
        if (call !== at) return
        await quietly(decide(pushId).then(() => (wasTaken = true)))
      })
      await advanceAll(worker.ports)
      await decided(pushId, wasTaken)
      if (worker.calls < at) return
    }
  }

  let openids: string[]
  const scheduled = async (): Promise<string> => {
    openids = await people(2)
    const { pushId } = await create({ to: openids, sendAt: local.emulator.clock.now() + HOUR_MS })
    local.emulator.clock.advance(HOUR_MS)
    return pushId
  }

  it('to cancel it, stays decided', async () => {
    await decidingAnywhere(scheduled, (pushId) => cancelPush(local.ports(), OPERATOR, pushId), async (pushId, wasTaken) => {
      await rounds(2)
      expect((await pushOf(pushId)).state).toBe(wasTaken ? 'cancelled' : 'finished')
      await expectAtRest(pushId, openids)
    })
  })

  it('to pause it, stays decided until it goes on', async () => {
    await decidingAnywhere(scheduled, (pushId) => pausePush(local.ports(), OPERATOR, pushId), async (pushId, wasTaken) => {
      expect((await pushOf(pushId)).state).toBe(wasTaken ? 'paused' : 'finished')
      if (wasTaken) await resumePush(local.ports(), OPERATOR, pushId)
      await rounds(2)
      await expectAtRest(pushId, openids)
    })
  })

  it('to try again for those who have agreed since, reaches them', async () => {
    const late = async (): Promise<string> => {
      const [late = ''] = (openids = [freshOpenid(), ...(await people(1))])
      local.emulator.wechat.addUser({ openid: late })
      return (await create({ to: openids }, failing(-501007))).pushId
    }
    const agreeAndRetry = async (pushId: string): Promise<void> => {
      await agree(local, template, openids[0] ?? '')
      await retryPush(local.ports(), OPERATOR, pushId)
    }
    await decidingAnywhere(late, agreeAndRetry, async (pushId, wasTaken) => {
      await rounds(2)
      if (wasTaken) expect((await countMessages(local.db, pushId)).sent).toBe(2)
      await expectAtRest(pushId, openids)
    })
  })
})

it('workers that come at once each get a share of the backlog', async () => {
  const openids = strangers(1500)
  const { pushId } = await create({ to: openids }, failing(-501007))
  const tried = await Promise.all([1, 2, 3].map(async () => (await advanceAll(local.ports())).tried))
  expect((await countMessages(local.db, pushId)).failed).toBe(1500)
  expect(Math.max(...tried) - Math.min(...tried)).toBeLessThan(450)
})
