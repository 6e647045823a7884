import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance } from '../../tests/support/product'
import { receiveEvent } from '../events/receive-event'
import { recordConsent, stopTemplate } from '../consent/record'
import { recordSettings } from '../consent/settings'
import { AppError } from '../error/app-error'
import { openMessage } from '../history/inbox'
import { type Answer } from '../ledger/answer'
import { type Authorization } from '../ledger/authorization'
import { type Drift } from '../ledger/drift'
import { type Message } from '../outbox/message'
import { type Receipt } from '../outbox/receipt'
import { type Ports } from '../ports'
import { advanceAll } from '../push/advance'
import { resolveMessage } from '../push/control'
import { retryPush } from '../push/retry'
import { createPush } from '../push/create'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { seen } from '../users/user'
import { type Counted, type Place } from './facts'
import { closeDays, type DayFigures } from './figures'
import { funnel } from './funnel'
import { overview } from './overview'
import { reach } from './reach'

/**
 * A year of traffic with faults, and beside it the raw documents as they were when each day was closed, counted by other code than the
 * product's. At the end the answers are held against that count: most of the documents are gone by then.
 */

const OPERATOR = { kind: 'operator' } as const
const HOUR_MS = 3_600_000
const DAYS = 365

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

/** The same year each time. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const random = chance(20_261_201)
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

/** WeChat as it answers, and now and then not. */
function ports(more: Partial<Ports> = {}): Ports {
  const { subscribeMessage } = local.openapi
  const send: typeof subscribeMessage.send = async (message) => {
    const luck = random()
    if (luck < 0.04) throw Object.assign(new Error('timeout'), { errCode: -501002, errMsg: 'ESOCKETTIMEDOUT' })
    if (luck < 0.1) throw Object.assign(new Error(), { errCode: 40003, errMsg: 'invalid openid rid: r' })
    return subscribeMessage.send(message)
  }
  const settings = { ...local.ports().settings, keepDays: { texts: 100, receipts: 100, answers: 150, users: 400 } }
  return local.ports({ random, openapi: { ...local.openapi, subscribeMessage: { ...subscribeMessage, send } }, settings, ...more })
}

interface World {
  templates: Template[]
  people: string[]
}

/** Each as its own user or member would do it; what is refused is refused. */
const DEEDS: Record<string, (world: World) => Promise<unknown>> = {
  tap: ({ templates, people }) => tap(pick(people), [pick(templates), pick(templates)]),
  tapAgain: ({ templates, people }) => tap(pick(people), [pick(templates)]),
  fail: async ({ templates, people }) => {
    const result: Record<string, string | number> = random() < 0.5 ? { errMsg: 'requestSubscribeMessage:fail cancel' } : { errMsg: 'requestSubscribeMessage:fail main switch', errCode: 20004 }
    const report = { promptId: fresh('p'), result, asked: { page: 'pages/subscribe/subscribe', templates: [pick(templates).templateId] } }
    const openid = pick(people)
    await recordConsent(ports(), openid, report)
    // The reply was lost, and the phone tells it again.
    await recordConsent(ports(), openid, report)
  },
  pushOne: ({ templates, people }) => push(pick(templates), { to: [pick(people)], anyway: random() < 0.2 }),
  pushMany: ({ templates }) => push(pick(templates), { audience: random() < 0.3 ? { all: true } : { canReceive: true } }),
  open: async () => {
    const message = pick(rows<Message>('messages', { state: { $in: ['sent', 'delivered'] } }))
    if (message) await openMessage(ports(), message.openid, message._id)
  },
  // In the order of chance, some of them long after their day; those of unknown messages settle them.
  receipt: async () => {
    const receipts = rows<Receipt>('receipts').filter(({ _id, msgid }) => msgid !== '' && random() < 0.6 && rows<Message>('messages', { _id, state: 'sent' }).length > 0)
    for (const { openid, templateId, msgid } of receipts) {
      const ErrorCode = random() < 0.7 ? '0' : '1'
      const List = { TemplateId: templateId, MsgID: msgid, ErrorCode, ErrorStatus: ErrorCode === '0' ? 'success' : 'failed' }
      await receiveEvent(ports(), { Event: 'subscribe_msg_sent_event', FromUserName: openid, CreateTime: Math.floor(local.emulator.clock.now() / 1000 - random() * 50 * 3600), List })
    }
  },
  resolve: async () => {
    const message = pick(rows<Message>('messages', { state: 'unknown' }))
    if (message) await resolveMessage(ports(), OPERATOR, message._id, pick(['sent', 'not-sent']))
  },
  retry: async () => {
    const message = pick(rows<Message>('messages', { state: { $in: ['failed', 'skipped'] } }))
    if (message) await retryPush(ports(), OPERATOR, message.pushId)
  },
  refuseOutside: async ({ templates, people }) => {
    const [{ templateId }, openid] = [pick(templates), pick(people)]
    await receiveEvent(ports(), { Event: 'subscribe_msg_change_event', FromUserName: openid, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List: { TemplateId: templateId, SubscribeStatusString: 'reject' } })
  },
  settings: ({ templates, people }) => recordSettings(ports(), pick(people), { mainSwitch: random() < 0.8, itemSettings: { [pick(templates).templateId]: pick(['accept', 'reject']) } }),
  stop: ({ templates, people }) => stopTemplate(ports(), pick(people), pick(templates)._id),
  erase: async ({ people }) => {
    if (random() < 0.4) await eraseOwnData(ports(), pick(people))
  },
  newcomer: async ({ people }) => {
    const openid = freshOpenid()
    people.push(openid)
    await seen(ports(), openid)
  },
}

