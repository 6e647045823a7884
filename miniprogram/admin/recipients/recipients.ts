import { type Recipient, type Template } from '../../services/answers'
import { shareAskCard } from '../services/ask-card'
import { MAX_LISTED } from '../services/openid-list'
import { pushApi } from '../services/push-api'
import { keepList } from '../services/recipient-lists'
import { readyTemplates } from '../services/ready-templates'
import { type PeopleFilter } from '../services/requests'
import { askedOf, between, FILTERS, narrowedBy, tickedOnce, type Narrowed, type RecipientFilter, type Ticked } from '../services/recipient-filter'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
import { filterOf, NO_TAGS, peopleWords, type TagChoice } from '../services/tag-filter'
import { PagedList } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { hasPage, pageUrl } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

/** Typing pauses this long before it is searched for. */
const SEARCH_PAUSE_MS = 300

const NOTHING_NARROWED: Narrowed = { tagWords: '', isFiltered: false, isTagAudience: false }

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    templates: [] as Template[],
    /** Place of the chosen kind among them. */
    chosen: 0,
    filters: FILTERS,
    filter: 'all',
    search: '',
    rows: [] as RecipientRow[],
    hasMore: false,
    loadingMore: false,
    maySend: false,
    /** How many the whole audience is; -1 is not known yet. */
    canReceive: -1,
    /** Rows have ticks, and stay ticked through search and filters. */
    selecting: false,
    /** Openid → name of those who are ticked. */
    ticked: {} as Ticked,
    /** The next two taps are a beginning and an end. */
    ranging: false,
    rangeStart: '',
    /** Known not to send: a list to look at. */
    isViewer: false,
    /** Who was tapped and cannot receive. */
    blocked: null as RecipientRow | null,
    isBlocked: false,
    /** Tags that the list is narrowed to. */
    tagChoice: NO_TAGS,
    isTagging: false,
    /** How many the list is, in words; '' is not known yet. */
    found: '',
    ...NOTHING_NARROWED,
    /** What the list is asked for now: of it «全选» takes all, and a file has all. */
    filterNow: {} as PeopleFilter,
    isExporting: false,
    isOwner: false,
    /** Those who cannot receive are being asked. */
    isInviting: false,
    hasPaste: hasPage('admin/paste/paste'),
    hasImport: hasPage('admin/import-people/import-people'),
  },

  list: undefined as PagedList<Recipient> | undefined,
  searchTimer: 0,
  /** Counts the questions how many they are. */
  counting: 0,
  isLeft: false,

  async onLoad() {
    this.list = new PagedList({
      ask: (cursor) => pushApi.recipients({ ...this.asked(), ...(cursor !== undefined && { cursor }) }),
      show: (shown, items) => this.setData({ ...shown, ...(items && { rows: items.map((item) => recipientRow(item, this.chosenKind()?.type)) }) }),
      failed: (message) => showFailure(this, message),
    })
    await Promise.all([this.loadTemplates(), this.learnRole()])
  },

  async learnRole() {
    const role = (await overviewOnce())?.role
    this.setData({ maySend: mayDo(role, 'sender'), isViewer: role === 'viewer', isOwner: role === 'owner' })
    if (role === 'viewer') void wx.setNavigationBarTitle({ title: '用户' })
    await this.countAll()
  },

  /** After a push the sends left have changed. */
  async onShow() {
    if (!this.isLeft) return
    this.isLeft = false
    await Promise.all([this.list?.reload(), this.countAll(), this.countFound()])
  },

  onHide() {
    this.isLeft = true
  },

  onUnload() {
    clearTimeout(this.searchTimer)
  },

  async onPullDownRefresh() {
    await this.list?.reload()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    if (this.data.templates.length > 0) return void this.list?.restart()
    this.setData({ state: 'loading' })
    void this.loadTemplates()
  },

  async loadTemplates() {
    const outcome = await pushApi.templates()
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    this.setData({ templates: readyTemplates(outcome.value.templates) })
    this.setData({ filterNow: this.asked() })
    await Promise.all([this.list?.reload(), this.countAll(), this.countFound()])
  },

  /** How many the list is, of which only the first are loaded. */
  async countFound() {
    this.counting += 1
    const { counting } = this
    const outcome = await pushApi.countRecipients(this.asked())
    if (counting === this.counting) this.setData({ found: outcome.ok ? peopleWords(outcome.value) : '' })
  },

  /** How many would get it if it went to everyone who can receive; without that the choice is there all the same. */
  async countAll() {
    const template = this.chosenKey()
    if (!this.data.maySend || template === '') return
    const outcome = await pushApi.dryRun({ template, data: {}, audience: { canReceive: true } })
    if (this.chosenKey() === template) this.setData({ canReceive: outcome.ok ? outcome.value.canReceive : -1 })
  },

  /** What the list is asked for. */
  asked(): PeopleFilter {
    return askedOf(this.data, this.chosenKind()?.key)
  },

  askFor(changes: Partial<RecipientFilter> & { chosen?: number; canReceive?: number }) {
    this.setData({ ...changes, found: '', ...narrowedBy({ ...this.data, ...changes }) })
    this.setData({ filterNow: this.asked() })
  },

  /** The list and its count anew. */
  restart() {
    void this.list?.restart()
    void this.countFound()
  },

  pickTemplate({ detail }: { detail: { value: string | number } }) {
    this.askFor({ chosen: Number(detail.value), canReceive: -1 })
    this.restart()
    void this.countAll()
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.askFor({ filter: currentTarget.dataset.key })
    this.restart()
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.askFor({ search: detail.value })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => this.reload(), SEARCH_PAUSE_MS)
  },

  clearSearch() {
    this.askFor({ search: '' })
    this.reload()
  },

  /** What is shown stays until the answer. */
  reload() {
    void this.list?.reload()
    void this.countFound()
  },

  openTags() {
    this.setData({ isTagging: true })
  },

  closeTags() {
    this.setData({ isTagging: false })
  },

  changeTags({ detail }: { detail: TagChoice }) {
    this.askFor({ tagChoice: detail })
    this.reload()
  },

  showAll() {
    this.askFor({ search: '', filter: 'all', tagChoice: NO_TAGS })
    this.restart()
  },

  pick({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
    const row = this.data.rows.find(({ openid }) => openid === currentTarget.dataset.openid)
    if (!row) return
    if (this.data.selecting) return this.data.ranging ? this.tickRange(row) : this.setData({ ticked: tickedOnce(this.data.ticked, row) })
    if (!this.data.maySend) return this.openPerson({ currentTarget })
    if (row.obstacle !== '') return this.setData({ blocked: row, isBlocked: true })
    this.compose({ openid: row.openid, name: row.name })
  },

  /** Whoever cannot receive is written to all the same: our books may be wrong, or she agrees meanwhile. */
  composeAnyway() {
    const { blocked } = this.data
    this.closeBlocked()
    if (blocked) this.compose({ openid: blocked.openid, name: blocked.name })
  },

  closeBlocked() {
    this.setData({ isBlocked: false })
  },

  openInvite() {
    this.setData({ isInviting: true })
  },

  closeInvite() {
    this.setData({ isInviting: false })
  },

  onShareAppMessage() {
    return shareAskCard({ title: this.chosenKind()?.title ?? '提醒', template: this.chosenKey(), isCounted: this.data.maySend })
  },

  changeTicked({ detail }: { detail: Ticked }) {
    this.setData({ ticked: detail })
  },

  /** Their rows say something else now. */
  async showTagged() {
    await this.list?.reload()
  },

  toggleSelecting() {
    this.setData({ selecting: !this.data.selecting, ranging: false, rangeStart: '', ticked: {} })
  },

  /** From the first that is tapped to the second, all between. */
  toggleRanging() {
    this.setData({ ranging: !this.data.ranging, rangeStart: '' })
  },

  tickRange(end: RecipientRow) {
    const { rows, rangeStart, ticked } = this.data
    if (!rows.some(({ openid }) => openid === rangeStart)) return this.setData({ rangeStart: end.openid, ticked: { ...ticked, [end.openid]: end.name } })
    this.setData({ ranging: false, rangeStart: '', ticked: { ...ticked, ...between(rows, rangeStart, end.openid) } })
  },

  composeForTicked() {
    const openids = Object.keys(this.data.ticked)
    const [first] = openids
    if (first === undefined) return
    if (openids.length > MAX_LISTED) return say(`一次最多 ${MAX_LISTED} 人，请去掉 ${openids.length - MAX_LISTED} 人`)
    if (openids.length === 1) return this.compose({ openid: first, name: this.data.ticked[first] ?? '' })
    this.compose({ list: keepList({ openids, isPasted: false }) })
  },

  composeForAll() {
    if (this.data.canReceive === 0) return say('暂时没人能接收这类提醒')
    this.compose({ everyone: '1' })
  },

  /** Whoever has these tags when it goes out, however many. */
  composeForTags() {
    this.compose({ tags: JSON.stringify(filterOf(this.data.tagChoice)) })
  },

  compose(whom: Record<string, string>) {
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { ...whom, template: this.chosenKey() }) })
  },

  openPerson({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/person/person', { openid: currentTarget.dataset.openid }) })
  },

  openExport() {
    this.setData({ isExporting: true })
  },

  closeExport() {
    this.setData({ isExporting: false })
  },

  importPeople() {
    void wx.navigateTo({ url: pageUrl('/admin/import-people/import-people') })
  },

  paste() {
    void wx.navigateTo({ url: pageUrl('/admin/paste/paste', { template: this.chosenKey() }) })
  },

  chosenKind(): Template | undefined {
    return this.data.templates[this.data.chosen]
  },

  chosenKey(): string {
    return this.chosenKind()?.key ?? ''
  },
})
