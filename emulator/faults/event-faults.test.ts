import fc from 'fast-check'
import { seeded } from '../seeded'
import { eventKindOf, inOrder } from './event-faults'
import { Faults, type FaultPlan } from './faults'

const SENT = 'subscribe_msg_sent_event'
const POPUP = 'subscribe_msg_popup_event'
const AT_ONCE = { copiesAfterMs: [0], gathered: false }

function ordered(events: FaultPlan['events'], more: FaultPlan = {}): Faults {
  const faults = new Faults(() => 0.5)
  faults.set({ events, ...more })
  return faults
}

test('with nothing ordered every event comes at once', () => {
  expect(new Faults().takeEvent(SENT)).toEqual(AT_ONCE)
})

test('the kind of an event is in its name, and any other name has none', () => {
  expect([POPUP, 'subscribe_msg_change_event', SENT, 'subscribe_msg_event', 'unsubscribe'].map(eventKindOf)).toEqual(['popup', 'change', 'sent', undefined, undefined])
})

test('so many are lost, and the next ones come', () => {
  const faults = ordered({ lost: { times: 2 } })
  expect([1, 2, 3].map(() => faults.takeEvent(SENT).copiesAfterMs)).toEqual([[], [], [0]])
  expect(faults.plan.events).toEqual({ lost: { times: 0 } })
})

test('a copy comes after the first one, by the delay that is ordered for it', () => {
  const faults = ordered({ delayMs: 1000, duplicated: { times: 1, afterMs: 500 } })
  expect([1, 2].map(() => faults.takeEvent(SENT).copiesAfterMs)).toEqual([[1000, 1500], [1000]])
})

test('what is lost uses up no copy', () => {
  const faults = ordered({ lost: { times: 1 }, duplicated: { times: 1 } })
  expect([1, 2].map(() => faults.takeEvent(SENT).copiesAfterMs)).toEqual([[], [0, 0]])
})

test('trouble for one kind of event leaves the others alone', () => {
  const faults = ordered({ on: 'sent', delayMs: 1000, lost: { times: 1 } })
  expect(faults.takeEvent(POPUP)).toEqual(AT_ONCE)
  expect(faults.takeEvent(SENT).copiesAfterMs).toEqual([])
  expect(faults.takeEvent(SENT).copiesAfterMs).toEqual([1000])
})

test('deliveries fail one after the other, each with its own words, whatever the events are narrowed to', () => {
  const faults = ordered({ on: 'popup', failures: [{ errorCode: 3, errorStatus: 'failed: blocked', times: 1 }, { times: 1 }] })
  expect([1, 2, 3].map(() => faults.takeDeliveryFailure())).toEqual([
    { errorCode: 3, errorStatus: 'failed: blocked', times: 0 },
    { times: 0 },
    undefined,
  ])
})

test('the same seed loses, copies and mixes alike, another one does not', () => {
  const run = (seed: number) => {
    const faults = ordered({ delayMs: 1, order: 'shuffled', lost: { rate: 0.3 }, duplicated: { rate: 0.3 } }, { seed })
    return [Array.from({ length: 50 }, () => faults.takeEvent(SENT).copiesAfterMs.length), faults.orderOfEvents(Array.from({ length: 20 }, (_, n) => n))]
  }
  expect(run(7)).toEqual(run(7))
  expect(run(7)).not.toEqual(run(8))
})

test('another order holds the same events', () => {
  const orders = fc.constantFrom('shuffled' as const, 'reversed' as const, undefined)
  fc.assert(
    fc.property(fc.array(fc.nat()), orders, fc.nat(), (items, order, seed) => {
      const mixed = inOrder(items, order, seeded(seed))
      expect([...mixed].sort()).toEqual([...items].sort())
      if (order === undefined) expect(mixed).toEqual(items)
      if (order === 'reversed') expect(mixed.toReversed()).toEqual(items)
    }),
  )
})
