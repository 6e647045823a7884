import { type MessageDetail } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { maskOpenid } from '../../services/mask'
import { MESSAGE_STATES, reasonOf, type StateWords } from '../services/message-states'
import { pushApi } from '../services/push-api'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { technicalLines, type TechnicalLine } from '../services/technical'
import { timelineOf, type TimelineStep } from '../services/timeline'

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    detail: null as MessageDetail | null,
    who: '',
    reason: '',
    words: null as StateWords | null,
    steps: [] as TimelineStep[],
    technical: [] as TechnicalLine[],
    unfolded: false,
  },

  id: '',

  async onLoad(query: Record<string, string | undefined>) {
    this.id = readQuery(query)['id'] ?? ''
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
    const [outcome, overview] = await Promise.all([pushApi.message(this.id), overviewOnce()])
    if (!outcome.ok) {
      const { message } = outcome.failure
      return showFailure(this, message)
    }
    const detail = outcome.value
    this.setData({
      state: 'ready',
      detail,
      who: detail.nickname || maskOpenid(detail.openid),
      words: MESSAGE_STATES[detail.state],
      reason: reasonOf(detail),
      steps: timelineOf(detail),
      technical: technicalLines(detail, mayDo(overview?.role, 'owner') ? null : undefined),
    })
  },

  toggle() {
    this.setData({ unfolded: !this.data.unfolded })
  },

  async reveal() {
    const { detail } = this.data
    if (!detail) return
    const outcome = await pushApi.showOpenid({ message: detail.id })
    if (!outcome.ok) return say(outcome.failure.message)
    this.setData({ technical: technicalLines(detail, outcome.value.openid) })
  },

  copy({ currentTarget }: { currentTarget: { dataset: { value: string } } }) {
    void copyText(currentTarget.dataset.value)
  },

  openPush() {
    void wx.navigateTo({ url: pageUrl('/admin/push/push', { id: this.data.detail?.push.pushId ?? '' }) })
  },

  pushAgain() {
    const { detail, who } = this.data
    if (!detail) return
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { openid: detail.openid, name: who, template: detail.push.template }) })
  },
})
