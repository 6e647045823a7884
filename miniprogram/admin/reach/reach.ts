import { type Template } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { shareAskCard } from '../services/ask-card'
import { type Bar } from '../services/bars'
import { type ColumnChart } from '../services/column-chart'
import { funnelBars, placeBars } from '../services/funnel-view'
import { countText } from '../services/numbers'
import { pushApi } from '../services/push-api'
import { driftRows, forecastChart, forecastText, reachBars } from '../services/reach-view'
import { type Funnel, type ReachAnswer } from '../services/report-answers'
import { wayRows, type WayRow } from '../services/ways-view'

const PERIODS = [7, 30, 90].map((days) => ({ days, title: `${days} 天` }))

interface View {
  canReceive: string
  people: string
  covers: string
  bars: Bar[]
  forecast: string
  chart: ColumnChart
  hasChart: boolean
  drift: ReturnType<typeof driftRows>
  driftWords: string
  ways: WayRow[]
  button: string
}

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    title: '',
    /** Its key, for the card that asks for it. */
    template: '',
    isOff: false,
    maySend: false,
    view: null as View | null,

    /** Of the funnel alone, which has its own period. */
    funnelState: 'loading' as 'loading' | 'ready' | 'error',
    funnelFailure: '',
    periods: PERIODS,
    days: 30,
    asked: 0,
    funnel: [] as Bar[],
    places: [] as Bar[],
  },

  template: '',
  /** Counts the questions for the funnel: an answer to an older one is not shown. */
  questions: 0,

  async onLoad(query: Record<string, string | undefined>) {
    this.template = readQuery(query)['template'] ?? ''
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
    const role = overviewOnce()
    await Promise.all([this.loadReach(role), this.loadFunnel()])
  },

  async loadReach(role: ReturnType<typeof overviewOnce>) {
    const [outcome, templates, overview] = await Promise.all([pushApi.reach(this.template), pushApi.templates(), role])
    this.setData({ maySend: mayDo(overview?.role, 'sender') })
    const found = templateIn(templates, this.template)
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    if (!found.ok) return showFailure(this, found.failure)
    this.show(outcome.value, found.template)
  },

  show(reach: ReachAnswer, { title, type, enabled }: Template) {
    const canReceive = countText(reach.canReceive)
    const chart = forecastChart(reach.forecast)
    const view: View = {
      canReceive,
      people: countText(reach.people),
      covers: reach.people === 0 ? '还没有人打开过小程序。' : reach.covers,
      bars: reachBars(reach),
      forecast: forecastText(reach.forecast, type),
      chart,
      hasChart: type === 'one-time' && !chart.isEmpty,
      drift: driftRows(reach.drift),
      driftWords: reach.drift.words ?? '',
      ways: wayRows(reach.ways),
      button: enabled && reach.canReceive > 0 ? `给可接收的 ${canReceive} 人推送` : '',
    }
    this.setData({ state: 'ready', title, template: this.template, isOff: !enabled, view })
  },

  async loadFunnel() {
    this.questions += 1
    const { questions } = this
    const outcome = await pushApi.funnel({ template: this.template, days: this.data.days })
    if (questions !== this.questions) return
    if (outcome.ok) return this.showFunnel(outcome.value)
    if (this.data.funnelState === 'ready') return say(outcome.failure.message)
    this.setData({ funnelState: 'error', funnelFailure: outcome.failure.message })
  },

  showFunnel({ total, places }: Funnel) {
    this.setData({ funnelState: 'ready', asked: total.asked, funnel: funnelBars(total), places: placeBars(places) })
  },

  retryFunnel() {
    this.setData({ funnelState: 'loading' })
    void this.loadFunnel()
  },

  pickPeriod({ currentTarget }: { currentTarget: { dataset: { days: number } } }) {
    this.setData({ days: currentTarget.dataset.days })
    void this.loadFunnel()
  },

  compose() {
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { everyone: '1', template: this.template }) })
  },

  /** Whoever opens the card can turn the reminders on. */
  onShareAppMessage() {
    return shareAskCard({ title: this.data.title, template: this.template, isCounted: this.data.maySend })
  },
})

function templateIn(outcome: Outcome<{ templates: Template[] }>, key: string): { ok: true; template: Template } | { ok: false; failure: string } {
  if (!outcome.ok) return { ok: false, failure: outcome.failure.message }
  const template = outcome.value.templates.find((each) => each.key === key)
  return template ? { ok: true, template } : { ok: false, failure: '没有这个模板，可能已被删除。回到首页，从列表里点开。' }
}
