import { type Standstill } from '../../services/answers'
import { mayDo } from '../../services/roles'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { showFailure, type PageState } from '../../services/page-state'
import { hasPage, pageUrl } from '../../services/routes'
import { alarmRows, type AlarmRow } from '../services/alarm-rows'
import { type Bar } from '../services/bars'
import { type ColumnChart } from '../services/column-chart'
import { consentBars, daysChart, daysText, figuresOf, stockRows, type Figure, type StockRow } from '../services/overview-view'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'
import { type ReportOverview } from '../services/report-answers'
import { forgetStandstill } from '../services/standstill'
import { messageTroubles, pushTroubles, type Trouble } from '../services/troubles'

const PERIODS = [7, 14, 30].map((days) => ({ days, title: `${days} 天` }))

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    alarms: [] as AlarmRow[],
    /** Pushes that wait for somebody, known at once, and messages that do, known with the figures. */
    pushTroubles: [] as Trouble[],
    messageTroubles: [] as Trouble[],
    recent: [] as PushRow[],
    isOwner: false,
    maySend: false,
    stopping: false,
    /** Times that everything was stopped here. */
    stops: 0,
    /** Heard of with all the rest. */
    standstill: null as Standstill | null,

    /** The figures come after the list: they are counted longer. */
    figuresState: 'loading' as 'loading' | 'ready' | 'error',
    figuresFailure: '',
    figures: [] as Figure[],
    /** Pushes under way, more perhaps than the list shows. */
    running: 0,
    hasReceipts: true,
    stocks: [] as StockRow[],
    periods: PERIODS,
    days: 14,
    daysText: '',
    chart: null as ColumnChart | null,
    consent: [] as Bar[],
    hasSettings: hasPage('admin/settings/settings'),
    hasRecurring: hasPage('admin/recurring/recurring'),
    hasReach: hasPage('admin/reach/reach'),
  },

  /** Counts the questions for figures: an answer to an older one is not shown. */
  asked: 0,

  async onShow() {
    await this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    await wx.stopPullDownRefresh()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    const role = (await overviewOnce())?.role
    this.setData({ isOwner: mayDo(role, 'owner'), maySend: mayDo(role, 'sender') })
    await Promise.all([this.loadHome(), this.loadFigures()])
  },

  async loadHome() {
    const outcome = await pushApi.home()
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    const { recent, troubled, standstill } = outcome.value
    this.setData({ state: 'ready', pushTroubles: pushTroubles(troubled), recent: pushRows(recent), standstill: standstill ?? null })
  },

  async loadFigures() {
    this.asked += 1
    const { asked } = this
    const outcome = await pushApi.overview(this.data.days)
    if (asked !== this.asked) return
    if (outcome.ok) return this.showFigures(outcome.value)
    if (this.data.figuresState === 'ready') return say(outcome.failure.message)
    this.setData({ figuresState: 'error', figuresFailure: outcome.failure.message })
  },

  showFigures(overview: ReportOverview) {
    const { days, templates, receipts, now } = overview
    const alarms = alarmRows(overview.alarms, this.data.maySend)
    this.setData({
      figuresState: 'ready',
      alarms,
      messageTroubles: messageTroubles(overview, alarms),
      figures: figuresOf(overview),
      running: now.running,
      hasReceipts: receipts === 'some',
      stocks: stockRows(templates),
      chart: daysChart(days),
      daysText: daysText(days),
      consent: consentBars(days),
    })
  },

  retryFigures() {
    this.setData({ figuresState: 'loading' })
    void this.loadFigures()
  },

  pickPeriod({ currentTarget }: { currentTarget: { dataset: { days: number } } }) {
    this.setData({ days: currentTarget.dataset.days })
    void this.loadFigures()
  },

  open({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    const { url } = currentTarget.dataset
    if (url !== '') void wx.navigateTo({ url })
  },

  async stopAll() {
    if (this.data.stopping) return
    const content = '正在发的、到点要发的都会停下，直到所有者解除。已经交给微信的收不回来。'
    const { confirm } = await wx.showModal({ title: '全部停止？', content, cancelText: '不停', confirmText: '全部停止', confirmColor: '#d54941' })
    if (!confirm) return
    this.setData({ stopping: true })
    const outcome = await pushApi.stopAll()
    this.setData({ stopping: false })
    if (!outcome.ok) return say(outcome.failure.message)
    forgetStandstill()
    this.setData({ stops: this.data.stops + 1 })
    void wx.pageScrollTo({ scrollTop: 0 })
  },

  goRecipients() {
    void wx.navigateTo({ url: pageUrl('admin/recipients/recipients') })
  },
  goHistory() {
    void wx.navigateTo({ url: pageUrl('/admin/history/history', { by: 'push' }) })
  },
  goSettings() {
    void wx.navigateTo({ url: pageUrl('admin/settings/settings') })
  },

  goRecurring() {
    void wx.navigateTo({ url: pageUrl('admin/recurring/recurring') })
  },
})
