import { listed, type LoggedCall } from '../support/call-log'
import { Uses } from '../support/uses'

/** What one use may ask of the platform, database and WeChat together. docs/benchmarks.md says what each call is for. */
const BUDGETS = {
  'push to one': 10,
  'console and dispatch': 14,
  tap: 3,
  'idle tick': 1,
  overview: 2,
}

let uses: Uses
beforeAll(async () => {
  uses = await Uses.start()
})
afterAll(() => uses.close())

/** Fails with the list of what was asked, which is what one wants to see then. */
function expectWithin(use: keyof typeof BUDGETS, calls: readonly LoggedCall[]): void {
  const most = BUDGETS[use]
  if (calls.length > most) throw new Error(`${use}: ${calls.length} calls, ${most} at most\n${listed(calls)}`)
}

const cardsOf = (openid: string): number => uses.local.emulator.wechat.inbox(openid).length

describe('one use asks the platform no more than it may', () => {
  it('a member pushes to one person, and it goes out at once', async () => {
    const openid = await uses.receiver()
    const { calls, answer } = await uses.push([openid])
    expect(answer).toMatchObject({ ok: true, state: 'finished', counts: { sent: 1 } })
    expect(cardsOf(openid)).toBe(1)
    expectWithin('push to one', calls)
  })

  it('the same to somebody whose authorizations are used up, where nothing goes out', async () => {
    const openid = await uses.receiver()
    for (let time = 0; time < 2; time += 1) await uses.push([openid])
    const { calls, answer } = await uses.push([openid])
    expect(answer).toMatchObject({ ok: true, state: 'finished', counts: { skipped: 1 } })
    expectWithin('push to one', calls)
  })

  it('the console pushes to one person, and the dispatch sends it', async () => {
    const openid = await uses.receiver()
    const asked = await uses.pushFromConsole(openid)
    expect(asked.answer).toMatchObject({ ok: true, counts: { queued: 1 } })
    const sent = await uses.tick()
    expect(sent.answer).toMatchObject({ ok: true, tried: 1 })
    expect(cardsOf(openid)).toBe(1)
    expectWithin('console and dispatch', [...asked.calls, ...sent.calls])
  })

  it('a known user taps once for four templates', async () => {
    const openid = await uses.receiver()
    const { calls, answer } = await uses.tap(openid)
    expect(answer).toMatchObject({ ok: true, recorded: 4 })
    expectWithin('tap', calls)
  })

  it('the timer comes and nothing is due', async () => {
    await uses.tick()
    expectWithin('idle tick', (await uses.tick()).calls)
  })

  it('the mini-program opens', async () => {
    const { calls, answer } = await uses.firstScreen(await uses.receiver())
    expect(answer).toMatchObject({ ok: true, templates: expect.any(Array) })
    expectWithin('overview', calls)
  })

  it('a member opens her first page', async () => {
    const openid = await uses.receiver()
    await uses.push([openid])
    const { calls, answer } = await uses.asMember('home')
    expect(answer).toMatchObject({ ok: true, troubled: [] })
    expect((answer['recent'] as object[])[0]).toMatchObject({ only: { openid }, counts: { sent: 1 } })
    expectWithin('overview', calls)
  })

  it('the same a while later, when it is noted that she was here', async () => {
    const openid = await uses.receiver()
    await uses.local.db.collection('users').doc(openid).update({ data: { lastSeen: new Date(0) } })
    expectWithin('overview', (await uses.firstScreen(openid)).calls)
  })
})

it('a use over its budget is told with every call that was made', () => {
  const calls = Array.from({ length: 3 }, (_, place) => ({ what: `get pushes`, how: `{"_id":"${place}"}` }))
  expect(() => expectWithin('overview', calls)).toThrow(/overview: 3 calls, 2 at most\n {2}1 {2}get pushes/)
})
