import { type ListPage, type MessageState } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'
import { showFailure, type PageState } from '../../services/page-state'
import { pageUrl } from '../../services/routes'
import { MESSAGE_WORDS } from '../../services/words'

/** Rows of each list here; the record holds the rest. */
const SHOWN = 5

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
    troubles: [] as Trouble[],
    recent: [] as PushRow[],
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
    const [all, halted, unknown, failed] = await Promise.all([
      pushApi.pushes({}),
      pushApi.pushes({ state: 'halted' }),
      pushApi.history({ state: 'unknown' }),
      pushApi.history({ state: 'failed' }),
    ])
    const refused = [all, halted, unknown, failed].find((outcome) => !outcome.ok)
    if (!all.ok || !halted.ok || !unknown.ok || !failed.ok) {
      const message = refused && !refused.ok ? refused.failure.message : ''
      return showFailure(this, message)
    }
    const troubles = [
      ...pushRows(halted.value.items).map(({ id, title, whom, url }) => haltedPush(id, `${title} · ${whom}`, url)),
      { key: 'unknown', url: messagesIn('unknown'), title: MESSAGE_WORDS.unknown, about: '不知道是否送到，要问一下对方', count: countOf(unknown), tone: 'warn' },
      { key: 'failed', url: messagesIn('failed'), title: MESSAGE_WORDS.failed, about: '看看原因，改好后可以重发', count: countOf(failed), tone: 'bad' },
    ].filter((trouble) => trouble.count !== '0')
    this.setData({ state: 'ready', troubles, recent: pushRows(all.value.items.slice(0, SHOWN)) })
  },

  open({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
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

function haltedPush(key: string, about: string, url: string): Trouble {
  return { key, url, title: '推送停下了', about, count: '', tone: 'bad' }
}

function messagesIn(state: MessageState): string {
  return pageUrl('/admin/history/history', { state })
}

/** How many there are, as far as the first page of the list tells. */
function countOf(outcome: Outcome<ListPage<unknown>>): string {
  if (!outcome.ok) return '0'
  return `${outcome.value.items.length}${outcome.value.next === undefined ? '' : '+'}`
}
