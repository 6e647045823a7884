import { type InboxItem, type Line } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { learnOpened } from '../../services/opened'
import { backTo, businessPage, goTo, hasPage, readQuery } from '../../services/routes'
import { subscribeApi } from '../../services/subscribe-api'
import { say } from '../../services/toast'

/** Where a card lands: `?id=<message id, URI-encoded>`. */
Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    message: null as InboxItem | null,
    time: '',
    /** The notices that it is made of, the newest first. */
    notices: [] as { place: number; time: string; lines: Line[] }[],
    hasBusiness: false,
    hasMessages: hasPage('pages/messages/messages'),
  },

  id: '',

  async onLoad(query: Record<string, string | undefined>) {
    this.id = readQuery(query)['id'] ?? ''
    await this.load()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    if (this.id === '') return this.setData({ state: 'empty' })
    const outcome = await subscribeApi.message(this.id)
    if (!outcome.ok) {
      const { code, message } = outcome.failure
      return this.setData({ state: code === 'not-found' ? 'empty' : 'error', failure: message })
    }
    const { message } = outcome.value
    learnOpened(message)
    const notices = (message.notices ?? []).map(({ lines, at }, place) => ({ place, time: momentOf(at), lines })).reverse()
    this.setData({ message, notices, state: 'ready', time: momentOf(message.at), hasBusiness: businessPage(message.page) !== undefined })
  },

  goOn() {
    const page = businessPage(this.data.message?.page ?? '')
    if (page !== undefined) goTo(page).catch(() => say('这个页面打不开，可能已经下线'))
  },

  goMessages() {
    void backTo('pages/messages/messages')
  },
})
