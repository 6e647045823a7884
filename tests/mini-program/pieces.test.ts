/** @jest-environment jsdom */
import { join } from 'node:path'
import { type Kind } from '../../miniprogram/services/answers'
import { openMiniProgram, type MiniProgramUnderTest, type Rendered } from '../../emulator/miniprogram/testing'
import { type ProjectFixture } from '../../emulator/testing/project'
import { shopProject } from '../support/shop'

const BUTTON = 'subscribe/components/subscribe-button/subscribe-button'
const STRIP = 'subscribe/components/subscribe-again/subscribe-again'

function kind(key: string, type: Kind['type'] = 'one-time', credits = 0): Kind {
  return { key, templateId: `T-${key}`, type, title: `${key} 提醒`, about: '', sample: [], standing: 'none', credits, target: 3 } as unknown as Kind
}

const KINDS = [...['a', 'b', 'c', 'd', 'e', 'f'].map((key) => kind(key)), kind('long', 'long-term'), kind('have', 'one-time', 1), kind('full', 'one-time', 3)]

/** The cloud, as far as the pieces ask it: what it heard, and how it is. */
let heard: { action: string; [key: string]: unknown }[]
let isOffline: boolean
let panel: (ids: string[]) => Record<string, unknown>
let settings: Record<string, unknown>

function answer(_name: string, data: { action: string; [key: string]: unknown }): unknown {
  heard.push(data)
  if (isOffline) throw new Error('request:fail')
  if (data.action === 'overview') return { ok: true, templates: KINDS, user: {} }
  if (data.action === 'record') return { ok: true, templates: KINDS.map((each) => ({ ...each, credits: { f: 0, full: 3 }[each.key] ?? 1 })), recorded: 1, unavailable: [], uncounted: [] }
  if (data.action === 'opened' && data['id'] === 'p:me') return { ok: true, message: { id: 'p:me', template: 'a', templateId: 'T-a', title: 'a 提醒' } }
  if (data.action === 'opened') return { ok: false, error: { code: 'not-found', message: '没有这条消息' } }
  return { ok: true, templates: KINDS }
}

interface Requested {
  tmplIds: string[]
  success(result: object): void
  fail(error: object): void
}

/** A fresh start of the app: nothing is loaded yet, what is on the phone stays. */
function start(): MiniProgramUnderTest {
  return openMiniProgram({
    root: join(shop.dir, 'miniprogram'),
    callFunction: answer as never,
    wx: {
      requestSubscribeMessage({ tmplIds, success, fail }: Requested) {
        const result = panel(tmplIds)
        if ('errCode' in result || !String(result['errMsg']).endsWith(':ok')) fail(result)
        else success(result)
      },
      getSetting: async () => ({ subscriptionsSetting: settings }),
      openSetting: async () => ({ subscriptionsSetting: { mainSwitch: true } }),
    },
  })
}

const allow = (ids: string[]): Record<string, unknown> => ({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(ids.map((id) => [id, 'accept'])) })

let shop: ProjectFixture
let app: MiniProgramUnderTest
beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  shop = shopProject()
  localStorage.clear()
  wakeUp()
  app = start()
})
afterAll(() => shop.remove())
beforeEach(wakeUp)
afterEach(() => jest.mocked(console.error).mockClear())

function wakeUp(): void {
  heard = []
  isOffline = false
  panel = allow
  settings = { mainSwitch: true }
  // Every test has its own day.
  for (const key of Object.keys(localStorage)) if (key.includes('panels-of-today')) localStorage.removeItem(key)
}

const actions = (): string[] => heard.map(({ action }) => action)
const saidToDeveloper = (): string => jest.mocked(console.error).mock.calls.map((line) => line.join(' ')).join('\n')

async function button(properties: Record<string, unknown>): Promise<{ drawn: Rendered; answers: { detail: unknown }[]; tap: () => Promise<void> }> {
  const drawn = await app.renderComponent(BUTTON, { properties, content: '下单并通知我' })
  return { drawn, answers: drawn.events('answer'), tap: () => drawn.tap(drawn.byClass('subscribe-button')) }
}

