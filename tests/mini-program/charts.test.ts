/** @jest-environment jsdom */
import { join } from 'node:path'
import { openMiniProgram, type MiniProgramUnderTest } from '../../emulator/miniprogram/testing'
import { barOf } from '../../miniprogram/admin/services/bars'
import { columnChart } from '../../miniprogram/admin/services/column-chart'

let app: MiniProgramUnderTest
beforeAll(() => {
  app = openMiniProgram({ root: join(__dirname, '../../miniprogram') })
})

const SERIES = [
  { key: 'sent', title: '已发送', tone: 'good' as const },
  { key: 'failed', title: '失败', tone: 'bad' as const },
]
const DAYS = [
  { day: '2026-11-27', values: [300, 100, 9] },
  { day: '2026-11-28', values: [20, 0, 4] },
]

describe('columns over days', () => {
  const render = (days = DAYS, more: object = {}) =>
    app.renderComponent('admin/components/column-chart/column-chart', { properties: { chart: columnChart(days, SERIES, ['已发送', '失败', '打开'], '条'), nothing: '还没有发过', ...more } })

  it('are as high as what they stand for, one part on top of the other', async () => {
    const chart = await render()
    const heights = [...chart.dom.querySelectorAll<HTMLElement>('[class*="part"][style*="height"]')].map(({ style }) => style.height)
    expect(heights).toEqual(['75%', '25%', '5%', '0%'])
    expect(chart.text).toMatch(/已发送.*失败.*400.*200.*11\/27.*11\/28/)
  })

  it('are a picture with words for those who do not see it', async () => {
    const chart = await render()
    expect(chart.dom.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('2 天的柱形图。已发送最多的是 11月27日 周五，300 条；失败最多的是 11月27日 周五，100 条')
  })

  it('tell the last day until another is tapped; a forecast begins with its first', async () => {
    const chart = await render()
    expect(chart.text).toContain('11月28日 周六：已发送 20，失败 0，打开 4')
    const [first] = chart.dom.querySelectorAll<HTMLElement>('[class*="column-place"]')
    await chart.tap(first!)
    expect(chart.text).toContain('11月27日 周五：已发送 300，失败 100，打开 9')
    expect((await render(DAYS, { isAhead: true })).text).toContain('11月27日 周五')
  })

  it('have all their figures in a table that opens, the newest day first', async () => {
    const chart = await render()
    expect(chart.dom.querySelector('[role="table"]')).toBeNull()
    await chart.tap(chart.byText('每天的数字'))
    const rows = [...chart.dom.querySelectorAll('[role="row"]')].map((row) => [...row.children].map((cell) => cell.textContent?.trim()))
    expect(rows).toEqual([['日期', '已发送', '失败', '打开'], ['11月28日 周六', '20', '0', '4'], ['11月27日 周五', '300', '100', '9']])
    await chart.tap(chart.byText('收起每天的数字'))
    expect(chart.dom.querySelector('[role="table"]')).toBeNull()
  })

  it('say so when there is nothing to draw', async () => {
    const chart = await render([{ day: '2026-11-28', values: [0, 0, 0] }])
    expect(chart.text).toBe('还没有发过')
    expect(chart.dom.querySelector('[role="img"]')).toBeNull()
  })
})

it('parts of a whole are as long as their share, and are read as a list', async () => {
  const bars = [barOf({ key: 'can', title: '可接收', count: 40_000, tone: 'good' }, 100_000, '人'), barOf({ key: 'none', title: '已停止', count: 1, tone: 'plain', about: '自己停的' }, 100_000, '人')]
  const list = await app.renderComponent('admin/components/bar-list/bar-list', { properties: { bars } })
  expect([...list.dom.querySelectorAll('[role="listitem"]')].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())).toEqual(['可接收40,000 人40%', '已停止1 人不到 1%自己停的'])
  expect([...list.dom.querySelectorAll<HTMLElement>('[style*="width"]')].map(({ style }) => style.width)).toEqual(['40%', '0.001%'])
})
