import { type Recurrence } from '../../services/answers'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { pageUrl } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { pushApi } from '../services/push-api'
import { askWords, DONE_WORDS, recurrenceRow, type RecurrenceRow } from '../services/recurrence-rows'

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    maySend: false,
    /** Those that go on or rest, and those that are over. */
    open: [] as RecurrenceRow[],
    ended: [] as RecurrenceRow[],
    /** Of the plan that something is being done to, and what. */
    busy: '',
  },

  plans: [] as Recurrence[],

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
    const [outcome, overview] = await Promise.all([pushApi.recurrences(), overviewOnce()])
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    this.setData({ maySend: mayDo(overview?.role, 'sender') })
    this.show(outcome.value.recurrences)
  },

  show(plans: Recurrence[]) {
    this.plans = plans
    const rows = (isEnded: boolean): RecurrenceRow[] => plans.filter(({ state }) => (state === 'ended') === isEnded).map((plan) => recurrenceRow(plan, this.data.maySend))
    this.setData({ state: plans.length === 0 ? 'empty' : 'ready', open: rows(false), ended: rows(true) })
  },

  async decide({ currentTarget }: { currentTarget: { dataset: { id: string; decision: 'pause' | 'resume' | 'end' } } }) {
    const { id, decision } = currentTarget.dataset
    const row = this.data.open.find((each) => each.id === id)
    if (!row || this.data.busy !== '') return
    const { confirm } = await wx.showModal({ ...askWords(decision, row), cancelText: '再想想' })
    if (!confirm) return
    this.setData({ busy: `${decision} ${id}` })
    const outcome = await pushApi.decideRecurrence(decision, id)
    this.setData({ busy: '' })
    if (!outcome.ok) return void wx.showModal({ title: '没有做成', content: outcome.failure.message, showCancel: false, confirmText: '知道了' })
    this.show(this.plans.map((plan) => (plan.id === id ? outcome.value.recurrence : plan)))
    say(DONE_WORDS[decision])
  },

  openRun({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },

  goRecipients() {
    void wx.navigateTo({ url: pageUrl('admin/recipients/recipients') })
  },
})
