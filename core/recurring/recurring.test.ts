import { runAction } from '../api/actions'
import { type AuditEntry } from '../access/audit-entry'
import { type Author, type Caller } from '../access/identify'
import { grant, revoke } from '../access/manage-members'
import { findAlarms } from '../alarms/find'
import { releaseAll, stopAll } from '../delivery/standstill'
import { home } from '../history/home'
import { pushStatus } from '../history/history'
import { listPushes } from '../history/pushes'
import { type Push } from '../outbox/push'
import { type Recurrence } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { type Settings } from '../ports/settings'
import { resumePush } from '../push/control'
import { tick } from '../push/tick'
import { AGENDA, agendaOf } from '../records/agenda'
import { dayOf } from '../records/beijing'
import { findById } from '../records/find'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { removeOld } from '../users/retention'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { makeDueRuns } from './due'
import { listRecurrences, type RecurrenceView } from './list'
import { type Saved } from './save'

const OPERATOR: Author = { kind: 'operator' }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const MORNING = Date.parse('2026-12-01T08:30:00+08:00')
const DAILY = { every: 'day', time: '09:00' }

let local: LocalCloud
let template: Template
let sender: string
let owner: string
let reader: string
beforeEach(async () => {
  local = await startLocalCloud()
  local.emulator.clock.set(MORNING)
  template = await addTemplate(local)
  ;[sender, owner, reader] = [freshOpenid(), freshOpenid(), freshOpenid()]
  await grant(local.ports(), OPERATOR, sender, 'sender')
  await grant(local.ports(), OPERATOR, owner, 'owner')
  local.emulator.wechat.addUser({ openid: reader })
  await agree(local, template, reader, 9)
  await round()
})
afterEach(() => local.close())

const call = (): Ports['call'] => ({ function: 'push', source: 'wx_client', deeds: [] })

async function act(who: string, action: string, data: object = {}, settings: Partial<Settings> = {}): Promise<unknown> {
  const caller: Caller = who === 'operator' ? { kind: 'operator' } : { kind: 'user', openid: who }
  const ports = local.ports({ call: call() })
  return runAction({ ...ports, settings: { ...ports.settings, ...settings } }, MEMBER_ACTIONS, caller, { action, ...data })
}

async function save(more: object = {}, who = sender): Promise<RecurrenceView> {
  return ((await act(who, 'saveRecurrence', { template: template._id, data: { thing1: '车库' }, to: [reader], rule: DAILY, ...more })) as Saved).recurrence
}

async function round(settings: Partial<Settings> = {}, overrides: Partial<Ports> = {}): Promise<void> {
  const ports = local.ports(overrides)
  await tick({ ...ports, settings: { ...ports.settings, ...settings } }, { atBegin: makeDueRuns })
}

/** It is that moment, and the timer comes. */
async function at(moment: string, settings?: Partial<Settings>, overrides?: Partial<Ports>): Promise<void> {
  local.emulator.clock.set(Date.parse(`${moment}:00+08:00`))
  await round(settings, overrides)
}

const planOf = async ({ id }: { id: string }): Promise<RecurrenceView> => {
  const found = (await listRecurrences(local.ports())).recurrences.find((plan) => plan.id === id)
  if (!found) throw new Error(`no plan ${id}`)
  return found
}
const pushes = (): Push[] => (local.emulator.database.find('pushes', {}, { limit: 100 }) as unknown as Push[]).sort((a, b) => (a._id < b._id ? -1 : 1))
const cards = (): number => local.emulator.wechat.inbox(reader).length
const audited = (action: string): AuditEntry[] => (local.emulator.database.find('audit', { action }, { limit: 100 }) as unknown as AuditEntry[])
const problems = async (): Promise<string[]> => (await findAlarms(local.ports())).map(({ id }) => id).filter((id) => id.startsWith('recurring'))