/** Most of what happens is this. */
const OFTEN = ['tap', 'tap', 'tap', 'tapAgain', 'pushOne', 'pushOne', 'pushMany', 'open', 'open', 'receipt', 'fail']

async function tap(openid: string, templates: readonly Template[]): Promise<void> {
  local.emulator.clock.advance(1000)
  const word = (): string => pick(['accept', 'accept', 'accept', 'reject', 'ban', 'filter'])
  const choices = Object.fromEntries(templates.map(({ templateId }) => [templateId, word()]))
  // WeChat knows of most of it.
  const accepted = templates.filter(({ templateId }) => choices[templateId] === 'accept').map(({ templateId }) => templateId)
  if (random() < 0.85) for (const templateId of accepted) await local.emulator.wechat.consent({ openid, templateIds: [templateId] }).catch(() => undefined)
  const asked = { page: pick(['pages/subscribe/subscribe', 'pages/message/message']), ...(random() < 0.7 && { scene: pick([1001, 1014]) }) }
  await recordConsent(ports(), openid, { promptId: fresh('p'), result: { errMsg: 'requestSubscribeMessage:ok', ...choices }, asked })
}

async function push(template: Template, whom: object): Promise<void> {
  await createPush(ports(), { template: template._id, data: { thing1: '车库' }, dryRun: false, ...whom }, OPERATOR)
}

function rows<T>(name: string, query: object = {}): T[] {
  return local.emulator.database.find(name, query as never, { limit: 100_000 }) as unknown as T[]
}

const beijing = (at: Date | undefined): string => (at ? new Date(new Date(at).getTime() + 8 * HOUR_MS).toISOString().slice(0, 10) : '')

