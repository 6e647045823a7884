import { type MessageDetail } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { maskOpenid } from '../../services/mask'
import { reasonOf, wordsOf, type StateWords } from '../services/message-states'
import { nextForOne, type NextForOne } from '../services/next-steps'
import { pushApi } from '../services/push-api'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { hasPage, pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { shareAskCard } from '../services/ask-card'
import { resendToOne } from '../services/resend'
import { senderWords } from '../services/sender-words'
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
    sender: '',
    /** Where it was asked for. */
    from: '',
    next: null as NextForOne | null,
    maySend: false,
    hasSettings: hasPage('admin/settings/settings'),
  },

  id: '',

  async onLoad(query: Record<string, string | undefined>) {
    void wx.hideShareMenu()
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
      words: wordsOf(detail),
      reason: reasonOf(detail),
      steps: timelineOf(detail),
      sender: senderWords({ author: detail.author, by: detail.push.by }),
      from: fromWords(detail.push.by),
      next: nextForOne(detail),
      maySend: mayDo(overview?.role, 'sender'),
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

  openPerson() {
    void wx.navigateTo({ url: pageUrl('/admin/person/person', { openid: this.data.detail?.openid ?? '' }) })
  },

  openPush() {
    void wx.navigateTo({ url: pageUrl('/admin/push/push', { id: this.data.detail?.push.pushId ?? '' }) })
  },

  onShareAppMessage() {
    const { title = '', template = '' } = this.data.detail?.push ?? {}
    return shareAskCard({ title, template, isCounted: this.data.maySend })
  },

  goSettings() {
    void wx.navigateTo({ url: pageUrl('admin/settings/settings') })
  },

  /** The form with what was sent, to be changed or sent as it is. */
  pushAgain() {
    const { detail, who } = this.data
    if (!detail) return
    void wx.navigateTo({ url: resendToOne(detail.push, detail.openid, who) })
  },
})

function fromWords(by: MessageDetail['push']['by']): string {
  if (by.kind === 'member') return '小程序推送管理'
  return by.kind === 'caller' ? '业务函数' : keyWords(by.key)
}

function keyWords(key?: string): string {
  return key === undefined ? '云控制台或服务器' : `密钥「${key}」`
}