describe('a plan', () => {
  it('makes a push of each of its dates, which goes out in the very round that makes it', async () => {
    const plan = await save()
    expect(plan).toMatchObject({ state: 'active', ruleWords: '每天 09:00', nextWords: '12月1日 周二 09:00', runs: 0, author: '', by: { kind: 'member', openid: sender } })
    await at('2026-12-01T08:59')
    expect(cards()).toBe(0)
    await at('2026-12-01T09:00')
    expect(cards()).toBe(1)
    expect(pushes()).toMatchObject([{ _id: `r-${plan.id}-20261201`, state: 'finished', by: { kind: 'member', openid: sender }, recurrence: { id: plan.id, words: '每天 09:00' } }])
    expect(await planOf(plan)).toMatchObject({ runs: 1, nextWords: '12月2日 周三 09:00', lastRuns: [{ pushId: `r-${plan.id}-20261201`, words: '12月1日 周二 09:00' }] })
    expect(audited('recurring-run')).toMatchObject([{ by: { kind: 'member' }, function: 'dispatch', result: 'ok', facts: { recurrence: plan.id, template: template._id, recipients: 1 } }])
  })

  it('calls the timer for its first date, and each round for the next', async () => {
    await save()
    const dueAt = async (): Promise<number> => (await findById(agendaOf(local.ports()), AGENDA))?.roundAt.getTime() ?? 0
    local.emulator.clock.set(MORNING + 27 * MINUTE)
    await round()
    expect(await dueAt()).toBe(Date.parse('2026-12-01T09:00:00+08:00'))
    await at('2026-12-01T09:00')
    expect(await dueAt()).toBeGreaterThan(Date.parse('2026-12-01T09:04:00+08:00'))
  })

  it('shows five dates before it is saved, and under a moving clock they are the five runs', async () => {
    const rule = { every: 'week', weekdays: [2, 3, 4], time: '07:45' }
    const tried = (await act(sender, 'saveRecurrence', { dryRun: true, template: template._id, data: { thing1: '车库' }, to: [reader], rule })) as { dates: { at: Date }[]; canReceive: number; faults: unknown[] }
    expect(tried).toMatchObject({ dryRun: true, canReceive: 1, faults: [], ruleWords: '每周二至周四 07:45' })
    expect((await listRecurrences(local.ports())).recurrences).toEqual([])
    const plan = await save({ rule })
    for (let day = 1; day <= 10; day += 1) for (const time of ['07:44', '07:45', '20:00']) await at(`2026-12-${String(day).padStart(2, '0')}T${time}`)
    const made = pushes().map(({ _id }) => _id)
    expect(made).toEqual(tried.dates.map(({ at: date }) => `r-${plan.id}-${dayOf(date.getTime()).replace(/-/g, '')}`))
    expect(cards()).toBe(5)
  })

  it('ends by itself after its last date, and says when', async () => {
    const [twice, until] = [await save({ rule: { ...DAILY, count: 2 } }), await save({ rule: { ...DAILY, until: '2026-12-02' } })]
    for (const day of ['01', '02', '03']) {
      await at(`2026-12-${day}T08:59`)
      await at(`2026-12-${day}T09:00`)
    }
    for (const plan of [twice, until]) expect(await planOf(plan)).toMatchObject({ state: 'ended', runs: 2, missed: 0, lastRuns: [{ words: '12月2日 周三 09:00' }, {}] })
    expect(cards()).toBe(4)
  })

  it('asked for twice with one key is one; with other words it is refused', async () => {
    const first = await save({ key: 'morning' })
    const again = (await act(sender, 'saveRecurrence', { key: 'morning', template: template._id, data: { thing1: { value: '车库' } }, audience: { openids: [reader] }, rule: DAILY })) as Saved
    expect(again).toMatchObject({ replayed: true, recurrence: { id: first.id } })
    await expect(save({ key: 'morning', rule: { ...DAILY, time: '10:00' } })).rejects.toMatchObject({ code: 'idempotency-conflict' })
    expect((await listRecurrences(local.ports())).recurrences).toHaveLength(1)
  })

  it('with anything wrong about it is not saved, and all of it is said at once', async () => {
    const wrong = { data: { thing1: '长'.repeat(21) }, rule: { every: 'week', time: '09:00' } }
    await expect(save(wrong)).rejects.toMatchObject({ code: 'invalid-argument', details: { fields: [{ field: 'data.thing1' }, { field: 'rule.weekdays' }] } })
    expect(await act(sender, 'saveRecurrence', { dryRun: true, template: template._id, to: [reader], ...wrong })).toMatchObject({ dates: [], faults: [{ field: 'data.thing1' }, { field: 'rule.weekdays' }] })
    await expect(act(sender, 'nextDates', { rule: wrong.rule })).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(save({ sendAt: '2026-12-24 09:00' })).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(save({ to: undefined, items: [{ openid: reader, data: { thing1: '车库' } }] })).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  it('of everybody who can receive finds them anew each time', async () => {
    await save({ to: undefined, audience: { canReceive: true } })
    await at('2026-12-01T09:00')
    const newcomer = freshOpenid()
    local.emulator.wechat.addUser({ openid: newcomer })
    await agree(local, template, newcomer)
    await at('2026-12-02T09:00')
    expect(pushes().map(({ total }) => total)).toEqual([1, 2])
    expect(local.emulator.wechat.inbox(newcomer)).toHaveLength(1)
  })

  it('asks each time for all that it was made with: some tags and not others, a page, what becomes of those without an authorization', async () => {
    const tags = { any: ['业主', '租客'], none: ['员工'] }
    const plan = await save({ to: undefined, audience: { tags }, page: '/pages/x/x?id=1', urgent: true, ifNone: 'wait', waitDays: 3, asIs: true })
    expect(plan.audience).toEqual({ kind: 'tags', tags })
    await at('2026-12-01T09:00')
    expect(pushes()).toMatchObject([{ audience: { kind: 'tags', tags: ['业主', '租客'], none: ['员工'] }, page: 'pages/x/x?id=1', urgent: true, asIs: true, terms: { ifNone: 'wait' } }])
  })

  it('stands on its pushes wherever they are listed', async () => {
    const plan = await save()
    await at('2026-12-01T09:00')
    const recurrence = { id: plan.id, words: '每天 09:00' }
    const [push] = pushes()
    expect(await pushStatus(local.db, push?._id ?? '')).toMatchObject({ recurrence })
    expect((await listPushes(local.db, {})).items).toMatchObject([{ recurrence }])
    expect((await home(local.ports())).recent).toMatchObject([{ recurrence }])
  })
})

describe('a date on which no timer came', () => {
  it('is told, and not sent late; the plan goes on with the next', async () => {
    const plan = await save()
    await at('2026-12-01T09:59')
    expect(cards()).toBe(1)
    await at('2026-12-02T10:01')
    expect(cards()).toBe(1)
    expect(await planOf(plan)).toMatchObject({ state: 'active', runs: 1, missed: 1, nextWords: '12月3日 周四 09:00', lastMissed: [{ words: '12月2日 周三 09:00', message: expect.stringMatching(/一小时内没能发出.*不再补发/) as string }] })
    expect(audited('missed-run')).toMatchObject([{ by: { kind: 'timer' }, result: 'late', facts: { recurrence: plan.id, date: '12月2日 周三 09:00' } }])
    const [alarm] = (await findAlarms(local.ports())).filter(({ id }) => id === 'recurring-missed')
    expect(alarm).toMatchObject({ page: '/admin/recurring/recurring', about: expect.stringMatching(/每天 09:00：12月2日 周三 09:00 那次没有发/) as string })
    await at('2026-12-03T09:00')
    expect(cards()).toBe(2)
    expect(await problems()).toEqual(['recurring-missed'])
    await at('2026-12-05T10:02')
    await at('2026-12-09T12:00')
    expect((await planOf(plan)).missed).toBe(1 + 1 + 4 + 1)
  })

  it('is told once each when there were several, oldest first, however many', async () => {
    const plan = await save()
    await at('2027-01-15T12:00')
    expect(await planOf(plan)).toMatchObject({ runs: 0, missed: 46, nextWords: '1月16日 周六 09:00' })
    const dates = audited('missed-run').map(({ facts }) => facts['date'])
    expect(new Set(dates).size).toBe(46)
    expect(dates[0]).toBe('12月1日 周二 09:00')
    expect(cards()).toBe(0)
  })

  it('counts among the dates that were agreed on', async () => {
    const plan = await save({ rule: { ...DAILY, count: 3 } })
    await at('2026-12-02T10:30')
    await at('2026-12-03T09:00')
    expect(await planOf(plan)).toMatchObject({ state: 'ended', runs: 1, missed: 2 })
  })
})

describe('while everything is stopped', () => {
  it('nothing is made; what is let go within the hour still is', async () => {
    const plan = await save()
    await stopAll(local.ports(), OPERATOR, '')
    await at('2026-12-01T09:00')
    await at('2026-12-01T09:30')
    expect(pushes()).toEqual([])
    await releaseAll(local.ports(), OPERATOR)
    await round()
    expect(cards()).toBe(1)
    expect(await planOf(plan)).toMatchObject({ runs: 1, missed: 0 })
  })

  it('for more than an hour, the date is told as missed, with why', async () => {
    const plan = await save()
    await stopAll(local.ports(), OPERATOR, '')
    await at('2026-12-01T09:00')
    await at('2026-12-01T09:59')
    expect((await planOf(plan)).missed).toBe(0)
    await at('2026-12-01T10:01')
    expect(await planOf(plan)).toMatchObject({ runs: 0, missed: 1, lastMissed: [{ message: expect.stringMatching(/全部停止/) as string }] })
    await releaseAll(local.ports(), OPERATOR)
    await round()
    expect(pushes()).toEqual([])
  })
})

describe('a run that cannot be made', () => {
  it('because of its template pauses the plan with the reason; it goes on once that is mended', async () => {
    const plan = await save()
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, enabled: false })
    await at('2026-12-01T09:00')
    expect(await planOf(plan)).toMatchObject({ state: 'paused', missed: 1, halt: { reason: 'not-ready' } })
    expect(await problems()).toEqual(['recurring-rests'])
    await expect(act(sender, 'resumeRecurrence', { id: plan.id })).rejects.toMatchObject({ code: 'not-ready' })
    await saveTemplate(local.ports(), OPERATOR, { key: template._id, enabled: true })
    await at('2026-12-04T12:00')
    expect(await act(sender, 'resumeRecurrence', { id: plan.id })).toMatchObject({ recurrence: { state: 'active', nextWords: '12月5日 周六 09:00', missed: 1 } })
    expect(await planOf(plan)).not.toHaveProperty('halt')
    await at('2026-12-05T09:00')
    expect(cards()).toBe(1)
  })

  it('because its last one was stopped by WeChat pauses it as well: the next would stop alike', async () => {
    const plan = await save({ to: [reader, owner] })
    await agree(local, template, owner, 3)
    const send = (): Promise<never> => Promise.reject(Object.assign(new Error(), { errCode: 40037, errMsg: 'openapi.subscribeMessage.send:fail invalid template_id' }))
    await at('2026-12-01T09:00', {}, { openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send } } })
    expect(pushes()).toMatchObject([{ state: 'halted' }])
    await at('2026-12-02T09:00')
    expect(pushes()).toHaveLength(1)
    expect(await planOf(plan)).toMatchObject({ state: 'paused', halt: { reason: 'halted', message: expect.stringMatching(/上一次推送停下了/) as string } })
    await resumePush(local.ports(), OPERATOR, pushes()[0]?._id ?? '')
    await round()
    await act(sender, 'resumeRecurrence', { id: plan.id })
    await at('2026-12-03T09:00')
    expect(cards()).toBe(2)
  })

  it('because its author has set enough going that day is told, and the next day goes well', async () => {
    const plan = await save()
    const limited = { maxPushesPerMember: 1 }
    await act(sender, 'create', { template: template._id, data: { thing1: '车库' }, to: [reader] }, limited)
    await at('2026-12-01T09:00', limited)
    expect(await planOf(plan)).toMatchObject({ state: 'active', runs: 0, missed: 1, lastMissed: [{ message: expect.stringMatching(/上限/) as string }] })
    await at('2026-12-02T09:00', limited)
    expect(await planOf(plan)).toMatchObject({ runs: 1, missed: 1 })
  })

  it('in quiet hours is made, and waits as every push does', async () => {
    const plan = await save({ rule: { ...DAILY, time: '23:00' } })
    const quiet = { quietHours: { from: 22 * 60, until: 8 * 60 } }
    await at('2026-12-01T23:00', quiet)
    expect([(await planOf(plan)).runs, cards()]).toEqual([1, 0])
    await at('2026-12-02T08:00', quiet)
    expect(cards()).toBe(1)
  })

  it('to so many that a second member has to agree waits for her', async () => {
    await save({ to: [reader, owner] })
    await at('2026-12-01T09:00', { approvalAbove: 1 })
    expect(pushes()).toMatchObject([{ state: 'pending', approval: 'needed' }])
    expect(cards()).toBe(0)
  })
})

