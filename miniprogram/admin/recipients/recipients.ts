import { type Recipient, type Template } from '../../services/answers'
import { shareAskCard } from '../services/ask-card'
import { COLLECTED_AT_ONCE, collectRecipients } from '../services/collect-recipients'
import { MAX_LISTED } from '../services/openid-list'
import { pushApi } from '../services/push-api'
import { keepList } from '../services/recipient-lists'
import { readyTemplates } from '../services/ready-templates'
import { type RecipientsRequest } from '../services/requests'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
import { nameOf } from '../../services/mask'
import { PagedList } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { hasPage, pageUrl } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

/** Typing pauses this long before it is searched for. */
const SEARCH_PAUSE_MS = 300

/** Of those who are ticked; more would only slow the page down. */
const MOST_SHOWN = 100

const FILTERS = [
  { key: 'all', title: '全部' },
  { key: 'can', title: '可接收' },
  { key: 'cannot', title: '不可接收' },
]

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
    ticked: {} as Record<string, string>,
    tickedCount: 0,
    /** The first of them, to be looked at. */
    tickedShown: [] as { openid: string; name: string }[],
    isLookedAt: false,
    /** The next two taps are a beginning and an end. */
    ranging: false,
    rangeStart: '',
    /** «全选» is under way, and has so many. */
    collecting: false,
    collected: 0,
    /** Known not to send: a list to look at. */
    isViewer: false,
    /** Who was tapped and cannot receive. */
    blocked: null as RecipientRow | null,
    isBlocked: false,
    /** Those who cannot receive are being asked. */
    isInviting: false,
    hasPaste: hasPage('admin/paste/paste'),
  },

  list: undefined as PagedList<Recipient> | undefined,
  searchTimer: 0,
  /** Counts the times that «全选» was begun or given up. */
  collection: 0,
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
    this.setData({ maySend: mayDo(role, 'sender'), isViewer: role === 'viewer' })
    if (role === 'viewer') void wx.setNavigationBarTitle({ title: '用户' })
    await this.countAll()
  },

  /** After a push the sends left have changed. */
  async onShow() {
    if (!this.isLeft) return
    this.isLeft = false
    await Promise.all([this.list?.reload(), this.countAll()])
  },

  onHide() {
    this.isLeft = true
  },

  onUnload() {
    clearTimeout(this.searchTimer)
    this.stopCollecting()
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
    await Promise.all([this.list?.reload(), this.countAll()])
  },

  /** How many would get it if it went to everyone who can receive; without that the choice is there all the same. */
  async countAll() {
    const template = this.chosenKey()
    if (!this.data.maySend || template === '') return
    const outcome = await pushApi.dryRun({ template, data: {}, audience: { canReceive: true } })
    if (this.chosenKey() === template) this.setData({ canReceive: outcome.ok ? outcome.value.canReceive : -1 })
  },

  /** What the list is asked for. */
  asked(): RecipientsRequest {
    const { filter, search } = this.data
    const template = this.chosenKind()
    return {
      ...(template && { template: template.key }),
      ...(search.trim() !== '' && { search: search.trim() }),
      ...(template && filter !== 'all' && { canReceive: filter === 'can' }),
    }
  },

  /** Whatever changes what the list is asked for ends an «全选» of what it was asked before. */
  askFor(changes: { chosen?: number; canReceive?: number; filter?: string; search?: string }) {
    this.stopCollecting()
    this.setData(changes)
  },

  pickTemplate({ detail }: { detail: { value: string | number } }) {
    this.askFor({ chosen: Number(detail.value), canReceive: -1 })
    void this.list?.restart()
    void this.countAll()
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.askFor({ filter: currentTarget.dataset.key })
    void this.list?.restart()
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.askFor({ search: detail.value })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => void this.list?.reload(), SEARCH_PAUSE_MS)
  },

  clearSearch() {
    this.askFor({ search: '' })
    void this.list?.reload()
  },

  showAll() {
    this.askFor({ search: '', filter: 'all' })
    void this.list?.restart()
  },

  pick({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
    const row = this.data.rows.find(({ openid }) => openid === currentTarget.dataset.openid)
    if (!row) return
    if (this.data.selecting) return this.data.ranging ? this.tickRange(row) : this.tick(row.openid)
    if (!this.data.maySend) return
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

  tick(openid: string) {
    const { ticked } = this.data
    this.showTicked(openid in ticked ? without(ticked, openid) : { ...ticked, [openid]: this.nameOf(openid) })
  },

  untick({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
    this.showTicked(without(this.data.ticked, currentTarget.dataset.openid))
  },

  showTicked(ticked: Record<string, string>) {
    const openids = Object.keys(ticked)
    const shown = openids.slice(0, MOST_SHOWN).map((openid) => ({ openid, name: ticked[openid] ?? '' }))
    this.setData({ ticked, tickedCount: openids.length, tickedShown: shown, ...(openids.length === 0 && { isLookedAt: false }) })
  },

  nameOf(openid: string): string {
    return this.data.rows.find((row) => row.openid === openid)?.name ?? ''
  },

  toggleSelecting() {
    this.stopCollecting()
    this.setData({ selecting: !this.data.selecting, ranging: false, rangeStart: '' })
    this.showTicked({})
  },

  /** From the first that is tapped to the second, all between. */
  toggleRanging() {
    this.setData({ ranging: !this.data.ranging, rangeStart: '' })
  },

  tickRange(end: RecipientRow) {
    const { rows, rangeStart, ticked } = this.data
    const from = rows.findIndex(({ openid }) => openid === rangeStart)
    if (from < 0) {
      this.setData({ rangeStart: end.openid })
      return this.showTicked({ ...ticked, [end.openid]: end.name })
    }
    const [first, last] = [from, rows.indexOf(end)].sort((a, b) => a - b) as [number, number]
    this.setData({ ranging: false, rangeStart: '' })
    this.showTicked({ ...ticked, ...Object.fromEntries(rows.slice(first, last + 1).map(({ openid, name }) => [openid, name])) })
  },

  /** All of the search and the filter, not only those that were scrolled to. */
  async tickAll() {
    if (this.data.collecting) return this.stopCollecting()
    this.collection += 1
    const collection = this.collection
    this.setData({ collecting: true, collected: 0 })
    const asked = this.asked()
    const outcome = await collectRecipients(
      (cursor) => pushApi.recipients({ ...asked, size: COLLECTED_AT_ONCE, ...(cursor !== undefined && { cursor }) }),
      MAX_LISTED,
      (collected) => {
        const isWanted = collection === this.collection
        if (isWanted) this.setData({ collected })
        return isWanted
      },
    )
    if (!outcome || collection !== this.collection) return
    this.setData({ collecting: false })
    if (!outcome.ok) return say(outcome.failure.message)
    const { items, isCut } = outcome.value
    this.showTicked({ ...this.data.ticked, ...Object.fromEntries(items.map((item) => [item.openid, nameOf(item)])) })
    if (isCut) say(`一次最多 ${MAX_LISTED} 人，选上了最近来过的 ${MAX_LISTED} 人`)
  },

  /** Nobody waits for it any more. */
  stopCollecting() {
    this.collection += 1
    if (this.data.collecting) this.setData({ collecting: false })
  },

  lookAtTicked() {
    if (this.data.tickedCount === 0) return say('先勾选要发的人')
    this.setData({ isLookedAt: true })
  },

  closeTicked() {
    this.setData({ isLookedAt: false })
  },

  untickAll() {
    this.showTicked({})
  },

  composeForTicked() {
    const openids = Object.keys(this.data.ticked)
    const [first] = openids
    if (first === undefined) return say('先勾选要发的人')
    if (openids.length > MAX_LISTED) return say(`一次最多 ${MAX_LISTED} 人，请去掉 ${openids.length - MAX_LISTED} 人`)
    if (openids.length === 1) return this.compose({ openid: first, name: this.data.ticked[first] ?? '' })
    this.compose({ list: keepList({ openids, isPasted: false }) })
  },

  composeForAll() {
    if (this.data.canReceive === 0) return say('暂时没人能接收这类提醒')
    this.compose({ everyone: '1' })
  },

  compose(whom: Record<string, string>) {
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { ...whom, template: this.chosenKey() }) })
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

function without(ticked: Readonly<Record<string, string>>, openid: string): Record<string, string> {
  const { [openid]: _unticked, ...others } = ticked
  return others
}
