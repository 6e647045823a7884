import { type MessageDetail } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { MESSAGE_STATES, type StateWords } from '../services/message-states'
import { pushApi } from '../services/push-api'
import { pageUrl, readQuery } from '../../services/routes'
import { technicalLines, type TechnicalLine } from '../services/technical'
import { timelineOf, type TimelineStep } from '../services/timeline'
import { say } from '../../services/toast'

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    detail: null as MessageDetail | null,
    who: '',
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
    const outcome = await pushApi.message(this.id)
    if (!outcome.ok) {
      const { message } = outcome.failure
      return this.data.state === 'ready' ? say(message) : this.setData({ state: 'error', failure: message })
    }
    const detail = outcome.value
    this.setData({
      state: 'ready',
      detail,
      who: detail.nickname || maskOpenid(detail.openid),
      words: MESSAGE_STATES[detail.state],
      steps: timelineOf(detail),
      technical: technicalLines(detail),
    })
  },

  toggle() {
    this.setData({ unfolded: !this.data.unfolded })
  },

  copy({ currentTarget }: { currentTarget: { dataset: { value: string } } }) {
    void wx.setClipboardData({ data: currentTarget.dataset.value })
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
