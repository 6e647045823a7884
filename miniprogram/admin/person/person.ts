import { type HistoryItem, type Person, type SavedUser } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { initialOf, maskOpenid, nameOf } from '../../services/mask'
import { dayOf, momentOf } from '../../services/moments'
import { showFailure, type PageState } from '../../services/page-state'
import { PagedList } from '../../services/paged-list'
import { mayDo } from '../../services/roles'
import { pageUrl, readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'
import { shareAskCard } from '../services/ask-card'
import { rowsOf, type HistoryRow } from '../services/history-rows'
import { answerRows, kindRows, type AnswerRow, type KindRow } from '../services/person-view'
import { pushApi } from '../services/push-api'

/** Answers that are shown before somebody asks for the rest. */
const FIRST_ANSWERS = 5

/** Everything about one person. `?openid` */
Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    /** Nobody is known by that openid. */
    isNobody: false,
    person: null as Person | null,
    name: '',
    initial: '',
    /** Beside the name, where the remark stands in its place. */
    nickname: '',
    masked: '',
    /** In full, once an owner asked for it. */
    openid: '',
    visits: '',
    kinds: [] as KindRow[],
    answers: [] as AnswerRow[],
    hasAllAnswers: false,
    messages: [] as HistoryRow[],
    messagesState: 'loading' as PageState,
    messagesFailure: '',
    hasMore: false,
    loadingMore: false,
    maySend: false,
    isOwner: false,
    isEditing: false,
  },

  openid: '',
  list: undefined as PagedList<HistoryItem> | undefined,
  isLeft: false,

  async onLoad(query: Record<string, string | undefined>) {
    void wx.hideShareMenu()
    this.openid = readQuery(query)['openid'] ?? ''
    this.list = new PagedList({
      ask: (cursor) => pushApi.history({ openid: this.openid, ...(cursor !== undefined && { cursor }) }),
      show: ({ state, ...shown }, items) => this.setData({ ...shown, ...(state && { messagesState: state }), ...(items && { messages: rowsOf(items) }) }),
      failed: (message) => this.setData({ messagesState: 'error', messagesFailure: message }),
    })
    await Promise.all([this.load(), this.list.reload(), this.learnRole()])
  },

  /** After a push of hers there is one more, and one send less. */
  async onShow() {
    if (!this.isLeft) return
    this.isLeft = false
    await Promise.all([this.load(), this.list?.reload()])
  },

  onHide() {
    this.isLeft = true
  },

  async onPullDownRefresh() {
    await Promise.all([this.load(), this.list?.reload()])
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
    void this.list?.reload()
  },

  retryMessages() {
    void this.list?.restart()
  },

  async learnRole() {
    const role = (await overviewOnce())?.role
    this.setData({ maySend: mayDo(role, 'sender'), isOwner: mayDo(role, 'owner') })
  },

  async load() {
    const outcome = await pushApi.person(this.openid)
    if (outcome.ok) return this.show(outcome.value)
    if (outcome.failure.code === 'not-found') return this.setData({ state: 'empty', isNobody: true })
    showFailure(this, outcome.failure.message)
  },

  show(person: Person) {
    const name = nameOf(person)
    this.setData({
      state: 'ready',
      person,
      name,
      initial: initialOf(name),
      nickname: person.remark !== '' ? person.nickname || '未填昵称' : '',
      masked: maskOpenid(person.openid),
      visits: visitsOf(person),
      kinds: kindRows(person.kinds),
    })
    this.showAnswers(this.data.hasAllAnswers)
  },

  showAnswers(all: boolean) {
    const { answers = [] } = this.data.person ?? {}
    this.setData({ hasAllAnswers: all || answers.length <= FIRST_ANSWERS, answers: answerRows(all ? answers : answers.slice(0, FIRST_ANSWERS)) })
  },

  showAllAnswers() {
    this.showAnswers(true)
  },

  edit() {
    this.setData({ isEditing: true })
  },

  closeEdit() {
    this.setData({ isEditing: false })
  },

  saved({ detail }: { detail: SavedUser }) {
    this.setData({ isEditing: false })
    const { person } = this.data
    if (person) this.show({ ...person, ...detail })
  },

  async reveal() {
    const outcome = await pushApi.showOpenid({ user: this.openid })
    if (!outcome.ok) return say(outcome.failure.message)
    this.setData({ openid: outcome.value.openid })
  },

  copyOpenid() {
    void copyText(this.data.openid)
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: currentTarget.dataset.id }) })
  },

  /** The form with the kind that was tapped, or whichever comes first. */
  compose({ currentTarget }: { currentTarget: { dataset: { template?: string } } }) {
    if (!this.data.maySend) return
    const { template = '' } = currentTarget.dataset
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { openid: this.openid, name: this.data.name, template }) })
  },

  onShareAppMessage() {
    const [kind] = this.data.kinds
    return shareAskCard({ title: kind?.title ?? '提醒', template: kind?.template ?? '', isCounted: this.data.maySend })
  },
})

function visitsOf({ firstSeen, lastSeen }: Person): string {
  if (lastSeen === undefined) return '没有打开过小程序'
  return [firstSeen && `${dayOf(firstSeen)}第一次来`, `${momentOf(lastSeen)} 来过`].filter(Boolean).join('，')
}
