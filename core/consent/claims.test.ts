import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { parse } from '../api/schema'
import { type Answer } from '../ledger/answer'
import { type Authorization } from '../ledger/authorization'
import { MOST_ACCEPTS_OF_A_DAY } from '../ledger/claims'
import { forfeit, reserveCredits, type Settlement } from '../ledger/holds'
import { recordAnswers } from '../ledger/record-answers'
import { createPush, type Created } from '../push/create'
import { type Template } from '../templates/template'
import { listRecipients } from '../users/recipients'
import { receiveEvent } from '../events/receive-event'
import { RECORD_REQUEST, recordConsent, type Recorded } from './record'
import { recordSettings } from './settings'

let local: LocalCloud
let template: Template
let longTerm: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  longTerm = await addTemplate(local, { type: 'long-term' })
})
afterAll(() => local.close())

const DAY_MS = 24 * 3_600_000
const OK = { errMsg: 'requestSubscribeMessage:ok' }

function later(ms = 10_000): void {
  local.emulator.clock.advance(ms)
}

/** What the page says, whatever WeChat knows. */
async function claim(openid: string, { templateId }: Template = template, more: { promptId?: string; agoMs?: number } = {}): Promise<Recorded> {
  later()
  return recordConsent(local.ports(), openid, { promptId: fresh('p'), result: { ...OK, [templateId]: 'accept' }, ...more })
}

/** What WeChat's event says. */
async function told(openid: string, { templateId }: Template = template): Promise<number> {
  later()
  const CreateTime = Math.floor(local.emulator.clock.now() / 1000)
  return (await receiveEvent(local.ports(), { Event: 'subscribe_msg_popup_event', FromUserName: openid, CreateTime, List: { TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '0' } })).recorded
}

async function push(openid: string, { _id }: Template = template, more: object = {}): Promise<string> {
  later()
  const request = { template: _id, data: { thing1: '车库' }, to: [openid], anyway: false, dryRun: false, ...more }
  const { messages } = (await createPush(local.ports(), request, { kind: 'operator' })) as Created
  return messages[0]?.reason ?? messages[0]?.state ?? ''
}

/** The user is known to WeChat, and agrees to nothing there. */
function person(): string {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  return openid
}

async function rowOf(openid: string, of: Template = template): Promise<Authorization> {
  const row = await ledgerOf(local, of, openid)
  if (!row) throw new Error('no row')
  expect(imbalance(row)).toBe(0)
  return row
}

const answersOf = async (openid: string): Promise<Answer[]> => (await local.db.collection<Answer>('answers').where({ openid }).limit(100).get()).data