describe('rights', () => {
  it('of whoever set it going end with hers: the plan rests until an owner decides, who answers for it then', async () => {
    const plan = await save()
    expect(await act(owner, 'revoke', { openid: sender })).toMatchObject({ paused: 1 })
    await at('2026-12-01T09:00')
    expect([pushes(), await problems()]).toEqual([[], ['recurring-rests']])
    const other = freshOpenid()
    await grant(local.ports(), OPERATOR, other, 'sender')
    await expect(act(other, 'resumeRecurrence', { id: plan.id })).rejects.toMatchObject({ code: 'forbidden' })
    await act(owner, 'resumeRecurrence', { id: plan.id })
    await at('2026-12-02T09:00')
    expect(pushes()).toMatchObject([{ by: { kind: 'member', openid: owner } }])
    expect(await planOf(plan)).toMatchObject({ by: { openid: owner }, missed: 0 })
  })

  it('that are lost between two rounds are seen before the next run', async () => {
    const plan = await save()
    await revoke(local.ports(), OPERATOR, sender)
    await at('2026-12-01T09:00')
    expect([pushes(), (await planOf(plan)).halt?.reason]).toEqual([[], 'author-gone'])
  })

  it('of a withdrawn operator key end alike', async () => {
    const recurrence = ((await runAction(local.ports({ call: call() }), MEMBER_ACTIONS, { kind: 'operator', key: 'old' }, { action: 'saveRecurrence', template: template._id, data: { thing1: '车库' }, to: [reader], rule: DAILY })) as Saved).recurrence
    await at('2026-12-01T09:00', { operatorKeyNames: ['new'] })
    expect([pushes(), (await planOf(recurrence)).state]).toEqual([[], 'paused'])
  })
})

