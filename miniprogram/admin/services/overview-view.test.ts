import { consentBars, daysChart, daysText, figuresOf, stockRows } from './overview-view'
import { type Day, type Figures, type ReportOverview, type TemplateStock } from './report-answers'
import { messageTroubles } from './troubles'

const NOTHING: Figures = { sent: 0, delivered: 0, undelivered: 0, opened: 0, failed: 0, skipped: 0, asked: 0, accepted: 0, refused: 0, cancelled: 0 }
const NOW: ReportOverview['now'] = { waiting: 0, unknown: 0, running: 0 }
const dayOf = (date: number, figures: Partial<Figures> = {}): Day => ({ ...NOTHING, ...figures, day: `2026-11-${String(date).padStart(2, '0')}` })
const STOCK: TemplateStock = { key: 'bill', title: '账单', type: 'one-time', enabled: true, people: 10, canReceive: 4, credits: 9, refused: 0, neverAsked: 6, cancelled: 0, usedUp: 0, stopped: 0, doubtful: 0, drift: { refusedWithCredit: 0, sentWithout: 0, changed: 0, reported: 0 } }

describe('today', () => {
  const shown = (today: Partial<Figures>, now: Partial<ReportOverview['now']> = {}, receipts: ReportOverview['receipts'] = 'some') =>
    figuresOf({ today: { ...NOTHING, ...today }, now: { ...NOW, ...now }, receipts }).map(({ title, count, about, tone }) => [title, count, about, tone].filter(Boolean).join(' '))

  it('is six exact figures', () => {
    expect(shown({ sent: 50_000, delivered: 49_000, undelivered: 12, opened: 321, failed: 7 }, { waiting: 1234, unknown: 21 })).toEqual([
      '已发送 50,000',
      '已送达 49,000 未送达 12',
      '打开 321',
      '失败 7 bad',
      '等待发送 1,234',
      '不确定 21 warn',
    ])
  })

  it('does not call an arrival none where no receipt ever came', () => {
    expect(shown({ sent: 9 }, {}, 'none')[1]).toBe('已送达 —')
  })

  it('is calm when nothing is wrong', () => {
    expect(shown({})).toEqual(['已发送 0', '已送达 0', '打开 0', '失败 0', '等待发送 0', '不确定 0'])
  })
})

describe('the days', () => {
  it('are drawn with what failed on top of what went out, and told in full', () => {
    const chart = daysChart([dayOf(27, { sent: 60, failed: 20, delivered: 50, opened: 9, accepted: 4 }), dayOf(28)])
    expect(chart.columns[0]).toMatchObject({ parts: [{ height: 75 }, { height: 25 }], text: '11月27日 周五：已发送 60，失败 20，已送达 50，打开 9，同意 4' })
  })

  it('do not call a day empty that nobody counted', () => {
    expect(daysChart([{ ...dayOf(27), uncounted: true }, dayOf(28)]).rows[1]).toMatchObject({ day: '11月27日 周五', cells: [{ text: '—' }, { text: '—' }, { text: '—' }, { text: '—' }, { text: '—' }] })
  })

  it('say what share was opened, and nothing of the kind when nothing went out', () => {
    expect(daysText([dayOf(27, { sent: 90, opened: 20 }), dayOf(28, { sent: 10, opened: 6 })])).toBe('近 2 天发出 100 条，打开 26 次（26%）')
    expect(daysText([dayOf(28)])).toBe('')
  })

  it('say what came of asking, if anybody was asked', () => {
    expect(consentBars([dayOf(27, { asked: 6, accepted: 4, refused: 1, cancelled: 1 }), dayOf(28, { asked: 4, accepted: 2, refused: 2 })]).map(({ title, count }) => `${title} ${count}`)).toEqual(['请求授权 10 次', '同意 6 次', '不同意 3 次', '没有选就关了 1 次'])
    expect(consentBars([dayOf(28)])).toEqual([])
  })
})

describe('what a person has to look at', () => {
  const days = [...Array.from({ length: 20 }, (_, index) => dayOf(1 + index, { failed: 1 }))]

  it('is exact, and counts the failures of a week whatever is drawn', () => {
    expect(messageTroubles({ now: { ...NOW, unknown: 4021 }, days }, []).map(({ title, count }) => `${title} ${count}`)).toEqual(['不确定 4,021', '失败 7'])
  })

  it('leaves failures to the alarm about them, and is empty when all is well', () => {
    expect(messageTroubles({ now: NOW, days }, [{ id: 'failures' }])).toEqual([])
    expect(messageTroubles({ now: NOW, days: [dayOf(28)] }, [])).toEqual([])
  })
})

describe('the stock', () => {
  it('says per template how many can receive and how far that goes, those in use first', () => {
    const rows = stockRows([{ ...STOCK, key: 'old', enabled: false }, STOCK, { ...STOCK, key: 'none', canReceive: 0, credits: 0 }])
    expect(rows.map(({ key, count, about, tone, isOff }) => [key, count, about, tone, isOff])).toEqual([
      ['bill', '4', '全部发一遍，够 2 次', '', false],
      ['none', '0', '现在没有人能收到', 'warn', false],
      ['old', '4', '全部发一遍，够 2 次', '', true],
    ])
    expect(rows[0]?.url).toBe('/admin/reach/reach?template=bill')
  })

  it('says first when ledger and WeChat disagree', () => {
    expect(stockRows([{ ...STOCK, drift: { ...STOCK.drift, likely: 'template-replaced' } }])[0]).toMatchObject({ tone: 'bad', about: expect.stringContaining('对不上') })
  })
})
