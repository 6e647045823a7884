import { type CreatedPush, type PushView } from '../../services/answers'
import { lastPush } from '../services/last-push'
import { pushApi } from '../services/push-api'
import { resultOf, type ResultView } from '../services/push-result'
import { pageUrl, readQuery } from '../../services/routes'
import { say } from '../../services/toast'

/** Long enough to be read. */
const RETURN_AFTER_MS = 2000

/** From the form and this page back to where picking began. */
const BACK_TO_PICKING = 2

const BUTTONS: Readonly<Record<ResultView['next'], string>> = { back: '返回', edit: '返回修改', refresh: '刷新状态', detail: '看看详情' }

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
  },

  pushId: '',
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
    clearTimeout(this.timer)
  },
  onUnload() {
    clearTimeout(this.timer)
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
    this.setData({ state: 'ready', result, button: BUTTONS[result.next], messageId: message?.id ?? '', errcode: message?.errcode ?? 0 })
    if (result.next === 'back') this.timer = setTimeout(() => this.goBack(), RETURN_AFTER_MS)
  },

  goBack() {
    clearTimeout(this.timer)
    // Opened on its own there is nothing to go back through.
    if (getCurrentPages().length > BACK_TO_PICKING) void wx.navigateBack({ delta: BACK_TO_PICKING })
    else void wx.redirectTo({ url: '/admin/recipients/recipients' })
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
    clearTimeout(this.timer)
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: this.data.messageId }) })
  },
})
