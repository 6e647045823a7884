import { imbalance } from '../../tests/support/product'
import { type LocalCloud } from '../../tests/support/local-cloud'
import { type Authorization } from '../ledger/authorization'
import { type Answer } from '../ledger/answer'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { advanceAll } from '../push/advance'
import { resolveMessage, resumePush } from '../push/control'
import { MARKER_ID, SCHEMA } from '../records/schema'
import { migrate, SETTLE_MS } from './migrate'
import { CARDS, startFromVersion010, WRITTEN_AT } from '../../tests/support/version-0.1.0'

const OPERATOR = { kind: 'operator' } as const
const MINUTE = 60_000

let local: LocalCloud
beforeEach(async () => {
  local = await startFromVersion010()
})
afterEach(() => local.close())

const rows = <T>(name: string, query = {}): T[] => local.emulator.database.find(name, query) as unknown as T[]
const states = (pushId: string): string[] => rows<Message>('messages', { pushId }).map(({ state }) => state)
const stateOf = (pushId: string): string | undefined => rows<Push>('pushes', { _id: pushId })[0]?.state
const cardsOf = (openid: string): number => (CARDS[openid] ?? 0) + local.emulator.wechat.inbox(openid).length

/** A round a minute, as the timer has it. */
async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    local.emulator.clock.advance(MINUTE)
    await advanceAll(local.ports())
  }
}

/** Rounds until everybody of before has gone. */
async function settle(): Promise<void> {
  await rounds(3)
  local.emulator.clock.set(WRITTEN_AT + SETTLE_MS + 5 * MINUTE)
  await rounds(2)
}

describe('what version 0.1.0 left under way', () => {
  it('goes to its end by rounds of today: nothing is lost, nothing goes out twice, the books balance', async () => {
    await settle()
    expect(states('finished')).toEqual(['sent', 'sent', 'skipped'])
    expect([states('retrying'), states('queued')]).toEqual([['sent', 'sent'], ['sent', 'sent', 'sent', 'skipped']])
    expect([states('scheduled-due'), stateOf('scheduled-later'), stateOf('scheduled-paused')]).toEqual([['sent', 'sent'], 'scheduled', 'paused'])
    // Its place in the list was a number.
    expect([stateOf('expanding'), states('expanding')]).toEqual(['finished', ['sent', 'sent', 'sent', 'sent', 'sent']])
    for (const at of [6, 8, 9, 10]) expect([at, states(`died-${at}`)]).toEqual([at, ['sent', 'sent']])
    // Begun, and nobody wrote down what came of it.
    for (const at of [11, 12, 13, 14]) expect([at, states(`died-${at}`)]).toEqual([at, ['unknown', 'unknown']])
    // WeChat had taken them, and that was written down.
    for (const at of [15, 16, 17, 18]) expect([at, states(`died-${at}`), stateOf(`died-${at}`)]).toEqual([at, ['sent', 'sent'], 'finished'])
    for (const { openid } of rows<Message>('messages')) expect([openid, cardsOf(openid) <= 1]).toEqual([openid, true])
    for (const { openid } of rows<Message>('messages', { state: 'sent' })) expect([openid, cardsOf(openid)]).toEqual([openid, 1])
    for (const row of rows<Authorization>('authorizations')) expect([row._id, imbalance(row)]).toEqual([row._id, 0])
  })

  it('was cancelled by somebody who died of it: it is over, and what it held is back', async () => {
    expect(states('cancelled-half')).toEqual(['queued', 'queued', 'queued'])
    await rounds(2)
    expect(states('cancelled-half')).toEqual(['cancelled', 'cancelled', 'cancelled'])
    for (const { openid } of rows<Message>('messages', { pushId: 'cancelled-half' })) expect(rows<Authorization>('authorizations', { openid })).toMatchObject([{ credits: 1, reservations: [] }])
    expect([stateOf('cancelled'), states('cancelled')]).toEqual(['cancelled', ['cancelled', 'cancelled']])
  })

  it.each(['paused', 'halted'])('and was %s goes on when somebody says so, and all of it goes out', async (pushId) => {
    await rounds(2)
    expect([stateOf(pushId), new Set(states(pushId)).has('sent')]).toEqual([pushId, false])
    await resumePush(local.ports(), OPERATOR, pushId)
    await rounds(2)
    expect([stateOf(pushId), states(pushId)]).toEqual(['finished', ['sent', 'sent', 'sent']])
    for (const { openid } of rows<Message>('messages', { pushId })) expect(rows<Authorization>('authorizations', { openid })).toMatchObject([{ credits: 0, reservations: [], used: 1 }])
  })

  it('and held sends under an id that was replaced since gives them back, and sends with the new one', async () => {
    await rounds(1)
    const { templateId } = local.emulator.wechat.addTemplate({ title: '巡检任务提醒', content: '地点:{{thing1.DATA}}' })
    const people = rows<Message>('messages', { pushId: 'paused' }).map(({ openid }) => openid)
    for (const openid of people) await local.emulator.wechat.consent({ openid, templateIds: [templateId] })
    local.emulator.database.insert('authorizations', rows<Authorization>('authorizations', { openid: { $in: people } }).map((row) => ({ ...row, _id: `${row.openid}:${templateId}`, templateId, credits: 1, granted: 1, reservations: [] })))
    await local.db.collection('templates').doc('patrol').update({ data: { templateId } })
    await resumePush(local.ports(), OPERATOR, 'paused')
    await rounds(2)
    expect(states('paused')).toEqual(['sent', 'sent', 'sent'])
    for (const openid of people) expect(rows<Authorization>('authorizations', { openid }).map(({ reservations, credits }) => [reservations.length, credits]).sort()).toEqual([[0, 0], [0, 1]])
  })

  it.each([['sent', [0, 1]], ['not-sent', [1, 0]]] as const)('and nobody knows of is settled by a person: %s', async (outcome, books) => {
    await rounds(3)
    const [{ _id, openid } = { _id: '', openid: '' }] = rows<Message>('messages', { pushId: 'died-13' })
    for (const id of ['unknown:oUser007', _id]) await resolveMessage(local.ports(), OPERATOR, id, outcome)
    for (const each of ['oUser007', openid]) expect(rows<Authorization>('authorizations', { openid: each }).map(({ credits, used, reservations }) => [credits, used, reservations.length])).toEqual([[...books, 0]])
  })
})

