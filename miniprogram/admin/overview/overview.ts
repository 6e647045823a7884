import { type Home, type MessageState, type PushSummary, type Standstill } from '../../services/answers'
import { alarmRows, type AlarmRow } from '../services/alarm-rows'
import { mayDo } from '../../services/roles'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'
import { showFailure, type PageState } from '../../services/page-state'
import { pageUrl } from '../../services/routes'
import { forgetStandstill } from '../services/standstill'
import { MESSAGE_WORDS } from '../../services/words'

interface Trouble {
  key: string
  /** Where a tap leads. */
  url: string
  title: string
  about: string
  count: string
  tone: string
}

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    alarms: [] as AlarmRow[],
    troubles: [] as Trouble[],
    recent: [] as PushRow[],
    isOwner: false,
    maySend: false,
    stopping: false,
    /** Times that everything was stopped here. */
    stops: 0,
    /** Heard of with all the rest. */
    standstill: null as Standstill | null,
  },

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
    const maySend = mayDo(role, 'sender')
    this.setData({ isOwner: mayDo(role, 'owner'), maySend })
    const [outcome, overview] = await Promise.all([pushApi.home(), pushApi.overview()])
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    if (!overview.ok) return showFailure(this, overview.failure.message)
    const { recent, troubled, unknown, failed, standstill } = outcome.value
    const alarms = alarmRows(overview.value.alarms, maySend)
    const troubles = [
      ...troubledPushes(troubled),
      { key: 'unknown', url: messagesIn('unknown'), title: MESSAGE_WORDS.unknown, about: '不知道是否送到，要问一下对方', count: countOf(unknown), tone: 'warn' },
      { key: 'failed', url: messagesIn('failed'), title: MESSAGE_WORDS.failed, about: '看看原因，改好后可以重发', count: countOf(failed), tone: 'bad' },
    ].filter(({ key, count }) => count !== '0' && !(key === 'failed' && alarms.some(({ id }) => id === 'failures')))
    this.setData({ state: 'ready', alarms, troubles, recent: pushRows(recent), standstill: standstill ?? null })
  },

  open({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
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
    void wx.navigateTo({ url: '/admin/recipients/recipients' })
  },
  goHistory() {
    void wx.navigateTo({ url: pageUrl('/admin/history/history', { by: 'push' }) })
  },
  goSettings() {
    void wx.navigateTo({ url: '/admin/settings/settings' })
  },
})

/** Who paused a push herself knows of it; one that was paused because of something else says why. */
function troubledPushes(pushes: readonly PushSummary[]): Trouble[] {
  const troubled = pushes.filter(({ state, halt }) => state !== 'paused' || halt !== undefined)
  const words = new Map(troubled.map(({ pushId, state }) => [pushId, state === 'pending' ? { title: '等待批准', tone: 'warn' } : { title: '推送停下了', tone: 'bad' }]))
  return pushRows(troubled).map(({ id, title, whom, url }) => ({ key: id, url, title: '', tone: '', ...words.get(id), about: `${title} · ${whom}`, count: '' }))
}

function messagesIn(state: MessageState): string {
  return pageUrl('/admin/history/history', { state })
}

/** How many there are, as far as anybody counted. */
function countOf({ count, more }: Home['failed']): string {
  return `${count}${more ? '+' : ''}`
}
