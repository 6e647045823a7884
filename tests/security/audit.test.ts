import { join } from 'node:path'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { USER_ACTIONS } from '../../cloudfunctions/subscribe/src/actions'
import { breakIn, personRef, type AuditEntry } from '../../core/access/audit-entry'
import { NEWCOMER, OWNER, PEOPLE, personNamed, SENDER } from '../../demo/people'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { type Caller } from '../../emulator/functions/invocation'
import { type ProjectFixture } from '../../emulator/testing/project'
import { openProject } from '../support/project'

const SEED = join(__dirname, '../../demo/seed.ts')
const DATA = { thing1: '地下车库', time2: '2026年12月1日 09:00', name3: '张伟', phrase4: '等待巡查', character_string5: 'XJ-1' }
const AS_OWNER: Caller = { kind: 'client', openid: OWNER.openid }
const AS_NEWCOMER: Caller = { kind: 'client', openid: NEWCOMER.openid }

interface Answer {
  ok: boolean
  pushId?: string
  error?: { code: string; retryable: boolean }
}

let project: ProjectFixture
let emulator: Emulator
let operatorKey: string

beforeAll(async () => {
  project = openProject()
  emulator = await startEmulator({ projectDir: project.dir, seed: SEED })
  emulator.timers.stop()
  // Well within an hour, and a minute, of what is counted.
  emulator.clock.set(Date.parse('2026-12-01T09:07:05+08:00'))
  operatorKey = String(emulator.seeded()['operatorKey'])
})
afterAll(async () => {
  await emulator.close()
  project.remove()
})

async function call(name: string, data: object, caller: Caller): Promise<Answer> {
  const outcome = await emulator.functions.invoke(name, data, caller)
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.result as Answer
}

function entries(): AuditEntry[] {
  const found = emulator.database.find('audit', { n: { $exists: true } }, { limit: 1000 }) as unknown as AuditEntry[]
  return found.sort((a, b) => a.n - b.n)
}

/** What this call adds. */
async function added(name: string, data: object, caller: Caller): Promise<{ answer: Answer; entries: AuditEntry[] }> {
  const before = entries().length
  const answer = await call(name, data, caller)
  return { answer, entries: entries().slice(before) }
}

/** A request of each action that changes something, which can be carried out. A new one without a line here fails. */
const CHANGES: Record<string, (pushId: string) => object | undefined> = {
  create: () => ({ template: 'patrol-assigned', to: [personNamed('张伟').openid], data: DATA }),
  advance: (pushId) => ({ pushId }),
  pause: (pushId) => ({ pushId }),
  resume: (pushId) => ({ pushId }),
  cancel: (pushId) => ({ pushId }),
  retry: () => undefined,
  resolve: () => undefined,
  resolveAll: () => undefined,
  keepAskCard: () => ({ code: 'poster-1', templates: ['patrol-assigned'] }),
  saveTemplate: () => ({ key: 'patrol-assigned', enabled: true }),
  syncTemplates: () => ({}),
  grant: () => ({ openid: personNamed('孙丽').openid, role: 'viewer' }),
  revoke: () => ({ openid: personNamed('孙丽').openid }),
  approve: () => undefined,
  stopAll: () => ({ reason: '先停一下' }),
  releaseAll: () => ({}),
  invite: () => ({ role: 'viewer' }),
  withdrawInvitation: () => undefined,
  saveUser: () => ({ openid: personNamed('张伟').openid, remark: '三号楼' }),
  saveUsers: () => ({ users: [{ openid: personNamed('张伟').openid, remark: '四号楼' }] }),
  tagUsers: () => ({ openids: [personNamed('张伟').openid], add: ['志愿者'] }),
  showOpenid: () => ({ member: SENDER.openid }),
  createCallerKey: () => ({ name: '订单', perDay: 100 }),
  withdrawCallerKey: () => undefined,
  decideNotices: () => undefined,
  exportOpenids: (pushId) => ({ pushId }),
  saveRecurrence: () => ({ key: 'every-day', template: 'patrol-assigned', to: [personNamed('张伟').openid], data: DATA, rule: { every: 'day', time: '09:00' } }),
  pauseRecurrence: () => ({ id: 'every-day' }),
  resumeRecurrence: () => ({ id: 'every-day' }),
  endRecurrence: () => ({ id: 'every-day' }),
}