describe('the question in a page of another matter', () => {
  it('never asks after the tap: what nobody knows yet is told at once, in words', async () => {
    isOffline = true
    const asked = jest.fn(allow)
    panel = asked
    const { drawn, answers, tap } = await button({ templates: 'a,b' })
    await tap()
    const problem = { message: '提醒还没准备好，这次没有询问。再点一次就会问。', inSettings: false }
    expect(answers).toEqual([{ detail: { accepted: [], refused: [], notAsked: ['a', 'b'], why: { a: 'not-loaded', b: 'not-loaded' }, problem } }])
    expect(drawn.text).toContain(problem.message)
    expect(asked).not.toHaveBeenCalled()
  })

  it('asks at the first tap after a cold start by what the phone still knows, while the cloud cannot be reached', async () => {
    isOffline = true
    const { setStorageSync, getStorageSync } = app.wx as { setStorageSync(key: string, value: unknown): void; getStorageSync(key: string): unknown }
    setStorageSync('known-kinds', [kind('a')])
    const { answers, tap } = await button({ templates: 'a' })
    await tap()
    expect(answers).toEqual([{ detail: { accepted: ['a'], refused: [], notAsked: [] } }])
    // Kept until the cloud has it.
    expect(getStorageSync('kept-consents')).toHaveLength(1)
  })

  it('loads what it needs once for all buttons, and what was kept goes out with that', async () => {
    await button({ templates: 'a' })
    await button({ templates: 'b' })
    expect(actions()).toEqual(['overview', 'record'])
  })

  it('asks for the keys it was given, tells the page, and keeps words and place with the answer', async () => {
    const { drawn, answers, tap } = await button({ templates: 'a,b', scene: 'checkout', promise: '发货时提醒你一次', version: 2 })
    expect(drawn.text).toBe('下单并通知我发货时提醒你一次')
    panel = ([first = '', second = '']) => ({ errMsg: 'requestSubscribeMessage:ok', [first]: 'accept', [second]: 'reject' })
    await tap()
    expect(answers).toEqual([{ detail: { accepted: ['a'], refused: ['b'], notAsked: [] } }])
    expect(heard.find(({ action }) => action === 'record')).toMatchObject({
      result: { 'T-a': 'accept', 'T-b': 'reject' },
      asked: { page: expect.any(String), text: { id: 'checkout', version: 2, words: '发货时提醒你一次' } },
    })
    expect(drawn.text).toContain('好的，到时会提醒你')
  })

  it.each([
    ['more than five', 'a,b,c,d,e,f', ['a', 'b', 'c', 'd', 'e'], ['f'], /f：微信一次最多问 5 类/],
    ['both types', ['a', 'long', 'b'], ['a', 'b'], ['long'], /long：一次性和长期的模板不能一起问/],
    ['a key that is none', 'a, typo ,a', ['a'], ['typo'], /typo：没有这个模板/],
  ])('of %s asks for what goes together, and says the rest to whoever wrote the page', async (_what, templates, accepted, notAsked, words) => {
    const { answers, tap } = await button({ templates })
    await tap()
    expect(answers).toMatchObject([{ detail: { accepted, refused: [], notAsked, why: { [notAsked[0] ?? '']: expect.any(String) } } }])
    expect(saidToDeveloper()).toMatch(words)
  })

  it.each([
    ['nothing that can be asked for', { templates: 'typo' }, allow, '这类提醒现在不能开启。', false],
    ['nothing at all', { templates: '' }, allow, '这类提醒现在不能开启。', false],
    ['the main switch off', { templates: 'a' }, () => ({ errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }), '你关闭了这个小程序的「接收通知」总开关，要先在设置里打开。', true],
    ['no network', { templates: 'a' }, () => ({ errMsg: 'requestSubscribeMessage:fail', errCode: 10002 }), '网络不好，微信没能打开授权窗口。请检查网络后再点一次。', false],
  ])('with %s tells why, so that the page goes on', async (_what, properties, given, message, inSettings) => {
    panel = given
    const { drawn, answers, tap } = await button(properties)
    await tap()
    expect(answers).toMatchObject([{ detail: { accepted: [], refused: [], problem: { message, inSettings } } }])
    expect(drawn.text).toContain(message)
    expect(drawn.text.includes('去设置')).toBe(inSettings)
  })

  it('goes on where WeChat has no such interface, and where the storage is full', async () => {
    const { answers, tap } = await button({ templates: 'a' })
    const { requestSubscribeMessage, setStorageSync } = app.wx
    app.wx['setStorageSync'] = () => {
      throw new Error('setStorageSync:fail exceed storage max size')
    }
    await tap()
    expect(actions()).toContain('record')
    app.wx['setStorageSync'] = setStorageSync
    app.wx['requestSubscribeMessage'] = undefined
    await tap()
    app.wx['requestSubscribeMessage'] = requestSubscribeMessage
    expect(answers).toMatchObject([{ detail: { accepted: ['a'] } }, { detail: { problem: { message: '微信版本太旧，不能开启提醒。请更新微信后再试。' } } }])
  })

  it('answers once for a tap, however often she taps while the panel is open', async () => {
    const { answers, tap } = await button({ templates: 'a' })
    const open: Requested[] = []
    const { requestSubscribeMessage } = app.wx
    app.wx['requestSubscribeMessage'] = (request: Requested) => void open.push(request)
    await tap()
    await tap()
    open[0]?.success(allow(['T-a']))
    app.wx['requestSubscribeMessage'] = requestSubscribeMessage
    await new Promise((resolve) => setTimeout(resolve))
    expect(open).toHaveLength(1)
    expect(answers).toHaveLength(1)
  })

  it('shows the way to the settings where the kind was refused for good', async () => {
    settings = { mainSwitch: true, itemSettings: { 'T-a': 'reject' } }
    const asked = jest.fn(allow)
    panel = asked
    const { drawn, answers, tap } = await button({ templates: 'a' })
    // She sees it before she taps in vain.
    expect(drawn.text).toContain('你在微信里设成了不接收，不会再询问去设置')
    await tap()
    const problem = { message: '你在微信里设成了不接收，不会再询问', inSettings: true }
    expect(answers).toEqual([{ detail: { accepted: [], refused: [], notAsked: ['a'], why: { a: 'refused' }, problem } }])
    expect(asked).not.toHaveBeenCalled()
    await drawn.tap(drawn.byText('去设置'))
    expect(drawn.text).not.toContain('去设置')
  })

  it('offers the way back where she refuses for good in the panel itself', async () => {
    panel = () => {
      settings = { mainSwitch: true, itemSettings: { 'T-a': 'reject' } }
      return { errMsg: 'requestSubscribeMessage:ok', 'T-a': 'reject' }
    }
    const { drawn, answers, tap } = await button({ templates: 'a' })
    await tap()
    expect(answers).toEqual([{ detail: { accepted: [], refused: ['a'], notAsked: [] } }])
    expect(drawn.text).toContain('你在微信里设成了不接收，不会再询问去设置')
  })

  it('stays as it is after a simple no, and says how to say yes', async () => {
    panel = () => ({ errMsg: 'requestSubscribeMessage:ok', 'T-a': 'reject' })
    const { drawn, tap } = await button({ templates: 'a' })
    await tap()
    expect(drawn.text).toBe('下单并通知我好的，这次没有开启，想要时再点一次')
    panel = allow
    await tap()
    expect(drawn.text).toContain('好的，到时会提醒你')
  })

  it('does not ask for what she has enough of; the page goes on, and she is told', async () => {
    const asked = jest.fn(allow)
    panel = asked
    const { drawn, answers, tap } = await button({ templates: 'full' })
    await tap()
    expect(answers).toEqual([{ detail: { accepted: [], refused: [], notAsked: ['full'], why: { full: 'enough' } } }])
    expect(drawn.text).toContain('还可接收 3 条，够用了，这次没有再问')
    expect(asked).not.toHaveBeenCalled()
    await (await button({ templates: 'full,a' })).tap()
    expect(asked.mock.calls).toEqual([[['T-a']]])
  })

  it('opens five panels a day, then no more, and leads to where she can ask herself', async () => {
    const { drawn, answers, tap } = await button({ templates: 'a' })
    for (let time = 0; time < 6; time += 1) await tap()
    expect(answers.map(({ detail }) => (detail as { accepted: string[] }).accepted.length)).toEqual([1, 1, 1, 1, 1, 0])
    expect(answers[5]).toMatchObject({ detail: { notAsked: ['a'], why: { a: 'limit' }, problem: { message: expect.stringContaining('今天已经问过你几次') } } })
    expect(drawn.text).toContain('今天已经问过你几次')
  })

  it('tops up without a word where WeChat asks no more, and counts no panel', async () => {
    settings = { mainSwitch: true, itemSettings: { 'T-a': 'accept' } }
    const { drawn, answers, tap } = await button({ templates: 'a' })
    for (let time = 0; time < 7; time += 1) await tap()
    expect(answers).toHaveLength(7)
    expect(answers).toEqual(Array(7).fill({ detail: { accepted: ['a'], refused: [], notAsked: [] } }))
    expect(drawn.text).toBe('下单并通知我每同意一次，可收到一条提醒')
  })

  it('says by itself what it will do, beside what the page puts into it, and tells the page as well', async () => {
    settings = { mainSwitch: true, itemSettings: { 'T-b': 'reject' } }
    const drawn = await app.renderComponent(BUTTON, { properties: { templates: 'a,b,c', autoLabel: true, promise: '有事通知你' }, content: '铃 ' })
    expect(drawn.text).toBe('铃 开启提醒（2 类）有事通知你')
    const plans = drawn.events('plan')
    await drawn.tap(drawn.byClass('subscribe-button'))
    expect(drawn.text).toBe('铃 再收 2 类好的，到时会提醒你')
    expect(plans).toEqual([{ detail: { label: '再收 2 类', asks: ['a', 'c'] } }])
  })

  it('leads to the settings with its own words, and the page goes on', async () => {
    settings = { mainSwitch: true, itemSettings: { 'T-a': 'reject' } }
    const drawn = await app.renderComponent(BUTTON, { properties: { templates: 'a', autoLabel: true }, content: '' })
    const answers = drawn.events('answer')
    await drawn.tap(drawn.byText('去设置开启'))
    expect(answers).toMatchObject([{ detail: { why: { a: 'refused' } } }])
    expect(drawn.text).toMatch(/^(开启提醒|再收一条)每同意一次，可收到一条提醒$/)
  })

  it('is not there while what it asks for can be received, and does nothing while it is off', async () => {
    expect((await button({ templates: 'have', hideWhenGranted: true })).drawn.text).toBe('')
    expect((await button({ templates: 'have,f', hideWhenGranted: true })).drawn.text).toContain('下单并通知我')
    const { answers, tap } = await button({ templates: 'a', disabled: true, hidePromise: true })
    await tap()
    expect(answers).toEqual([])
  })

  it('says a place that the cloud would refuse to the developer, and records without it', async () => {
    const { tap } = await button({ templates: 'a', scene: '结算页', promise: '', version: 0 })
    await tap()
    expect(heard.find(({ action }) => action === 'record')).toMatchObject({ asked: { text: { id: 'subscribe-button', version: 1, words: '每同意一次，可收到一条提醒' } } })
    expect(saidToDeveloper()).toMatch(/scene「结算页」/)
  })
})

