import { type HistoryItem, type MessagesFound, type MessageState, type PushSummary } from '../../services/answers'
import { maskOpenid, nameOf } from '../../services/mask'
import { showFailure, type PageState } from '../../services/page-state'
import { PagedList, type ListShown } from '../../services/paged-list'
import { pageUrl, readQuery } from '../../services/routes'
import { historyRequest, kindsOf, PERIODS, sendersOf, STATES, type HistoryFilters } from '../services/history-filters'
import { rowsOf, type HistoryRow } from '../services/history-rows'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'

/** Long enough to type on. */
const SEARCH_AFTER_MS = 300

/** A push is one row, however many it went to; of one person each message is. */
type RowKind = 'message' | 'push'

/** People that a search found are listed up to so many; more are no single person. */
const MOST_FOUND = 3

const NOTHING_FOUND = { nobody: '', many: false, found: [] as { openid: string; name: string; masked: string }[] }

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    states: STATES,
    periods: PERIODS,
    search: '',
    filter: '' as MessageState | '',
    kinds: kindsOf([]),
    kindAt: 0,
    senders: sendersOf([]),
    senderAt: 0,
    periodAt: 0,
    from: '',
    to: '',
    isFiltered: false,
    rows: [] as HistoryRow[],
    pushes: [] as PushRow[],
    /** Whom the search means: nobody that we know, or more than are told. */
    ...NOTHING_FOUND,
    hasMore: false,
    loadingMore: false,
  },

  lists: undefined as { message: PagedList<HistoryItem>; push: PagedList<PushSummary> } | undefined,
  searchTimer: 0,

  async onLoad(query: Record<string, string | undefined>) {
    const { state = '', search = '', by = '' } = readQuery(query)
    const filter = STATES.find(({ key }) => key === state)?.key ?? ''
    const senderAt = Math.max(0, this.data.senders.findIndex(({ key }) => key === by))
    this.setData({ filter, search, senderAt, isFiltered: filter !== '' || senderAt > 0 })
    this.lists = { message: this.listOfMessages(), push: this.listOfPushes() }
    await Promise.all([this.list()?.reload(), this.loadNames()])
  },

  onUnload() {
    clearTimeout(this.searchTimer)
  },

  rowKind(): RowKind {
    return this.data.search.trim() === '' ? 'push' : 'message'
  },

  list() {
    return this.lists?.[this.rowKind()]
  },

  listOfMessages(): PagedList<HistoryItem> {
    return new PagedList({
      ask: async (cursor) => {
        const outcome = await pushApi.history({ ...this.asked(), search: this.data.search.trim(), ...(cursor !== undefined && { cursor }) })
        if (outcome.ok) this.showPeople(outcome.value)
        return outcome
      },
      show: (shown, items) => this.show('message', { ...shown, ...(items && { rows: rowsOf(items), pushes: [] }) }),
      failed: (message) => this.fail('message', message),
    })
  },

  listOfPushes(): PagedList<PushSummary> {
    return new PagedList({
      ask: (cursor) => {
        const { search: _none, ...asked } = this.asked()
        return pushApi.historyOfPushes({ ...asked, ...(cursor !== undefined && { cursor }) })
      },
      show: (shown, items) => this.show('push', { ...shown, ...(items && { rows: [], pushes: pushRows(items) }) }),
      failed: (message) => this.fail('push', message),
    })
  },

  /** Of the two lists the other one may still be answered. */
  show(kind: RowKind, shown: Partial<ListShown> & { rows?: HistoryRow[]; pushes?: PushRow[] }) {
    if (kind !== this.rowKind()) return
    // Nothing so far is not nothing: what was looked through is a part.
    const goesOn = shown.state === 'empty' && shown.hasMore === true
    this.setData({ ...shown, ...(goesOn && { state: 'ready' }) })
  },

  fail(kind: RowKind, message: string) {
    if (kind === this.rowKind()) showFailure(this, message)
  },

  showPeople({ people = [], morePeople }: MessagesFound) {
    const found = people.slice(0, MOST_FOUND).map((person) => ({ openid: person.openid, name: nameOf(person), masked: maskOpenid(person.openid) }))
    this.setData({ nobody: people.length === 0 ? this.data.search.trim() : '', many: morePeople === true, found: people.length > MOST_FOUND ? [] : found })
  },

  asked() {
    return historyRequest(this.filters())
  },

  filters(): HistoryFilters {
    const { search, filter, kinds, kindAt, senders, senderAt, periodAt, from, to } = this.data
    return { search, state: filter, kinds, kindAt, senders, senderAt, periodAt, from, to }
  },

  async onPullDownRefresh() {
    await this.list()?.reload()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list()?.more()
  },

  /** The same for a list that is too short to scroll. */
  goOn() {
    void this.list()?.more()
  },

  /** Without them the list is merely not filtered by kind or sender. */
  async loadNames() {
    const [templates, members] = await Promise.all([pushApi.templates(), pushApi.members()])
    if (templates.ok) this.setData({ kinds: kindsOf(templates.value.templates) })
    if (members.ok) this.setData({ senders: sendersOf(members.value.members) })
  },

  retry() {
    void this.list()?.restart()
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.setData({ search: detail.value })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => this.restart(), SEARCH_AFTER_MS)
  },
  clearSearch() {
    clearTimeout(this.searchTimer)
    this.filterBy({ search: '' })
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: MessageState | '' } } }) {
    this.filterBy({ filter: currentTarget.dataset.key })
  },
  pickKind({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ kindAt: Number(detail.value) })
  },
  pickSender({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ senderAt: Number(detail.value) })
  },
  pickPeriod({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ periodAt: Number(detail.value) })
  },
  pickFrom({ detail }: { detail: { value: string } }) {
    this.filterBy({ from: detail.value })
  },
  pickTo({ detail }: { detail: { value: string } }) {
    this.filterBy({ to: detail.value })
  },

  showAll() {
    this.filterBy({ search: '', filter: '', kindAt: 0, senderAt: 0, periodAt: 0, from: '', to: '' })
  },

  filterBy(changes: Partial<{ search: string; filter: MessageState | ''; kindAt: number; senderAt: number; periodAt: number; from: string; to: string }>) {
    this.setData(changes)
    this.restart()
  },

  restart() {
    this.setData({ isFiltered: Object.keys(this.asked()).length > 0, loadingMore: false, ...NOTHING_FOUND })
    void this.list()?.restart()
  },

  openPerson({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/person/person', { openid: currentTarget.dataset.openid }) })
  },

  openPush({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: currentTarget.dataset.id }) })
  },
})