describe('every action that changes something', () => {
  const changing = Object.entries(MEMBER_ACTIONS).filter(([, { allowed, trace }]) => allowed !== 'viewer' && allowed !== 'caller' && trace({}) !== 'noted')

  it('is known here', () => {
    expect(Object.keys(CHANGES).sort()).toEqual(changing.map(([name]) => name).sort())
  })

  it('leaves one entry with who did it, from where and with which result', async () => {
    const waiting = { ...CHANGES['create']?.(''), sendAt: new Date(emulator.clock.now() + 3_600_000).toISOString() }
    const { pushId = '' } = await call('push', { action: 'create', ...waiting }, AS_OWNER)
    for (const [name, requestFor] of Object.entries(CHANGES)) {
      const request = requestFor(pushId)
      // What there is nothing for just now is refused, which leaves an entry as well.
      const asked = request ?? { retry: { pushId }, resolve: { id: 'none', outcome: 'sent' }, resolveAll: { pushId: 'none', outcome: 'sent' }, approve: { pushId, seen: 'x', recipients: 1 }, withdrawInvitation: { id: 'none' }, withdrawCallerKey: { id: 'none' }, decideNotices: { name: 'none', decision: 'cancel' } }[name]
      const { answer, entries: left } = await added('push', { action: name, ...asked }, AS_OWNER)
      const result = request ? 'ok' : ({ retry: 'wrong-state', approve: 'forbidden' }[name] ?? 'not-found')
      expect([name, answer.ok ? 'ok' : answer.error?.code]).toEqual([name, result])
      const by = { kind: 'member', person: personRef(OWNER.openid) }
      expect(left).toMatchObject([{ function: 'push', source: 'wx_client', by, action: name, result }])
    }
    const created = entries().find(({ action }) => action === 'create')
    expect(created).toMatchObject({ facts: { pushId, template: 'patrol-assigned', recipients: 1 } })
  })

  it('that only reads leaves none', async () => {
    for (const [name, { allowed }] of Object.entries(MEMBER_ACTIONS)) {
      if (allowed !== 'viewer') continue
      expect([name, (await added('push', { action: name }, AS_OWNER)).entries]).toEqual([name, []])
    }
    expect((await added('push', { action: 'create', dryRun: true, ...CHANGES['create']?.('') }, AS_OWNER)).entries).toEqual([])
  })
})

describe('a refused call', () => {
  it('of every action of members leaves one entry, and repeated no further', async () => {
    for (const [name, { allowed }] of Object.entries(MEMBER_ACTIONS)) {
      if (allowed === 'user') continue
      const { answer, entries: left } = await added('push', { action: name }, AS_NEWCOMER)
      expect([name, answer.error?.code]).toEqual([name, 'forbidden'])
      expect(left).toMatchObject([{ function: 'push', by: { kind: 'user', person: personRef(NEWCOMER.openid) }, action: name, result: 'forbidden' }])
      expect((await added('push', { action: name }, AS_NEWCOMER)).entries).toEqual([])
    }
  })

  it('of every action of users leaves one entry', async () => {
    for (const name of Object.keys(USER_ACTIONS)) {
      const { entries: left } = await added('subscribe', { action: name }, { kind: 'timer', devtools: true })
      expect(left).toMatchObject([{ function: 'subscribe', by: { kind: 'timer' }, action: name, result: 'forbidden' }])
    }
  })

  it('of an action that there is not leaves one entry, whatever it was called', async () => {
    const { entries: left } = await added('push', { action: 'dropEverything' }, AS_NEWCOMER)
    expect(left).toMatchObject([{ action: '', result: 'unknown-action' }])
    for (const action of ['another', 'constructor', 'x'.repeat(10_000)]) expect((await added('push', { action }, AS_NEWCOMER)).entries).toEqual([])
  })

  it('of the timer and the event receiver leaves one entry', async () => {
    for (const name of ['dispatch', 'events'])
      expect((await added(name, {}, AS_NEWCOMER)).entries).toMatchObject([{ function: name, by: { kind: 'user', person: personRef(NEWCOMER.openid) }, result: 'forbidden' }])
  })

  it('without a key leaves one entry; wrong keys slow down; the right one comes in meanwhile', async () => {
    const guess = (): Promise<{ answer: Answer; entries: AuditEntry[] }> => added('push', { action: 'members', operatorKey: 'a wrong guess' }, { kind: 'console' })
    expect((await added('push', { action: 'members' }, { kind: 'console' })).entries).toMatchObject([{ by: { kind: 'nobody' }, result: 'unauthenticated' }])
    expect((await guess()).entries).toMatchObject([{ by: { kind: 'nobody' }, function: 'push', result: 'wrong-key' }])
    const codes: (string | undefined)[] = []
    for (let time = 0; time < 10 && codes.at(-1) !== 'too-many-tries'; time += 1) codes.push((await guess()).answer.error?.code)
    expect(codes.at(-1)).toBe('too-many-tries')
    expect(await call('push', { action: 'members', operatorKey }, { kind: 'console' })).toMatchObject({ ok: true })
  })
})

