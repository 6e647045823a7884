import { type Counts } from '../../services/answers'
import { barParts, doneOf } from './bar-parts'

const NONE: Counts = { queued: 0, sending: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, unknown: 0, skipped: 0, cancelling: 0, waiting: 0, merged: 0, cancelled: 0 }

function countsIn(counts: Partial<Counts>, total: number): Record<string, number> {
  return Object.fromEntries(barParts({ counts: { ...NONE, ...counts }, total }).map(({ key, count }) => [key, count]))
}

it('groups the states of messages, and they add up', () => {
  const counts = { ...NONE, queued: 5, sending: 1, sent: 80, failed: 4, unknown: 2, skipped: 6, cancelling: 1, cancelled: 1 }
  expect(countsIn(counts, 100)).toEqual({ sent: 80, unknown: 2, unsent: 12, waiting: 6 })
  expect(doneOf(counts)).toBe(93)
})

it('tells arrived from taken once receipts come, and says nothing of them before', () => {
  const counts = { ...NONE, sent: 10, delivered: 85, undelivered: 5 }
  expect(countsIn(counts, 100)).toEqual({ delivered: 85, sent: 10, undelivered: 5, unknown: 0, unsent: 0, waiting: 0 })
  expect(doneOf(counts)).toBe(100)
  expect(Object.keys(countsIn({ sent: 1 }, 1))).toEqual(['sent', 'unknown', 'unsent', 'waiting'])
})

it('counts people who are not written out yet as waiting', () => {
  expect(countsIn({ sent: 10 }, 300)).toEqual({ sent: 10, unknown: 0, unsent: 0, waiting: 290 })
})

it('knows more than the total while the audience is being written out', () => {
  expect(countsIn({ queued: 500 }, 0)).toMatchObject({ waiting: 500 })
})

it('is empty before there is anybody', () => {
  expect(barParts({ counts: NONE, total: 0 }).every(({ count, percent }) => count === 0 && percent === 0)).toBe(true)
})

it('gives shares of the whole', () => {
  expect(barParts({ counts: { ...NONE, sent: 1, failed: 2 }, total: 3 }).map(({ percent }) => percent)).toEqual([33.3, 0, 66.7, 0])
})
