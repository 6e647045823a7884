import * as fc from 'fast-check'
import { averageText, countText, shareText } from './numbers'

it('writes large numbers exactly, in groups of three', () => {
  expect([0, 999, 1000, 50_000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '50,000', '1,234,567'])
})

it('rounds shares without calling something nothing, or most of it all', () => {
  expect([shareText(80, 120), shareText(0, 9), shareText(9, 9), shareText(1, 50_000), shareText(49_999, 50_000)]).toEqual(['67%', '0%', '100%', '不到 1%', '99%'])
})

it('knows no share of nothing', () => {
  expect(shareText(0, 0)).toBe('—')
})

it('says 0 % of nothing only, and 100 % of all only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(), (whole, some) => {
      const part = some % (whole + 1)
      expect(shareText(part, whole) === '0%').toBe(part === 0)
      expect(shareText(part, whole) === '100%').toBe(part === whole)
    }),
  )
})

it('keeps one decimal of small averages', () => {
  expect([0, 0.04, 3.44, 12.6, 1500].map(averageText)).toEqual(['0', '0', '3.4', '13', '1,500'])
})