describe('a business function', () => {
  const FROM: Caller = { kind: 'function', caller: undefined, source: 'wx_client,scf' }
  const notice = (dedupe: string): object => ({ template: 'patrol-assigned', to: personNamed('张伟').openid, data: DATA, dedupe })
  const by = { kind: 'caller', key: '库存' }
  let callerKey: string
  beforeAll(async () => {
    const made = (await call('push', { action: 'createCallerKey', name: '库存', perDay: 3, templates: ['patrol-assigned'] }, AS_OWNER)) as unknown as { key: string }
    callerKey = made.key
  })
  const asked = (data: object): Promise<{ answer: Answer; entries: AuditEntry[] }> => added('push', { callerKey, ...data }, FROM)

  it('that tells one person is an entry an hour, many at once are an entry each', async () => {
    expect(await asked({ action: 'notify', ...notice('one') })).toMatchObject({ answer: { ok: true }, entries: [{ function: 'push', source: 'wx_client,scf', by, action: 'notify', result: 'ok' }] })
    expect((await asked({ action: 'notify', ...notice('two') })).entries).toEqual([])
    expect((await asked({ action: 'notify', items: [notice('two'), notice('three')] })).entries).toMatchObject([{ by, action: 'notify', result: 'ok', facts: { recipients: 1 } }])
    expect((await asked({ action: 'cancelNotice', dedupe: 'three' })).entries).toMatchObject([{ by, action: 'cancelNotice', result: 'ok' }])
  })

  it('that is refused leaves one entry for each reason, however often, and nothing goes out', async () => {
    const sends = emulator.stats.sends
    const refused: [object, string][] = [
      [notice('four'), 'over-limit'],
      [{ ...notice('five'), template: 'visitor-arrived' }, 'forbidden'],
      [{ ...notice('six'), data: { thing9: '?' } }, 'invalid-argument'],
      [{ ...notice('one'), data: { ...DATA, phrase4: '已巡查' } }, 'idempotency-conflict'],
    ]
    for (const [request, result] of refused) {
      expect(await asked({ action: 'notify', ...request })).toMatchObject({ answer: { ok: false, error: { code: result } }, entries: [{ by, action: 'notify', result }] })
      expect((await asked({ action: 'notify', ...request })).entries).toEqual([])
    }
    const { entries: ofMany } = await asked({ action: 'notify', items: refused.flatMap(([request]) => [request, request]) })
    expect(ofMany.filter(({ result }) => result !== 'ok')).toEqual([])
    expect((await asked({ action: 'members' })).entries).toMatchObject([{ by, action: 'members', result: 'forbidden' }])
    expect(emulator.stats.sends).toBe(sends)
  })

  it('with a wrong key slows down, and with a withdrawn one is named', async () => {
    emulator.clock.advance(60_000)
    const guess = (): Promise<{ answer: Answer; entries: AuditEntry[] }> => added('push', { action: 'notify', callerKey: `${callerKey.slice(0, -1)}!`, ...notice('seven') }, FROM)
    expect((await guess()).entries).toMatchObject([{ by: { kind: 'nobody' }, function: 'push', result: 'wrong-key' }])
    const codes: (string | undefined)[] = []
    for (let time = 0; time < 10 && codes.at(-1) !== 'too-many-tries'; time += 1) codes.push((await guess()).answer.error?.code)
    expect(codes.at(-1)).toBe('too-many-tries')
    expect((await asked({ action: 'notify', ...notice('one') })).answer).toMatchObject({ ok: true })
    await call('push', { action: 'withdrawCallerKey', id: callerKey.split('_')[1] }, AS_OWNER)
    expect(await asked({ action: 'notify', ...notice('one') })).toMatchObject({ answer: { error: { code: 'forbidden' } }, entries: [{ by, result: 'forbidden', facts: { reason: 'withdrawn-key' } }] })
    expect((await asked({ action: 'notify', ...notice('one') })).entries).toEqual([])
  })

  afterAll(() => call('dispatch', {}, { kind: 'timer', devtools: true }))

  it('has no place in a mini-program: there its key is refused, right or wrong', async () => {
    for (const key of [callerKey, 'smk_whatever'])
      expect(await call('push', { action: 'notify', callerKey: key, ...notice('eight') }, AS_OWNER)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})

it('an operator is known by the name of the key, and so is a round of the timer that she starts', async () => {
  const { entries: left } = await added('dispatch', { operatorKey }, { kind: 'console' })
  expect(left).toMatchObject([{ function: 'dispatch', by: { kind: 'operator', key: 'main' }, action: 'dispatch', result: 'ok', facts: { tried: 0 } }])
  const { answer } = await added('push', { action: 'create', operatorKey, ...CHANGES['create']?.('') }, { kind: 'console' })
  const [push] = emulator.database.find('pushes', { _id: answer.pushId ?? '' }, { limit: 1 })
  expect(push).toMatchObject({ by: { kind: 'operator', key: 'main' } })
  expect((await added('dispatch', {}, { kind: 'timer', devtools: true })).entries).toEqual([])
})

it('what a user does as herself leaves none, but that somebody erased her data, without a name', async () => {
  const leaving: Caller = { kind: 'client', openid: personNamed('刘洋').openid }
  expect((await added('subscribe', { action: 'overview' }, leaving)).entries).toEqual([])
  const { entries: left } = await added('subscribe', { action: 'erase', confirm: true }, leaving)
  expect(left).toMatchObject([{ function: 'subscribe', by: { kind: 'user' }, action: 'erase', result: 'ok' }])
  expect(left[0]?.by).toEqual({ kind: 'user' })
  expect(left[0]?.facts).toMatchObject({ person: personRef(leaving.openid) })
})

it('ten who call at once leave ten entries in one whole chain', async () => {
  const before = entries().length
  const grants = Array.from({ length: 10 }, (_, index) => call('push', { action: 'grant', openid: `oTenAtOnce${index}`, role: 'viewer' }, AS_OWNER))
  expect((await Promise.all(grants)).map(({ ok }) => ok)).toEqual(Array.from({ length: 10 }, () => true))
  // What gave up its turn is written by the timer's next round.
  await call('dispatch', {}, { kind: 'timer', devtools: true })
  expect(entries().slice(before).filter(({ action, result }) => action === 'grant' && result === 'ok')).toHaveLength(10)
})

it('nowhere in it stand an openid, a text or a key, and it is whole', () => {
  const everything = JSON.stringify([...entries(), ...emulator.database.find('calls', {}, { limit: 1000 })])
  for (const { openid, nickname } of PEOPLE) expect([nickname, everything.includes(openid)]).toEqual([nickname, false])
  expect(everything).not.toContain(SENDER.openid)
  expect(everything).not.toContain(operatorKey)
  expect(everything).not.toContain('a wrong guess')
  for (const text of Object.values(DATA)) expect(everything).not.toContain(text)
  expect(entries().length).toBeGreaterThan(40)
  expect(breakIn(entries())).toBeUndefined()
})
