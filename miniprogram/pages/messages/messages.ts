import { type InboxItem } from '../../services/answers'
import { dayOf, clockOf } from '../../services/moments'
import { pageUrl } from '../../services/routes'
import { knownOverview } from '../../services/session'
import { subscribeApi } from '../../services/subscribe-api'
import { say } from '../../services/toast'

interface Card extends InboxItem {
  /** Above the first card of a day. */
  day: string
  time: string
}

interface Tab {
  key: string
  title: string
}

const ALL: Tab = { key: '', title: '全部' }
const TAB_INDEX = 1

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    tabs: [ALL],
    chosen: '',
    cards: [] as Card[],
    loadingMore: false,
    hasMore: false,
  },

  cursor: undefined as string | undefined,
  /** Counts the loads, so that a slow answer to an older question is not shown. */
  asked: 0,

  /** Also after a message was read: it may have changed. */
  async onShow() {
    await this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    if (!this.data.hasMore || this.data.loadingMore) return
    this.setData({ loadingMore: true })
    await this.fetch(this.cursor)
    this.setData({ loadingMore: false })
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async choose({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.setData({ chosen: currentTarget.dataset.key, state: 'loading', cards: [] })
    await this.load()
  },

  async load() {
    await this.fetch(undefined)
  },

  async fetch(cursor: string | undefined) {
    this.asked += 1
    const asked = this.asked
    const template = this.data.chosen
    const outcome = await subscribeApi.messages({ ...(template && { template }), ...(cursor !== undefined && { cursor }) })
    if (asked !== this.asked) return
    if (!outcome.ok) {
      const { message } = outcome.failure
      if (this.data.cards.length > 0) return say(message)
      return this.setData({ state: 'error', failure: message })
    }
    const { items, next } = outcome.value
    this.cursor = next
    this.show(cursor === undefined ? items : [...this.data.cards, ...items], next !== undefined)
  },

  show(items: readonly InboxItem[], hasMore: boolean) {
    const cards = items.map((item, index): Card => {
      const day = dayOf(item.at)
      const before = items[index - 1]
      return { ...item, time: clockOf(item.at), day: before && dayOf(before.at) === day ? '' : day }
    })
    this.setData({ cards, hasMore, state: cards.length > 0 ? 'ready' : 'empty', tabs: this.tabsWith(items) })
    if (this.data.chosen === '') this.markTab(cards.some((card) => card.unread))
  },

  /** Kinds that can be asked for, and those that messages came of before they were switched off. */
  tabsWith(items: readonly InboxItem[]): Tab[] {
    const known = [...this.data.tabs.slice(1), ...(knownOverview()?.templates ?? []), ...items.map(({ template, title }) => ({ key: template, title }))]
    return [ALL, ...new Map(known.map(({ key, title }) => [key, { key, title }])).values()]
  },

  markTab(hasUnread: boolean) {
    const mark = hasUnread ? wx.showTabBarRedDot : wx.hideTabBarRedDot
    // Fails on a page that covers the tab bar, where nobody would see it.
    mark({ index: TAB_INDEX, fail: () => undefined })
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/pages/message/message', { id: currentTarget.dataset.id }) })
  },

  goSubscribe() {
    void wx.switchTab({ url: '/pages/subscribe/subscribe' })
  },
})