describe('the strip', () => {
  const strip = (properties: Record<string, unknown>): Promise<Rendered> => app.renderComponent(STRIP, { properties })

  it('asks for the kind of the message that led here, and says what came of it', async () => {
    const drawn = await strip({ message: 'p:me' })
    const answers = drawn.events('answer')
    expect(actions()).toEqual(['opened'])
    await drawn.tap(drawn.byText('继续提醒我'))
    expect(answers).toEqual([{ detail: { accepted: ['a'], refused: [], notAsked: [] } }])
    expect(drawn.text).toBe('好的，还可接收 1 条。再收一条')
  })

  it('asks by a template’s key as well', async () => {
    panel = () => ({ errMsg: 'requestSubscribeMessage:ok', 'T-b': 'reject' })
    const drawn = await strip({ template: 'b' })
    await drawn.tap(drawn.byText('继续提醒我'))
    expect(drawn.text).toBe('好的，这次没有开启，想要时再点一次。继续提醒我')
  })

  it('can be tapped again after a failure', async () => {
    panel = () => ({ errMsg: 'requestSubscribeMessage:fail', errCode: 10002 })
    const drawn = await strip({ template: 'b' })
    await drawn.tap(drawn.byText('继续提醒我'))
    panel = allow
    await drawn.tap(drawn.byText('继续提醒我'))
    expect(drawn.text).toContain('好的，还可接收 1 条。')
  })

  it('says what she has where that is enough, and keeps its button', async () => {
    const asked = jest.fn(allow)
    panel = asked
    const drawn = await strip({ template: 'full' })
    const answers = drawn.events('answer')
    await drawn.tap(drawn.byText('继续提醒我'))
    expect(drawn.text).toBe('还可接收 3 条，够用了，这次没有再问继续提醒我')
    expect(answers).toEqual([{ detail: { accepted: [], refused: [], notAsked: ['full'], why: { full: 'enough' } } }])
    expect(asked).not.toHaveBeenCalled()
  })

  it.each([{ message: 'p:somebody-else' }, { template: 'typo' }, {}])('is not there where there is nothing to ask for: %j', async (properties) => {
    expect((await strip(properties)).text).toBe('')
  })
})