describe('what a page may claim of one day', () => {
  it('is so many accepts of a template; each further one is written down, not counted, and told', async () => {
    const openid = person()
    const claims: Recorded[] = []
    for (let time = 0; time < MOST_ACCEPTS_OF_A_DAY + 2; time += 1) claims.push(await claim(openid))
    expect(await rowOf(openid)).toMatchObject({ credits: MOST_ACCEPTS_OF_A_DAY, granted: MOST_ACCEPTS_OF_A_DAY })
    expect(claims.map(({ recorded }) => recorded).every((recorded) => recorded === 1)).toBe(true)
    expect(claims[MOST_ACCEPTS_OF_A_DAY - 1]?.uncounted).toEqual([])
    expect(claims[MOST_ACCEPTS_OF_A_DAY]?.uncounted).toMatchObject([{ templateId: template.templateId, title: template.title, reason: 'too-many', message: expect.stringMatching(/明天/) }])
    expect((await answersOf(openid)).filter(({ counted, uncounted }) => !counted && uncounted === 'too-many')).toHaveLength(2)
  })

  it('does not grow with many who report at once, nor with the times that the page says', async () => {
    const openid = person()
    for (let time = 0; time < MOST_ACCEPTS_OF_A_DAY - 1; time += 1) await claim(openid, template, { agoMs: time * DAY_MS })
    await Promise.all([1, 2, 3].map((days) => claim(openid, template, { agoMs: days * DAY_MS })))
    expect(await rowOf(openid)).toMatchObject({ credits: MOST_ACCEPTS_OF_A_DAY })
  })

  it('is counted anew on the next day, and for each template and person by itself', async () => {
    const [openid, other] = [person(), person()]
    const second = await addTemplate(local)
    for (let time = 0; time < MOST_ACCEPTS_OF_A_DAY; time += 1) await claim(openid)
    expect((await claim(openid, second)).uncounted).toEqual([])
    expect((await claim(other)).uncounted).toEqual([])
    later(DAY_MS)
    expect((await claim(openid)).uncounted).toEqual([])
    expect(await rowOf(openid)).toMatchObject({ credits: MOST_ACCEPTS_OF_A_DAY + 1 })
  })

  it('is five templates at most in one report, and short words', async () => {
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, place) => [`T${place}`, 'accept']))
    await expect(recordConsent(local.ports(), person(), { promptId: 'p', result: { ...OK, ...many } })).rejects.toMatchObject({ code: 'invalid-argument' })
    const report = (said: string): unknown => parse(RECORD_REQUEST, { promptId: 'p', result: { ...OK, T: said } })
    expect(() => report('x'.repeat(90_000))).toThrow(/太长/)
    expect(() => parse(RECORD_REQUEST, { promptId: 'p', result: Object.fromEntries(Array.from({ length: 5000 }, (_, place) => [`T${place}`, 'accept'])) })).toThrow(/最多/)
  })
})

it.each<Record<string, string>>([
  { SubscribeStatusString: 'x'.repeat(90_000) }, { TemplateId: 'T'.repeat(90_000) }, { FromUserName: 'o'.repeat(90_000) }, { CreateTime: '1'.repeat(90_000) },
])('an event that is longer than any of WeChat’s leaves nothing behind (%#)', async (changes) => {
  const { TemplateId = template.templateId, SubscribeStatusString = 'accept', ...head } = changes
  const before = await local.db.collection('answers').where({}).count()
  const event = { Event: 'subscribe_msg_popup_event', FromUserName: person(), CreateTime: 1, ...head, List: [{ TemplateId, SubscribeStatusString }] }
  expect(await receiveEvent(local.ports(), event)).toMatchObject({ recorded: 0 })
  expect(await local.db.collection('answers').where({}).count()).toEqual(before)
})

