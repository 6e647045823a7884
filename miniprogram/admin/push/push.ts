import { type PushView } from '../../services/answers'
import { type Failure, type Outcome } from '../../services/outcome'
import { mayDo } from '../../services/roles'
import { hasPage, pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { doneOf } from '../services/bar-parts'
import { withSample, type Sample } from '../services/pace'
import { pushApi } from '../services/push-api'
import { PushDriver } from '../services/push-driver'
import { pushPageView, type PushPageView } from '../services/push-page'

type Doing = '' | 'approve' | 'pause' | 'resume' | 'cancel' | 'retry'

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    pushId: '',
    view: null as PushPageView | null,
    /** The last call failed, and when the next one comes. */
    trouble: '',
    doing: '' as Doing,
    maySend: false,
    isOwner: false,
    mayApprove: false,
    hasRecurring: hasPage('admin/recurring/recurring'),
  },

  driver: undefined as PushDriver | undefined,
  samples: [] as Sample[],
  isShown: false,
  me: '',

  async onLoad(query: Record<string, string | undefined>) {
    const { id = '' } = readQuery(query)
    this.setData({ pushId: id })
    const me = await overviewOnce()
    const maySend = mayDo(me?.role, 'sender')
    this.me = me?.user.openid ?? ''
    this.setData({ maySend, isOwner: mayDo(me?.role, 'owner') })
    const told = {
      seen: (push: PushView, isStalled: boolean) => this.show(push, isStalled),
      failed: (failure: Failure, againInMs?: number) => this.showFailure(failure, againInMs),
    }
    this.driver = new PushDriver(id, maySend, pushApi, told)
    if (this.isShown) this.driver.start()
  },

  onShow() {
    this.isShown = true
    this.driver?.start()
  },
  onHide() {
    this.leave()
  },
  onUnload() {
    this.leave()
  },

  leave() {
    this.isShown = false
    this.driver?.stop()
  },

  async onPullDownRefresh() {
    this.driver?.start()
    await wx.stopPullDownRefresh()
  },

  retryLoading() {
    this.setData({ state: 'loading' })
    this.driver?.start()
  },

  show(push: PushView, isStalled = false) {
    this.samples = withSample(this.samples, { at: Date.now(), done: doneOf(push.counts) })
    const isMine = push.by.kind === 'member' && push.by.openid === this.me
    this.setData({ state: 'ready', trouble: '', view: pushPageView(push, { samples: this.samples, isStalled }), mayApprove: this.data.maySend && push.state === 'pending' && !isMine })
  },

  showFailure({ message }: Failure, againInMs?: number) {
    if (this.data.state !== 'ready') return this.setData({ state: 'error', failure: message })
    const next = againInMs === undefined ? '' : `${Math.round(againInMs / 1000)} 秒后再看。`
    this.setData({ trouble: `${message}${next}发送不受影响，定时器会继续。` })
  },

  async approve() {
    const asked = this.data.view?.asked
    if (!asked) return
    const content = '批准后就会发出，已经发出的收不回来。'
    const { confirm } = await wx.showModal({ title: `批准发给 ${asked.recipients} 人？`, content, cancelText: '再看看', confirmText: '批准' })
    if (confirm) await this.act('approve', () => pushApi.approve({ pushId: this.data.pushId, seen: asked.seen, recipients: asked.recipients }))
  },
  pause() {
    void this.act('pause', () => pushApi.pause(this.data.pushId))
  },
  resume() {
    void this.act('resume', () => pushApi.resume(this.data.pushId))
  },

  async cancel() {
    const { view } = this.data
    const waiting = (view?.parts ?? []).reduce((sum, { key, count }) => sum + (key === 'waiting' || key === 'held' ? count : 0), 0)
    const content = `${waiting > 0 ? `还没发的 ${waiting} 条不会再发，` : ''}已经发出的收不回来。取消后不能恢复。`
    const { confirm } = await wx.showModal({ title: '取消这次推送？', content, cancelText: '不取消', confirmText: '取消推送', confirmColor: '#d54941' })
    if (confirm) await this.act('cancel', () => pushApi.cancel(this.data.pushId))
  },

  retryUnsent() {
    void this.act('retry', () => pushApi.retry(this.data.pushId))
  },

  openRecurring() {
    if (this.data.hasRecurring) void wx.navigateTo({ url: pageUrl('admin/recurring/recurring') })
  },

  openPeople({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    const { url } = currentTarget.dataset
    if (url !== '') void wx.navigateTo({ url })
  },

  /** The page does not send while a decision is under way, and goes on from its answer. */
  async act(doing: Doing, decide: () => Promise<Outcome<PushView>>) {
    if (this.data.doing !== '') return
    this.setData({ doing })
    this.driver?.stop()
    const outcome = await decide()
    this.setData({ doing: '' })
    if (outcome.ok) this.show(outcome.value)
    else say(outcome.failure.message)
    if (this.isShown) this.driver?.start(outcome.ok ? outcome.value : undefined)
  },

  async explainReceipts() {
    const content = '请运维在云开发控制台 → 设置 → 其他设置 → 消息推送里加一行：类型 event，事件 subscribe_msg_sent_event，函数 events。之后发的消息会显示「已送达」或「未送达」。'
    await wx.showModal({ title: '送达回执怎么设置', content, showCancel: false, confirmText: '知道了' })
  },

  resolved({ detail }: { detail: PushView }) {
    this.show(detail)
  },
})
