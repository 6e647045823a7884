import fc from 'fast-check'
import { addNotice, ALICE, BOB, pushed, sendNotice, startPlatform } from './platform.fixture'

type Platform = ReturnType<typeof startPlatform>
type Act = (platform: Platform, accepts: Map<string, number>) => Promise<unknown>

const ONE_TIME = ['N', 'M']
const OPENIDS = [ALICE, BOB]

const openid = fc.constantFrom(...OPENIDS)
const templateId = fc.constantFrom(...ONE_TIME, 'LONG')
const choice = fc.constantFrom('accept' as const, 'reject' as const)

/** What users and the app can do to each other; an accept is counted when the platform answered it. */
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ openid, templateId, choice, always: fc.boolean() }).map(consent) },
  {
    weight: 5,
    arbitrary: fc.record({ openid, templateId, times: fc.integer({ min: 1, max: 3 }), valid: fc.boolean() }).map(send),
  },
  {
    weight: 1,
    arbitrary: fc.record({ openid, templateId }).map(({ openid, templateId }) => {
      return ({ wechat }: Platform) => wechat.refuse(openid, templateId)
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ openid, templateId, choice, mainSwitch: fc.boolean() }).map(({ openid, templateId, choice, mainSwitch }) => {
      return ({ wechat }: Platform) => wechat.changeSettings(openid, { mainSwitch, items: { [templateId]: choice } })
    }),
  },
  { weight: 1, arbitrary: openid.map((openid) => async ({ wechat }: Platform) => wechat.failNextDelivery({ openid })) },
)

const switches = fc.record({
  quota: fc.record({
    wipeOnReject: fc.boolean(),
    onReallow: fc.constantFrom('nothing' as const, 'restore' as const),
    cap: fc.constantFrom(null, 2),
    consumeOn: fc.constantFrom('success' as const, 'attempt' as const),
  }),
  send: fc.record({
    checkOrder: fc.constantFrom('subscription-first' as const, 'data-first' as const),
    concurrencyPerUser: fc.boolean(),
  }),
})

test('whatever users and the app do, a user gets at most one message per accept, and quota is never negative', async () => {
  await fc.assert(
    fc.asyncProperty(switches, fc.array(act, { maxLength: 40 }), async (switches, acts) => {
      const platform = startPlatform({ switches })
      for (const templateId of ONE_TIME) addNotice(platform.wechat, templateId)
      addNotice(platform.wechat, 'LONG', { type: 3 })
      const accepts = new Map<string, number>()
      for (const act of acts) {
        await act(platform, accepts)
        for (const openid of OPENIDS) for (const templateId of ONE_TIME) holds(platform, openid, templateId, accepts)
      }
      await pushed()
    }),
  )
})

test('a long-term template is sent exactly while its consent stands, and never has a quota', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const platform = startPlatform()
      for (const templateId of [...ONE_TIME, 'LONG']) addNotice(platform.wechat, templateId, { type: templateId === 'LONG' ? 3 : 2 })
      for (const openid of OPENIDS) platform.wechat.addUser({ openid })
      for (const act of acts) {
        await act(platform, new Map())
        const { quota, choice } = platform.wechat.subscription(ALICE, 'LONG')
        const stands = choice === 'accept' && platform.wechat.settings(ALICE).mainSwitch
        expect(quota).toBe(0)
        expect(await sendNotice(platform.wechat, { template_id: 'LONG' })).toMatchObject({ errcode: stands ? 0 : 43101 })
      }
      await pushed()
    }),
  )
})

function consent(ask: { openid: string; templateId: string; choice: 'accept' | 'reject'; always: boolean }): Act {
  return async ({ wechat }, accepts) => {
    const { openid, templateId, choice, always } = ask
    const result = await wechat.consent({ openid, templateIds: [templateId], choices: { [templateId]: choice }, always })
    const key = `${openid}:${templateId}`
    if (result[templateId] === 'accept') accepts.set(key, (accepts.get(key) ?? 0) + 1)
  }
}

/** `times` sends at once, of a valid or a faulty message. */
function send(what: { openid: string; templateId: string; times: number; valid: boolean }): Act {
  return ({ wechat }) => {
    const data = { thing1: { value: what.valid ? '开会' : '长'.repeat(21) } }
    const sends = Array.from({ length: what.times }, () => sendNotice(wechat, { touser: what.openid, template_id: what.templateId, data }))
    return Promise.all(sends)
  }
}

function holds({ wechat, sends }: Platform, openid: string, templateId: string, accepts: Map<string, number>): void {
  const accepted = accepts.get(`${openid}:${templateId}`) ?? 0
  const sent = sends.filter((send) => send.touser === openid && send.templateId === templateId && send.errcode === 0).length
  const cards = wechat.inbox(openid).filter((card) => card.templateId === templateId).length
  const { quota } = wechat.subscription(openid, templateId)
  expect(quota).toBeGreaterThanOrEqual(0)
  expect(cards).toBeLessThanOrEqual(sent)
  expect(sent + quota).toBeLessThanOrEqual(accepted)
}