describe('people decide:', () => {
  it('paused it makes nothing and misses nothing, and goes on with the next date', async () => {
    const plan = await save()
    await act(sender, 'pauseRecurrence', { id: plan.id })
    await at('2026-12-02T12:00')
    await act(owner, 'resumeRecurrence', { id: plan.id })
    await at('2026-12-03T09:00')
    expect(await planOf(plan)).toMatchObject({ runs: 1, missed: 0, by: { openid: owner } })
    expect(cards()).toBe(1)
  })

  it('ended it is over, and what was made of it goes on', async () => {
    const plan = await save()
    await act(owner, 'endRecurrence', { id: plan.id })
    await at('2026-12-01T09:00')
    expect([pushes(), (await planOf(plan)).state]).toEqual([[], 'ended'])
    for (const action of ['pauseRecurrence', 'resumeRecurrence', 'endRecurrence']) await expect(act(owner, action, { id: plan.id })).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringMatching(/已结束，不能/) as string })
    await expect(act(owner, 'endRecurrence', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('it cannot go on when no date is left', async () => {
    const plan = await save({ rule: { ...DAILY, until: '2026-12-02' } })
    await act(sender, 'pauseRecurrence', { id: plan.id })
    local.emulator.clock.advance(3 * DAY)
    await expect(act(sender, 'resumeRecurrence', { id: plan.id })).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringMatching(/没有要发的日子/) as string })
  })

  it('there are no more of them than somebody can look after', async () => {
    local.emulator.database.insert('recurrences', Array.from({ length: 50 }, () => ({ _id: fresh('plan'), state: 'paused' }) as never))
    await expect(save()).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringMatching(/已有 50 个/) as string })
  })
})

