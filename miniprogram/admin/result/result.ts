import { type CreatedPush, type MessageView, type PushView } from '../../services/answers'
import { shareAskCard } from '../services/ask-card'
import { lastPush } from '../services/last-push'
import { stepFor } from '../services/next-steps'
import { pushApi } from '../services/push-api'
import { resultOf, type ResultView } from '../services/push-result'
import { pageUrl, readQuery } from '../../services/routes'
import { say } from '../../services/toast'

/** Long enough to be read at leisure; the seconds are counted down in sight, and one tap stops them. */
const RETURN_AFTER_SECONDS = 8

/** From the form and this page back to where picking began. */
const BACK_TO_PICKING = 2

const BUTTONS: Readonly<Record<ResultView['next'], string>> = { back: '完成', edit: '返回修改', refresh: '刷新状态', detail: '看看详情' }

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    name: '',
    result: null as ResultView | null,
    button: '',
    messageId: '',
    errcode: 0,
    refreshing: false,
    /** Nothing arrived for want of an authorization: the key of the kind that she is asked for. */
    invite: '',
    /** Until it goes back by itself; 0 stays. */
    secondsLeft: 0,
  },

  pushId: '',
  title: '',
  timer: 0,

  async onLoad(query: Record<string, string | undefined>) {
    const { pushId = '', name = '' } = readQuery(query)
    this.pushId = pushId
    this.setData({ name })
    const push = lastPush(pushId)
    if (push) this.show(push)
    else await this.load()
  },

  onHide() {
    this.stay()
  },
  onUnload() {
    this.stay()
  },

  async load() {
    const outcome = await pushApi.status(this.pushId)
    if (outcome.ok) return this.show(outcome.value)
    if (this.data.state === 'ready') return say(outcome.failure.message)
    this.setData({ state: 'error', failure: outcome.failure.message })
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  show(push: PushView | CreatedPush) {
    const result = resultOf(push)
    const [message] = push.messages
    this.title = push.title
    this.setData({ state: 'ready', result, button: BUTTONS[result.next], messageId: message?.id ?? '', errcode: message?.errcode ?? 0, invite: isToBeAsked(message) ? push.template : '' })
    if (result.next === 'back') this.countDown()
  },

  countDown() {
    clearInterval(this.timer)
    this.setData({ secondsLeft: RETURN_AFTER_SECONDS })
    this.timer = setInterval(() => {
      const secondsLeft = this.data.secondsLeft - 1
      if (secondsLeft === 0) this.goBack()
      else this.setData({ secondsLeft })
    }, 1000)
  },

  /** Whoever reads on is not taken away. */
  stay() {
    clearInterval(this.timer)
    if (this.data.secondsLeft > 0) this.setData({ secondsLeft: 0 })
  },

  goBack() {
    this.stay()
    // Opened on its own there is nothing to go back through.
    if (getCurrentPages().length > BACK_TO_PICKING) void wx.navigateBack({ delta: BACK_TO_PICKING })
    else void wx.redirectTo({ url: pageUrl('admin/recipients/recipients') })
  },

  async act() {
    const next = this.data.result?.next
    if (next === 'back') return this.goBack()
    if (next === 'edit') return wx.navigateBack()
    if (next === 'detail') return this.openDetail()
    this.setData({ refreshing: true })
    await this.load()
    this.setData({ refreshing: false })
  },

  openDetail() {
    this.stay()
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: this.data.messageId }) })
  },

  onShareAppMessage() {
    return shareAskCard({ title: this.title, template: this.data.invite, isCounted: true })
  },
})

/** It did not reach her, and she can mend it herself. */
function isToBeAsked(message: MessageView | undefined): boolean {
  return message !== undefined && stepFor(message) === 'ask'
}
