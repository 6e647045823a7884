import { lastDay, momentChosen, scheduleStart } from './schedule'

/** 2026-11-28 13:46 in Beijing, on a phone anywhere. */
const AFTERNOON = new Date('2026-11-28T05:46:00Z')
const LATE = new Date('2026-11-28T15:30:00Z')

it('offers the next full hour of Beijing, tomorrow when today is over', () => {
  expect(scheduleStart(AFTERNOON)).toEqual({ sendDate: '2026-11-28', sendTime: '14:00' })
  expect(scheduleStart(LATE)).toEqual({ sendDate: '2026-11-29', sendTime: '00:00' })
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