it('over, or at rest for as long as texts are kept, a plan goes with the names in it', async () => {
  const keepDays = { texts: 180, receipts: 0, answers: 0, users: 0 }
  const [goesOn, rests, ends] = [await save(), await save(), await save()]
  await act(owner, 'pauseRecurrence', { id: rests.id })
  await act(owner, 'endRecurrence', { id: ends.id })
  const statesAfter = async (days: number): Promise<(string | undefined)[]> => {
    local.emulator.clock.set(Date.parse('2026-12-01T08:41:00+08:00') + days * DAY)
    const ports = local.ports()
    await removeOld({ ...ports, settings: { ...ports.settings, keepDays } })
    const { recurrences } = await listRecurrences(ports)
    return [goesOn, rests, ends].map(({ id }) => recurrences.find((plan) => plan.id === id)?.state)
  }
  expect(await statesAfter(179)).toEqual(['active', 'paused', 'ended'])
  expect(await statesAfter(181)).toEqual(['active', 'ended', undefined])
  expect(await statesAfter(362)).toEqual(['active', undefined, undefined])
})

it('a plan that the database keeps from being read on keeps no push from going out', async () => {
  await save()
  await local.db.collection<Recurrence>('recurrences').where({ state: 'active' }).update({ data: { rule: null } })
  await act(sender, 'create', { template: template._id, data: { thing1: '车库' }, to: [reader], sendAt: '2026-12-01 09:00' })
  await at('2026-12-01T09:00')
  expect(cards()).toBe(1)
})
