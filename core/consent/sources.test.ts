import fc from 'fast-check'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { SAME_TAP_MS } from '../ledger/claims'
import { type Settings } from '../ports/settings'
import { type Template } from '../templates/template'
import { receiveEvent } from '../events/receive-event'
import { recordConsent } from './record'

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

type Source = Settings['consentSource']

interface Tap {
  at: number
  promptId: string
}

class Person {
  readonly openid = freshOpenid()
  source: Source = 'page'

  tap(): Tap {
    local.emulator.clock.advance(2 * SAME_TAP_MS + 1000)
    return { at: local.emulator.clock.now(), promptId: fresh('tap') }
  }

  async page({ at, promptId }: Tap): Promise<void> {
    const result = { errMsg: 'requestSubscribeMessage:ok', [template.templateId]: 'accept' }
    await recordConsent(this.ports(), this.openid, { promptId, result, agoMs: local.emulator.clock.now() - at })
  }

  async event({ at }: Tap): Promise<void> {
    const List = { TemplateId: template.templateId, SubscribeStatusString: 'accept', PopupScene: '0' }
    await receiveEvent(this.ports(), { Event: 'subscribe_msg_popup_event', FromUserName: this.openid, CreateTime: Math.floor(at / 1000), List })
  }

  async granted(): Promise<number> {
    const row = await ledgerOf(local, template, this.openid)
    expect(row === undefined || imbalance(row) === 0).toBe(true)
    return row?.granted ?? 0
  }

  private ports(): ReturnType<LocalCloud['ports']> {
    const ports = local.ports()
    return { ...ports, settings: { ...ports.settings, consentSource: this.source } }
  }
}

it('a tap that the page told of before the source changed, and the event after it, grants once; so the other way round', async () => {
  for (const [first, second] of [['page', 'event'], ['event', 'page']] as const) {
    const person = new Person()
    const tap = person.tap()
    person.source = first
    await person[first](tap)
    person.source = second
    await person[second](tap)
    expect(await person.granted()).toBe(1)
    // The next one counts by the new source alone.
    const next = person.tap()
    await person.page(next)
    await person.event(next)
    expect(await person.granted()).toBe(2)
  }
})

it('two at once, a function of each setting, grant once', async () => {
  const [one, other] = [new Person(), new Person()]
  const tap = one.tap()
  await one.page(tap)
  const next = one.tap()
  const both = Object.assign(other, { openid: one.openid, source: 'event' as const })
  await Promise.all([one.page(next), both.event(next)])
  expect(await one.granted()).toBe(2)
})

it('whenever the source is switched and back, and however late, often and in whatever order both reports come, no tap grants twice', async () => {
  const step = fc.oneof({ weight: 2, arbitrary: fc.constant({ kind: 'tap' as const }) }, { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('page' as const, 'event' as const), which: fc.nat(5) }) }, { weight: 2, arbitrary: fc.record({ kind: fc.constant('switch' as const) }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const person = new Person()
      const taps: Tap[] = [person.tap()]
      const told = { page: new Set<Tap>(), event: new Set<Tap>() }
      for (const each of steps) {
        if (each.kind === 'tap' && taps.length < 6) taps.push(person.tap())
        if (each.kind === 'switch') person.source = person.source === 'page' ? 'event' : 'page'
        if (each.kind !== 'page' && each.kind !== 'event') continue
        const tap = taps[each.which % taps.length] as Tap
        await person[each.kind](tap)
        told[each.kind].add(tap)
        // Never more than there were taps of which anybody told.
        expect(await person.granted()).toBeLessThanOrEqual(new Set([...told.page, ...told.event]).size)
      }
    }),
    { numRuns: 40 },
  )
})

it('a source that stays the same counts each tap once, whatever the other one tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<Source>('page', 'event'), fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), async (source, order) => {
      const person = new Person()
      person.source = source
      const taps = [0, 1, 2].map(() => person.tap())
      for (const place of order) await person[place < 3 ? 'page' : 'event'](taps[place % 3] as Tap)
      expect(await person.granted()).toBe(3)
    }),
    { numRuns: 12 },
  )
})
