import fc from 'fast-check'
import { firstTime, isOver, lastDay, momentChosen, momentWords, scheduleStart } from './schedule'

/** 2026-11-28 13:46 in Beijing, on a phone anywhere. */
const AFTERNOON = new Date('2026-11-28T05:46:00Z')
const LATE = new Date('2026-11-28T15:30:00Z')

it('offers the next full hour of Beijing, and at night the next morning', () => {
  expect(scheduleStart(AFTERNOON)).toEqual({ sendDate: '2026-11-28', sendTime: '14:00' })
  expect(scheduleStart(LATE)).toEqual({ sendDate: '2026-11-29', sendTime: '09:00' })
  expect(scheduleStart(new Date('2026-11-28T20:10:00Z'))).toEqual({ sendDate: '2026-11-29', sendTime: '09:00' })
})

it('never offers what is over, whenever it is asked', () => {
  const anyMoment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  const chosen = fc.record({ days: fc.integer({ min: 0, max: 89 }), minute: fc.integer({ min: 0, max: 1439 }) })
  fc.assert(
    fc.property(anyMoment, chosen, (now, { days, minute }) => {
      expect(isOver(scheduleStart(now), now)).toBe(false)
      const beijing = new Date(now.getTime() + 8 * 3_600_000)
      const two = (number: number): string => String(number).padStart(2, '0')
      // In the last minute of a day nothing of it is left.
      fc.pre(beijing.toISOString().slice(11, 16) !== '23:59')
      const day = new Date(beijing.getTime() + days * 86_400_000).toISOString().slice(0, 10)
      const moment = momentChosen({ sendDate: day, sendTime: `${two(Math.floor(minute / 60))}:${two(minute % 60)}` }, now)
      expect(isOver(moment, now)).toBe(false)
      expect(moment.sendDate).toBe(day)
    }),
  )
})

it('lets a picker begin at the next minute of today, and at any of another day', () => {
  expect(firstTime('2026-11-28', AFTERNOON)).toBe('13:47')
  expect(firstTime('2026-11-29', AFTERNOON)).toBe('00:00')
})

it('says a moment as one would', () => {
  expect(momentWords({ sendDate: '2026-11-28', sendTime: '15:00' }, AFTERNOON)).toBe('今天 15:00')
  expect(momentWords({ sendDate: '2026-11-29', sendTime: '09:00' }, AFTERNOON)).toBe('明天 09:00')
  expect(momentWords({ sendDate: '2026-12-01', sendTime: '09:00' }, AFTERNOON)).toBe('12月1日 09:00')
})

it('keeps the hour of another day, and never one that is over', () => {
  expect(momentChosen({ sendDate: '2026-11-29', sendTime: '09:00' }, AFTERNOON)).toEqual({ sendDate: '2026-11-29', sendTime: '09:00' })
  expect(momentChosen({ sendDate: '2026-11-28', sendTime: '09:00' }, AFTERNOON)).toEqual({ sendDate: '2026-11-28', sendTime: '14:00' })
  expect(momentChosen({ sendDate: '2026-11-28', sendTime: '20:00' }, AFTERNOON)).toEqual({ sendDate: '2026-11-28', sendTime: '20:00' })
  expect(momentChosen({ sendDate: '2026-11-28', sendTime: '09:00' }, LATE)).toEqual({ sendDate: '2026-11-28', sendTime: '23:59' })
})

it('ends where the cloud does, 90 days on', () => {
  expect(lastDay(AFTERNOON)).toBe('2027-02-26')
  expect(lastDay(new Date('2026-11-28T20:00:00Z'))).toBe('2027-02-27')
})
