import fc from 'fast-check'
import { forecast } from './forecast'

const TODAY = '2026-12-01'
const day = (accepted: number, sent: number): { accepted: number; sent: number } => ({ accepted, sent })
const stock = (canReceive: number, credits = canReceive, people = 1000): { canReceive: number; credits: number; people: number } => ({ canReceive, credits, people })

describe('the forecast', () => {
  it('goes on like the average day, tomorrow first, for fourteen days', () => {
    const { days, gainedPerDay, spentPerDay } = forecast(TODAY, [day(4, 10), day(6, 20)], stock(300), 'one-time')
    expect([gainedPerDay, spentPerDay]).toEqual([5, 15])
    expect(days).toHaveLength(14)
    expect(days.slice(0, 2)).toEqual([
      { day: '2026-12-02', canReceive: 290 },
      { day: '2026-12-03', canReceive: 280 },
    ])
  })

  it('says on which day nothing is left, also beyond the days it shows', () => {
    expect(forecast(TODAY, [day(0, 10)], stock(50), 'one-time').runsOutOn).toBe('2026-12-06')
    expect(forecast(TODAY, [day(0, 10)], stock(300), 'one-time').runsOutOn).toBe('2026-12-31')
  })

  it('says no such day where it does not go down, where it takes over a year, or where nobody can receive now', () => {
    for (const [days, now] of [[[day(3, 3)], stock(50)], [[day(9, 3)], stock(50)], [[day(0, 1)], stock(900)], [[day(0, 5)], stock(0)], [[], stock(50)]] as const)
      expect(forecast(TODAY, days, now, 'one-time').runsOutOn).toBeUndefined()
  })

  it('reckons people from what is left: who has several sends lasts longer', () => {
    const { days } = forecast(TODAY, [day(0, 10)], stock(50, 100), 'one-time')
    expect(days[0]?.canReceive).toBe(45)
  })

  it('of a long-term template stays as it is, for nothing is used up', () => {
    const { days, runsOutOn } = forecast(TODAY, [day(0, 100)], stock(50, 0), 'long-term')
    expect(days.every(({ canReceive }) => canReceive === 50)).toBe(true)
    expect(runsOutOn).toBeUndefined()
  })

  it('never has fewer than nobody or more than everybody, whatever the days were', () => {
    const figure = fc.record({ accepted: fc.nat(500), sent: fc.nat(500) })
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 30 }), fc.nat(1000), fc.nat(5000), (figures, people, credits) => {
        const canReceive = Math.min(people, credits)
        const { days } = forecast(TODAY, figures, { canReceive, credits, people }, 'one-time')
        for (const { canReceive: left } of days) expect(left >= 0 && left <= people).toBe(true)
      }),
    )
  })
})
