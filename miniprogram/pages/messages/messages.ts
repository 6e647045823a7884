import { type InboxItem } from '../../services/answers'
import { dayOf, clockOf } from '../../services/moments'
import { PagedList } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { INSTALLED } from '../../services/installed'
import { goTo, hasPage, pageUrl } from '../../services/routes'
import { knownOverview } from '../../services/session'
import { subscribeApi } from '../../services/subscribe-api'

interface Card extends InboxItem {
  /** Above the first card of a day. */
  day: string
  time: string
  /** What is special about it; empty where nothing is. */
  note: string
}

interface Tab {
  key: string
  title: string
}

const ALL: Tab = { key: '', title: '全部' }
/** -1 where this page is no tab: then there is nothing to mark. */
const TAB_INDEX = INSTALLED.tabs.indexOf('pages/messages/messages')

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    tabs: [ALL],
    chosen: '',
    cards: [] as Card[],
    loadingMore: false,
    hasMore: false,
    hasSubscribe: hasPage('pages/subscribe/subscribe'),
  },

  list: undefined as PagedList<InboxItem> | undefined,

  onLoad() {
    this.list = new PagedList({
      ask: (cursor) => {
        const template = this.data.chosen
        return subscribeApi.messages({ ...(template && { template }), ...(cursor !== undefined && { cursor }) })
      },
      show: (shown, items) => this.setData({ ...shown, ...(items && this.cardsOf(items)) }),
      failed: (message) => showFailure(this, message),
    })
  },

  /** Also after a message was read: it may have changed. */
  async onShow() {
    await this.list?.reload()
  },

  async onPullDownRefresh() {
    await this.list?.reload()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    void this.list?.restart()
  },

  async choose({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.setData({ chosen: currentTarget.dataset.key, cards: [] })
    await this.list?.restart()
  },

  cardsOf(items: readonly InboxItem[]): { cards: Card[]; tabs: Tab[] } {
    const cards = items.map((item, index): Card => {
      const day = dayOf(item.at)
      const before = items[index - 1]
      const note = item.isHereOnly ? '没有推送到微信，只在这里' : (item.count ?? 1) > 1 ? `合成一条的 ${item.count} 条通知` : ''
      return { ...item, note, time: clockOf(item.at), day: before && dayOf(before.at) === day ? '' : day }
    })
    if (this.data.chosen === '') this.markTab(cards.some((card) => card.unread))
    return { cards, tabs: this.tabsWith(items) }
  },

  /** Kinds that can be asked for, and those that messages came of before they were switched off. */
  tabsWith(items: readonly InboxItem[]): Tab[] {
    const known = [...this.data.tabs.slice(1), ...(knownOverview()?.templates ?? []), ...items.map(({ template, title }) => ({ key: template, title }))]
    return [ALL, ...new Map(known.map(({ key, title }) => [key, { key, title }])).values()]
  },

  markTab(hasUnread: boolean) {
    if (TAB_INDEX < 0) return
    const mark = hasUnread ? wx.showTabBarRedDot : wx.hideTabBarRedDot
    // Fails on a page that covers the tab bar, where nobody would see it.
    mark({ index: TAB_INDEX, fail: () => undefined })
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('pages/message/message', { id: currentTarget.dataset.id }) })
  },

  goSubscribe() {
    void goTo(pageUrl('pages/subscribe/subscribe'))
  },
})
