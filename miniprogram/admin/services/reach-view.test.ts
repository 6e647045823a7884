import * as fc from 'fast-check'
import { coverText, driftRows, forecastChart, forecastText, reachBars } from './reach-view'
import { type Forecast, type Reach } from './report-answers'

const NO_DRIFT = { refusedWithCredit: 0, sentWithout: 0, changed: 0, reported: 0 }
const NOBODY: Reach = { people: 0, canReceive: 0, credits: 0, refused: 0, neverAsked: 0, cancelled: 0, usedUp: 0, stopped: 0, doubtful: 0, drift: NO_DRIFT }
const SOME: Reach = { ...NOBODY, people: 10, canReceive: 4, credits: 9, neverAsked: 5, stopped: 1 }
const FORECAST: Forecast = { gainedPerDay: 0, spentPerDay: 0, days: [] }

describe('the people of a template', () => {
  it('are told part by part, and parts with nobody in them are left out', () => {
    expect(reachBars(SOME)).toMatchObject([
      { title: '可接收', count: '4 人', share: '40%', percent: 40 },
      { title: '未授权', count: '5 人', share: '50%' },
      { title: '已停止', count: '1 人', share: '10%' },
    ])
  })

  it('are told also when none of them can receive, and not at all when there is nobody', () => {
    expect(reachBars({ ...SOME, canReceive: 0, neverAsked: 9 })[0]).toMatchObject({ title: '可接收', count: '0 人', share: '0%' })
    expect(reachBars(NOBODY)).toEqual([])
  })

  it('say of those with nothing left how many used it up', () => {
    expect(reachBars({ ...SOME, people: 13, cancelled: 3, usedUp: 2 })[2]).toMatchObject({ title: '无剩余', about: '其中 2 人用完了，其余问过但没有选；下次打开可以再问' })
    expect(reachBars({ ...SOME, people: 13, cancelled: 3, usedUp: 3 })[2]?.about).toBe('次数都用完了；下次打开可以再问')
    expect(reachBars({ ...SOME, people: 13, cancelled: 3 })[2]?.about).toMatch(/^问过但没有选/)
  })

  it('add up to the whole, whatever the parts are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50_000), { minLength: 6, maxLength: 6 }), ([canReceive = 0, refused = 0, neverAsked = 0, cancelled = 0, stopped = 0, doubtful = 0]) => {
        const people = canReceive + refused + neverAsked + cancelled + stopped + doubtful
        const bars = reachBars({ ...NOBODY, people, canReceive, refused, neverAsked, cancelled, stopped, doubtful })
        expect(bars.reduce((sum, { count }) => sum + Number(count.replace(/\D/g, '')), 0)).toBe(people)
      }),
    )
  })
})

describe('how far the authorizations go', () => {
  it('is counted in whole pushes to everybody', () => {
    expect(coverText(SOME, 'one-time')).toBe('全部发一遍，够 2 次')
  })

  it('needs no count where nothing is used up, or nobody is reached', () => {
    expect(coverText(SOME, 'long-term')).toBe('长期有效，不用掉次数')
    expect(coverText({ ...SOME, canReceive: 0, credits: 0 }, 'one-time')).toBe('现在没有人能收到')
    expect(coverText(NOBODY, 'one-time')).toBe('还没有人打开过小程序')
  })
})

describe('the days to come', () => {
  it('say when it will be over, that it lasts, or that nothing moves', () => {
    expect(forecastText({ ...FORECAST, gainedPerDay: 1.25, spentPerDay: 3, runsOutOn: '2026-12-05' }, 'one-time')).toBe('照最近的速度，每天多出 1.3 次、用掉 3 次，12月5日 周六前后会用完。')
    expect(forecastText({ ...FORECAST, gainedPerDay: 3, spentPerDay: 1 }, 'one-time')).toMatch(/不会用完。$/)
    expect(forecastText({ ...FORECAST, gainedPerDay: 1, spentPerDay: 1.1 }, 'one-time')).toMatch(/14 天里还用不完。$/)
    expect(forecastText(FORECAST, 'one-time')).toMatch(/暂时不会变/)
    expect(forecastText({ ...FORECAST, spentPerDay: 9 }, 'long-term')).toMatch(/不会用完/)
  })

  it('are drawn as people who can receive', () => {
    const chart = forecastChart({ ...FORECAST, days: [{ day: '2026-11-29', canReceive: 40 }, { day: '2026-11-30', canReceive: 20 }] })
    expect(chart.columns.map(({ parts }) => parts[0]?.height)).toEqual([100, 50])
    expect(chart.rows.map(({ day }) => day)).toEqual(['11月29日 周日', '11月30日 周一'])
    expect(chart.label).toContain('40 人')
  })
})

it('names only disagreements that happened', () => {
  expect(driftRows(NO_DRIFT)).toEqual([])
  expect(driftRows({ ...NO_DRIFT, sentWithout: 1200 })).toEqual([{ key: 'sent', text: '账上没有次数，微信发出去了', count: '1,200 次' }])
})
