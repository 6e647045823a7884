import { type MessageState, type Result } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { showFailure, type PageState } from '../../services/page-state'
import { PagedList } from '../../services/paged-list'
import { mayDo } from '../../services/roles'
import { hasPage, pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { shareAskCard } from '../services/ask-card'
import { collectResults } from '../services/collect-results'
import { MESSAGE_STATES, reasonOf } from '../services/message-states'
import { stepFor, type NextStep } from '../services/next-steps'
import { pushApi } from '../services/push-api'
import { resendToMany } from '../services/resend'

/** As many as one push takes. */
const MOST_IN_LIST = 3000

interface Person {
  id: string
  name: string
  masked: string
}

/** The people of one reason of a push, with what helps them. `?id` of the push, `state`, `reason`, `count`, `title` and `template` of the kind. */
Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    head: '',
    tone: '',
    reason: '',
    /** Key of the kind, for the card that asks for it. */
    template: '',
    step: '' as NextStep | '',
    count: 0,
    rows: [] as Person[],
    hasMore: false,
    loadingMore: false,
    maySend: false,
    doing: false,
    hasSettings: hasPage('admin/settings/settings'),
  },

  asked: { pushId: '', state: 'failed' as MessageState, reason: '' },
  title: '',
  list: undefined as PagedList<Result> | undefined,

  async onLoad(query: Record<string, string | undefined>) {
    const { id = '', state = '', reason = '', count = '0', title = '', template = '' } = readQuery(query)
    this.asked = { pushId: id, state: state as MessageState, reason }
    this.title = title
    void wx.hideShareMenu()
    const words = Object.entries(MESSAGE_STATES).find(([key]) => key === state)?.[1]
    this.setData({ template, head: words?.text ?? '', tone: words?.tone ?? '', count: Number(count), step: stepFor(this.asked) ?? '' })
    this.list = new PagedList({
      ask: (cursor) => pushApi.results({ ...this.asked, ...(cursor !== undefined && { cursor }) }),
      show: (shown, items) => this.setData({ ...shown, ...(items && shownPeople(items)) }),
      failed: (message) => showFailure(this, message),
    })
    const [, me] = await Promise.all([this.list.reload(), overviewOnce()])
    this.setData({ maySend: mayDo(me?.role, 'sender') })
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    void this.list?.restart()
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: currentTarget.dataset.id }) })
  },

  onShareAppMessage() {
    return shareAskCard({ title: this.title, template: this.data.template, isCounted: this.data.maySend })
  },

  /** The form with the same content, for these people. */
  async correct() {
    const [first] = this.data.rows
    if (this.data.doing || !first) return
    this.setData({ doing: true })
    const [detail, people] = await Promise.all([pushApi.message(first.id), collectResults(this.asked, pushApi.results, MOST_IN_LIST)])
    this.setData({ doing: false })
    if (!detail.ok) return say(detail.failure.message)
    if (!people.ok) return say(people.failure.message)
    if (people.value.isCut) say(`一次最多发给 ${MOST_IN_LIST} 人，先选了前 ${MOST_IN_LIST} 人`)
    await wx.navigateTo({ url: resendToMany(detail.value.push, people.value.results.map(({ openid }) => openid)) })
  },

  /** Where the whole push is tried again. */
  back() {
    if (getCurrentPages().length > 1) void wx.navigateBack()
    else void wx.redirectTo({ url: pageUrl('/admin/push/push', { id: this.asked.pushId }) })
  },

  goSettings() {
    void wx.navigateTo({ url: pageUrl('admin/settings/settings') })
  },
})

function shownPeople(items: readonly Result[]): { rows: Person[]; reason: string } {
  const [first] = items
  return {
    rows: items.map(({ id, openid, nickname }) => ({ id, name: nickname || '未填昵称', masked: maskOpenid(openid) })),
    reason: first ? reasonOf(first) : '',
  }
}