/** What the product is to say of that day, by the documents as they are now. */
function countRaw(day: string, templates: readonly Template[]): Counted {
  const counted: Counted = { total: {} as never, figures: {}, funnel: {}, drift: {} }
  const names = ['sent', 'delivered', 'undelivered', 'opened', 'failed', 'skipped', 'asked', 'accepted', 'refused', 'cancelled'] as const
  const steps = () => ({ asked: 0, accepted: 0, refused: 0, always: 0, cancelled: 0, filtered: 0, failed: 0 })
  for (const name of names) counted.total[name] = 0
  const note = (key: string, name: (typeof names)[number]): void => {
    counted.figures[key] ??= Object.fromEntries(names.map((each) => [each, 0])) as never
    ;(counted.figures[key] as Record<string, number>)[name]! += 1
    counted.total[name] += 1
  }
  for (const message of rows<Message>('messages')) {
    if (beijing(message.overAt) === day && ['sent', 'delivered', 'undelivered'].includes(message.state)) note(message.template, 'sent')
    if (beijing(message.openedAt) === day) note(message.template, 'opened')
    if (beijing(message.receiptHeardAt) === day && (message.state === 'delivered' || message.state === 'undelivered')) note(message.template, message.state)
    if (beijing(message.overAt) === day && (message.state === 'failed' || message.state === 'skipped')) note(message.template, message.state)
  }
  const keyOf = (templateId: string): string => templates.find((each) => each.templateId === templateId)?._id ?? '_other'
  for (const { templateId, choice, source, evidence, heardAt, always } of rows<Answer>('answers')) {
    if (beijing(heardAt) !== day) continue
    const funnelOf = () => (counted.funnel[keyOf(templateId)] ??= { steps: steps(), places: [] })
    if (always) funnelOf().steps.always += 1
    const step = ({ accept: 'accepted', reject: 'refused', ban: 'refused', cancel: 'cancelled', filter: 'filtered', fail: 'failed' } as const)[choice as 'accept']
    if (source !== 'page' || !step) continue
    const { page = '', scene } = evidence ?? {}
    let place = funnelOf().places.find((each) => each.page === page && each.scene === scene)
    if (!place) funnelOf().places.push((place = { page, ...(scene !== undefined && { scene }), ...steps() }))
    for (const to of [funnelOf().steps, place]) {
      to.asked += 1
      to[step] += 1
    }
    note(keyOf(templateId), 'asked')
    if (['accepted', 'refused', 'cancelled'].includes(step)) note(keyOf(templateId), step)
  }
  for (const { kind, templateId, template, heardAt } of rows<Drift>('drifts')) {
    if (beijing(heardAt) !== day) continue
    counted.drift[template ?? keyOf(templateId)] ??= { refusedWithCredit: 0, sentWithout: 0, changed: 0, reported: 0, underOldId: 0 }
    counted.drift[template ?? keyOf(templateId)]![kind] += 1
  }
  return counted
}

const byPlace = (places: readonly Place[]): Place[] => [...places].sort((a, b) => (`${a.page} ${a.scene}` < `${b.page} ${b.scene}` ? -1 : 1))
const sorted = ({ total, figures, funnel: all, drift }: Counted): object => ({ total, figures, drift, funnel: Object.fromEntries(Object.entries(all).map(([key, { steps, places }]) => [key, { steps, places: byPlace(places) }])) })

/** A round of the timer, at whatever hour: it may die, and two may be at it. */
async function round(aside: Map<string, Counted>, templates: readonly Template[]): Promise<void> {
  await advanceAll(ports())
  const today = beijing(new Date(local.emulator.clock.now() - 10 * 60_000))
  const closed = new Set(rows<DayFigures>('figures').map(({ _id }) => _id))
  const first = [...closed].sort().at(-1) ?? [...aside.keys()][0] ?? '2026-11-30'
  for (let at = Date.parse(first); beijing(new Date(at)) < today; at += 24 * HOUR_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (!closed.has(day) && day < today) aside.set(day, countRaw(day, templates))
  }
  const luck = random()
  if (luck < 0.3) {
    const mortal = new MortalPorts(ports(), { at: 1 + Math.floor(random() * 6), moment: pick(['before', 'after']) })
    await closeDays(mortal.ports)
    await mortal.idle()
  }
  if (luck < 0.6) await Promise.all([closeDays(ports()), closeDays(ports())])
  await closeDays(ports())
}

function sum<N extends Record<string, unknown>>(all: readonly N[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const each of all) for (const [name, value] of Object.entries(each)) if (typeof value === 'number') total[name] = (total[name] ?? 0) + value
  return total
}

