import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh, freshOpenid } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { saveProfile } from '../users/profile'
import { type Template } from '../templates/template'
import { countAskCards, type AskCards } from './ask-card-counts'
import { keepAskCard } from './ask-cards'
import { overview } from './overview'
import { recordConsent } from './record'

const DAY_MS = 86_400_000
const SENDER: Author = { kind: 'member', openid: 'oAskCards_sender' }

let local: LocalCloud
let template: Template
let other: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  other = await addTemplate(local)
})
afterEach(() => local.close())

async function card(templates: Template[] = [template], by = SENDER): Promise<string> {
  return (await keepAskCard(local.ports(), by, { code: fresh('card'), templates: templates.map(({ _id }) => _id) })).code
}

const open = (openid: string, from: string): Promise<object> => overview(local.ports(), openid, { from })

async function answer(openid: string, from: string, said: Record<string, string>): Promise<void> {
  await recordConsent(local.ports(), openid, { promptId: fresh('p'), result: { errMsg: 'requestSubscribeMessage:ok', ...said }, asked: { from } })
}

const counted = (of?: Template): Promise<AskCards> => countAskCards(local.ports(), of ? { template: of._id } : {})
const guests = (): number => local.emulator.database.find('askCards', { card: { $exists: true } }, { limit: 100 }).length

describe('a card that was shared', () => {
  it('counts who opened it, whom it asked and who agreed, each person once', async () => {
    const code = await card([template, other])
    const [looks, refuses, agrees] = [freshOpenid(), freshOpenid(), freshOpenid()]
    for (const openid of [looks, looks, refuses, agrees]) await open(openid, code)
    await answer(refuses, code, { [template.templateId]: 'reject', [other.templateId]: 'reject' })
    for (let time = 0; time < 2; time += 1) await answer(agrees, code, { [template.templateId]: 'accept', [other.templateId]: 'reject' })
    expect(await counted(template)).toMatchObject({ opened: 3, asked: 2, accepted: 1, cards: [{ code, templates: [template._id, other._id], opened: 3, asked: 2, accepted: 1 }] })
    expect(await counted(other)).toMatchObject({ opened: 3 })
  })

  it('says whose it is, and is told of where it asked for that kind', async () => {
    await saveProfile(local.ports(), 'oAskCards_sender', { nickname: '周管家' })
    const code = await card()
    expect((await counted(template)).cards).toMatchObject([{ code, author: '周管家', at: expect.any(Date) }])
    expect(await counted(other)).toEqual({ opened: 0, asked: 0, accepted: 0, cards: [] })
    expect((await counted()).cards).toHaveLength(1)
  })

  it('has been opened by whoever answered, also where the note of that was lost', async () => {
    const code = await card()
    await answer(freshOpenid(), code, { [template.templateId]: 'accept' })
    expect(await counted(template)).toMatchObject({ opened: 1, asked: 1, accepted: 1 })
  })

  it('does not count whoever shared it and looks herself', async () => {
    await open('oAskCards_sender', await card())
    expect(await counted(template)).toMatchObject({ opened: 0 })
  })

  it('of the console, such as a poster, counts like any other', async () => {
    const code = await card([template], { kind: 'operator' })
    await open(freshOpenid(), code)
    expect(await counted(template)).toMatchObject({ opened: 1, cards: [{ code, author: '' }] })
  })

  it('is told of for thirty days; kept again it is for longer, with what it asked for', async () => {
    const code = await card()
    local.emulator.clock.advance(31 * DAY_MS)
    expect((await counted(template)).cards).toEqual([])
    await keepAskCard(local.ports(), SENDER, { code, templates: [other._id] })
    expect((await counted(template)).cards).toMatchObject([{ code, templates: [template._id] }])
  })
})

describe('what a client says', () => {
  it('counts as nothing for a code that nobody shared, also for a guest’s own row', async () => {
    const openid = freshOpenid()
    await open(openid, 'made-up-code')
    await open(openid, await card())
    await open(freshOpenid(), `${fresh('card')}:${openid}`)
    await answer(openid, 'made-up-code', { [template.templateId]: 'accept' })
    expect(guests()).toBe(1)
    expect(await counted()).toMatchObject({ opened: 1, asked: 0 })
  })

  it('keeps nobody from the first screen, also where it cannot be noted', async () => {
    const code = await card()
    const collection = (name: string): never => {
      if (name === 'askCards') throw Object.assign(new Error('gone'), { errCode: -502005 })
      return local.db.collection(name) as never
    }
    const db = new Proxy(local.db, { get: (target, name) => (name === 'collection' ? collection : (target[name as keyof typeof target] as unknown)) })
    const { templates } = await overview(local.ports({ db }), freshOpenid(), { from: code })
    expect(templates.length).toBeGreaterThan(0)
  })

  it('stands with the answer, so that one can say later how she came', async () => {
    const [openid, code] = [freshOpenid(), await card()]
    await answer(openid, code, { [template.templateId]: 'accept' })
    expect(local.emulator.database.find('answers', { openid })).toMatchObject([{ evidence: { from: code } }])
  })
})

describe('a card is not kept', () => {
  it('under a code of somebody else’s', async () => {
    const code = await card()
    await expect(keepAskCard(local.ports(), { kind: 'member', openid: 'oAnother' }, { code, templates: [template._id] })).rejects.toMatchObject({ code: 'idempotency-conflict' })
  })

  it('for a kind that there is not', async () => {
    await expect(keepAskCard(local.ports(), SENDER, { code: 'card-x', templates: ['typo'] })).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('typo') })
  })

  it('when somebody has shared a hundred of them today; tomorrow it is', async () => {
    const at = new Date(local.emulator.clock.now())
    local.emulator.database.insert('askCards', Array.from({ length: 100 }, (_, place) => ({ _id: `many-${place}`, templates: [template._id], by: SENDER, at })))
    await expect(card()).rejects.toMatchObject({ code: 'over-limit' })
    local.emulator.clock.advance(DAY_MS)
    await expect(card()).resolves.toEqual(expect.any(String))
  })
})

it('the first screen says how many are enough, and how often a phone asks by itself', async () => {
  const longTerm = await addTemplate(local, { type: 'long-term' })
  const { templates, asksPerDay } = await overview(local.ports({ settings: { ...local.ports().settings, asksPerDay: 4 } }), freshOpenid())
  expect(templates.map(({ key, target }) => [key, target])).toEqual(expect.arrayContaining([[template._id, 3], [longTerm._id, undefined]]))
  expect(asksPerDay).toBe(4)
})
