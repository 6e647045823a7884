import { forecast } from './forecast'

const TODAY = '2026-02-27'
const stock = (canReceive: number, credits: number, people = 100): { canReceive: number; credits: number; people: number } => ({ canReceive, credits, people })
const days = (count: number, accepted: number, sent: number): { accepted: number; sent: number }[] => Array.from({ length: count }, () => ({ accepted, sent }))

it('tells fourteen days, tomorrow first, across the end of a month', () => {
  const { days: ahead } = forecast(TODAY, days(7, 0, 0), stock(10, 10), 'one-time')
  expect(ahead).toHaveLength(14)
  expect(ahead.slice(0, 3)).toEqual([{ day: '2026-02-28', canReceive: 10 }, { day: '2026-03-01', canReceive: 10 }, { day: '2026-03-02', canReceive: 10 }])
  expect(ahead.at(-1)).toEqual({ day: '2026-03-13', canReceive: 10 })
})

it('goes on as an average day went, and says when nobody is left', () => {
  const { gainedPerDay, spentPerDay, days: ahead, runsOutOn } = forecast(TODAY, [{ accepted: 3, sent: 0 }, { accepted: 0, sent: 11 }, { accepted: 3, sent: 13 }], stock(60, 60), 'one-time')
  expect({ gainedPerDay, spentPerDay }).toEqual({ gainedPerDay: 2, spentPerDay: 8 })
  expect(ahead.map(({ canReceive }) => canReceive)).toEqual([54, 48, 42, 36, 30, 24, 18, 12, 6, 0, 0, 0, 0, 0])
  expect(runsOutOn).toBe('2026-03-09')
})

it('counts people, of whom each has several sends left, and never more than there are', () => {
  expect(forecast(TODAY, days(2, 0, 4), stock(10, 40), 'one-time').days[0]).toMatchObject({ canReceive: 9 })
  const grows = forecast(TODAY, days(2, 9, 0), stock(90, 90), 'one-time')
  expect(grows.days.slice(0, 3).map(({ canReceive }) => canReceive)).toEqual([99, 100, 100])
  expect(grows).not.toHaveProperty('runsOutOn')
})

it('of a long-term template nothing is used up', () => {
  const { days: ahead, ...rest } = forecast(TODAY, days(3, 0, 50), stock(8, 0), 'long-term')
  expect(ahead.every(({ canReceive }) => canReceive === 8)).toBe(true)
  expect(rest).toEqual({ gainedPerDay: 0, spentPerDay: 50 })
})

it('with nothing known it stays as it is; where nobody can receive nothing runs out', () => {
  expect(forecast(TODAY, [], stock(5, 5), 'one-time')).toMatchObject({ gainedPerDay: 0, spentPerDay: 0, days: expect.arrayContaining([{ day: '2026-03-13', canReceive: 5 }]) as unknown })
  expect(forecast(TODAY, days(2, 0, 9), stock(0, 0), 'one-time')).not.toHaveProperty('runsOutOn')
})

it('says no day that is further away than a year', () => {
  expect(forecast(TODAY, days(10, 0, 1), stock(1000, 365, 1000), 'one-time').runsOutOn).toBe('2027-02-27')
  expect(forecast(TODAY, days(10, 0, 1), stock(1000, 367, 1000), 'one-time')).not.toHaveProperty('runsOutOn')
})