it('overview, reach and funnel say of a year what a count of the raw documents said of each day when it ended', async () => {
  const templates = [await addTemplate(local), await addTemplate(local), await addTemplate(local, { type: 'long-term' })]
  const world: World = { templates, people: [] }
  for (let count = 0; count < 12; count += 1) await DEEDS['newcomer']?.(world)
  const aside = new Map<string, Counted>()
  const end = local.emulator.clock.now() + DAYS * 24 * HOUR_MS
  while (local.emulator.clock.now() < end) {
    local.emulator.clock.advance(Math.floor(random() * 60 * HOUR_MS))
    const name = random() < 0.75 ? pick(OFTEN) : pick(Object.keys(DEEDS))
    await DEEDS[name]?.(world).catch((error: unknown) => {
      if (!(error instanceof AppError) && !(error instanceof Crash)) throw error
    })
    if (random() < 0.45) await round(aside, templates)
  }
  // In the minute in which what is old goes.
  local.emulator.clock.advance((41 * 60_000 - (local.emulator.clock.now() % HOUR_MS) + HOUR_MS) % HOUR_MS)
  await round(aside, templates)
  const closed = rows<DayFigures>('figures')
  expect(closed.length).toBeGreaterThan(DAYS - 5)
  for (const { _id: day, closedAt: _closedAt, ...counted } of closed) expect([day, sorted(counted)]).toEqual([day, sorted(aside.get(day) ?? countRaw(day, templates))])

  const today = beijing(new Date(local.emulator.clock.now()))
  const open = countRaw(today, templates)
  const told = await overview(ports(), { days: DAYS })
  expect(told.days.map(({ day }) => day)).toEqual([...told.days.keys()].map((at) => beijing(new Date(local.emulator.clock.now() - (DAYS - 1 - at) * 24 * HOUR_MS))))
  const inDays = [...aside].filter(([day]) => day >= (told.days[0]?.day ?? '')).map(([, counted]) => counted)
  expect(sum(told.days)).toEqual(sum([...inDays, open].map(({ total }) => total)))
  expect(told.today).toEqual(open.total)
  // A year of it, with all that can happen.
  for (const name of ['sent', 'delivered', 'undelivered', 'opened', 'failed', 'skipped', 'asked', 'accepted', 'refused', 'cancelled']) expect([name, sum(told.days)[name] ?? 0]).toEqual([name, expect.any(Number)])
  expect(Object.entries(sum(told.days)).filter(([, count]) => count < 3)).toEqual([])
  const state = (name: string): number => rows<Message>('messages', { state: name }).length
  expect(told.now).toEqual({ waiting: state('queued'), unknown: state('unknown'), running: rows('pushes', { state: { $in: ['expanding', 'running'] } }).length })
  expect(told.receipts).toBe('some')

  for (const template of templates) {
    const key = template._id
    const answers = await reach(ports(), { template: key, days: DAYS })
    expect(answers).toMatchObject(partsOfRaw(template))
    expect(told.templates.find((each) => each.key === key)).toMatchObject({ ...partsOfRaw(template), drift: answers.drift })
    const drifts = sum([...inDays, open].map(({ drift }) => drift[key] ?? {}))
    const { underOldId: _old, ...kinds } = drifts
    expect(answers.drift).toMatchObject(kinds)
    const steps = [...inDays, open].map((counted) => counted.funnel[key]).filter((each) => each !== undefined)
    const { total, places } = await funnel(ports(), { template: key, days: DAYS })
    expect(total).toEqual(sum(steps.map((each) => each.steps)))
    expect(sum(places.map(({ scene: _scene, ...place }) => place))).toEqual(sum(steps.flatMap((each) => each.places).map(({ scene: _scene, ...place }) => place)))
  }
  // The books balance, whatever was removed for its age.
  for (const row of rows<Authorization>('authorizations')) expect([row._id, imbalance(row)]).toEqual([row._id, 0])
  // It was a year in which documents went.
  expect(rows<Answer>('answers').every(({ heardAt }) => new Date(heardAt).getTime() > end - 160 * 24 * HOUR_MS)).toBe(true)
}, 600_000)

/** The same parts in other words. */
function partsOfRaw({ templateId, type }: Template): object {
  const users = rows<{ _id: string }>('users').length
  const of = { canReceive: 0, stopped: 0, doubtful: 0, refused: 0, cancelled: 0 }
  let credits = 0
  for (const row of rows<Authorization>('authorizations', { templateId })) {
    const isOpen = row.standing !== 'stopped'
    const isAble = type === 'long-term' ? row.standing === 'accept' : isOpen && row.credits > 0
    if (isAble && type === 'one-time') credits += row.credits
    if (isAble) of.canReceive += 1
    else if (!isOpen) of.stopped += 1
    else if (row.misses === 2) of.doubtful += 1
    else if (row.standing === 'reject' || row.standing === 'ban') of.refused += 1
    else if (row.standing === 'accept' || row.askedAt || row.answeredAt || row.granted > 0) of.cancelled += 1
  }
  const known = Object.values(of).reduce((total, each) => total + each, 0)
  return { ...of, credits, people: Math.max(users, known), neverAsked: Math.max(0, users - known) }
}