describe('bringing the records to the shape of today', () => {
  it('ends when everybody of before has gone, and not sooner', async () => {
    await rounds(3)
    expect(rows('marker')).toEqual([{ _id: MARKER_ID, since: expect.any(Date) as Date }])
    await settle()
    expect(rows('marker')).toEqual([{ _id: MARKER_ID, schema: SCHEMA }])
  })

  it('tells of each answer when it was heard of, to the day', async () => {
    await settle()
    const answers = rows<Answer>('answers')
    expect(answers.length).toBeGreaterThan(50)
    for (const { at, heardAt } of answers) expect(Math.abs(heardAt.getTime() - at.getTime())).toBeLessThan(24 * 60 * MINUTE)
  })

  it('tells of each message that is over since when, to the hour', async () => {
    const endOf = ({ timeline, createdAt }: Message): number => new Date(timeline.at(-1)?.at ?? createdAt).getTime()
    const before = new Map(rows<Message>('messages').filter(({ state }) => ['sent', 'failed', 'skipped', 'cancelled'].includes(state)).map((row) => [row._id, endOf(row)]))
    await settle()
    expect(before.size).toBeGreaterThan(5)
    for (const { _id, overAt, state } of rows<Message>('messages')) {
      const isOver = ['sent', 'failed', 'skipped', 'cancelled'].includes(state)
      expect([_id, isOver, overAt !== undefined]).toEqual([_id, isOver, isOver])
      const end = before.get(_id)
      if (end !== undefined) expect(Math.floor((overAt?.getTime() ?? 0) / 3_600_000)).toBe(Math.floor(end / 3_600_000))
    }
  })

  it('finds at its end what functions of before wrote meanwhile', async () => {
    await rounds(2)
    const late = new Date(WRITTEN_AT + 10 * MINUTE)
    const { heardAt: _none, ...answer } = rows<Answer>('answers')[0] as Answer
    local.emulator.database.insert('answers', [{ ...answer, _id: 'late', at: late }])
    await local.db.collection('messages').where({ pushId: 'retrying' }).update({ data: { state: 'queued', dueAt: new Date('9999-01-01T00:00:00Z') } })
    await local.db.collection('pushes').where({ _id: 'retrying' }).update({ data: { state: 'paused' } })
    await settle()
    expect(rows('answers', { _id: 'late' })).toMatchObject([{ heardAt: late }])
    expect(rows<Message>('messages', { pushId: 'retrying' }).every(({ dueAt }) => dueAt.getTime() < late.getTime() + SETTLE_MS)).toBe(true)
  })

  it('writes out the rest of a list that a function of before took for done', async () => {
    await rounds(1)
    const [push] = rows<Push>('pushes', { _id: 'queued' })
    const openids = Array.from({ length: 1500 }, (_, index) => `oMany${String(index).padStart(4, '0')}`)
    const cut = { ...push, _id: 'cut', state: 'finished', total: 1500, audience: { kind: 'openids', openids }, createdAt: new Date(WRITTEN_AT), updatedAt: new Date(local.emulator.clock.now()) }
    local.emulator.database.insert('pushes', [cut])
    const [message] = rows<Message>('messages', { pushId: 'finished' })
    local.emulator.database.insert('messages', openids.slice(0, 1000).map((openid) => ({ ...message, _id: `cut:${openid}`, pushId: 'cut', openid })))
    await rounds(2)
    expect([stateOf('cut'), states('cut').length]).toEqual(['finished', 1500])
  })

  it('is one call where nothing is to do, and none within five minutes in the same instance', async () => {
    await settle()
    const calls = async (work: () => Promise<void>): Promise<number> => {
      const before = local.emulator.stats.dbCalls
      await work()
      return local.emulator.stats.dbCalls - before
    }
    const remembered = {}
    const once = (): Promise<void> => migrate(local.ports({ remembered }))
    expect([await calls(once), await calls(once), await calls(() => migrate(local.ports()))]).toEqual([1, 0, 1])
    local.emulator.clock.advance(6 * MINUTE)
    expect(await calls(once)).toBe(1)
  })

  it('leaves records of a later version as they are', async () => {
    local.emulator.database.insert('marker', [{ _id: MARKER_ID, schema: SCHEMA + 1 }])
    const before = JSON.stringify(rows('messages'))
    await migrate(local.ports())
    expect([JSON.stringify(rows('messages')), rows('marker')]).toEqual([before, [{ _id: MARKER_ID, schema: SCHEMA + 1 }]])
  })
})