it('an answer keeps what she was asked, in which words, where, and who told us', async () => {
  const openid = person()
  const text = { id: 'subscribe', version: 3, words: '每同意一次收到一条', kinds: { [template.templateId]: '巡查：派给你时' } }
  const asked = { page: 'pages/subscribe/subscribe', scene: 1001, text }
  await recordConsent(local.ports(), openid, { promptId: 'p1', result: { ...OK, [template.templateId]: 'accept' }, asked })
  await told(openid)
  const answers = await answersOf(openid)
  expect(answers.find(({ source }) => source === 'page')?.evidence).toEqual({
    promptId: 'p1', page: 'pages/subscribe/subscribe', scene: 1001,
    text: { id: 'subscribe', version: 3, words: '每同意一次收到一条\n巡查：派给你时', hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
  })
  expect(answers.find(({ source }) => source === 'popup-event')?.evidence).toEqual({ event: 'subscribe_msg_popup_event', popupScene: '0' })
})

describe('a page that told twice in a row of what WeChat did not know', () => {
  async function doubted(of: Template = template): Promise<string> {
    const openid = person()
    for (let time = 0; time < 2; time += 1) {
      await claim(openid, of)
      expect(await push(openid, of)).toBe('not-authorized')
    }
    return openid
  }

  it('is not taken at its word any more: the tap is kept, grants nothing, and both sides are told why', async () => {
    const openid = await doubted()
    expect((await claim(openid)).uncounted).toMatchObject([{ reason: 'doubtful' }])
    expect(await rowOf(openid)).toMatchObject({ credits: 0, misses: 2 })
    expect(await push(openid)).toBe('doubtful')
    local.emulator.clock.advance(1000)
    const { items } = await listRecipients(local.db, { template: template._id, search: openid })
    expect(items).toMatchObject([{ canReceive: false, doubtful: true }])
  })

  it('is believed again when WeChat itself has told, and the message goes out', async () => {
    const openid = await doubted()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await claim(openid)
    await told(openid)
    expect(await rowOf(openid)).toMatchObject({ credits: 1 })
    expect(await push(openid)).toBe('sent')
    expect((await claim(openid)).uncounted).toEqual([])
  })

  it('is believed again when a try without a credit got through', async () => {
    const openid = await doubted()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    expect(await push(openid, template, { anyway: true })).toBe('sent')
    expect((await claim(openid)).uncounted).toEqual([])
    expect(await rowOf(openid)).toMatchObject({ credits: 1 })
  })

  it('may have said the truth once before: a success in between counts from the start', async () => {
    const openid = person()
    await claim(openid)
    await push(openid)
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await claim(openid)
    expect(await push(openid)).toBe('sent')
    await claim(openid)
    expect(await push(openid)).toBe('not-authorized')
    expect((await rowOf(openid)).misses).toBe(1)
  })

  it('ends also a long-term consent that it made up, until WeChat tells of one', async () => {
    const openid = await doubted(longTerm)
    await claim(openid, longTerm)
    await recordSettings(local.ports(), openid, { mainSwitch: true, itemSettings: { [longTerm.templateId]: 'accept' } })
    expect(await push(openid, longTerm)).toBe('doubtful')
    await local.emulator.wechat.consent({ openid, templateIds: [longTerm.templateId] })
    await told(openid, longTerm)
    expect(await push(openid, longTerm)).toBe('sent')
  })

  it('still ends her own stop', async () => {
    const openid = await doubted()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    const stop = { openid, templateId: template.templateId, choice: 'stop' as const, said: 'stop', source: 'stop' as const, counted: true, longTerm: false }
    later()
    await recordAnswers(local.ports(), [{ ...stop, _id: fresh('stop') }])
    expect(await push(openid)).toBe('stopped')
    await claim(openid)
    expect(await push(openid)).toBe('doubtful')
  })
})

it('one refusal that meets two messages under way is one miss', async () => {
  const openid = person()
  await claim(openid)
  await claim(openid)
  const of = (pushId: string): Settlement => ({ pushId, templateId: template.templateId, openids: [openid], anyway: false })
  await reserveCredits(local.ports(), of('a'))
  await reserveCredits(local.ports(), of('b'))
  await forfeit(local.ports(), of('a'))
  await forfeit(local.ports(), of('b'))
  expect((await rowOf(openid)).misses).toBe(1)
})

it('whatever page, event and pushes do, the books balance, and nothing doubtful is counted on', async () => {
  const step = fc.constantFrom('page', 'event', 'agree', 'push', 'anyway', 'day')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const openid = person()
      for (const each of steps) {
        const before = await ledgerOf(local, template, openid)
        if (each === 'page') await claim(openid)
        if (each === 'event') await told(openid)
        if (each === 'agree') await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
        if (each === 'push') await push(openid)
        if (each === 'anyway') await push(openid, template, { anyway: true })
        if (each === 'day') later(DAY_MS)
        const row = await ledgerOf(local, template, openid)
        if (!row) continue
        expect(imbalance(row)).toBe(0)
        expect(row.credits).toBeGreaterThanOrEqual(0)
        if (each === 'page' && before?.misses === 2) expect(row.granted).toBe(before.granted)
      }
    }),
    { numRuns: 20 },
  )
})
