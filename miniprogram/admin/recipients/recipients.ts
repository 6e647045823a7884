import { type Recipient, type Template } from '../../services/answers'
import { pushApi } from '../services/push-api'
import { keepList } from '../services/recipient-lists'
import { readyTemplates } from '../services/ready-templates'
import { type RecipientsRequest } from '../services/requests'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
import { PagedList } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { mayDo } from '../../services/roles'
import { pageUrl } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

/** Typing pauses this long before it is searched for. */
const SEARCH_PAUSE_MS = 300

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
    /** Openid → ticked. */
    ticked: {} as Record<string, boolean>,
    tickedCount: 0,
  },

  list: undefined as PagedList<Recipient> | undefined,
  searchTimer: 0,
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
    this.setData({ maySend: mayDo((await overviewOnce())?.role, 'sender') })
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

  pickTemplate({ detail }: { detail: { value: string | number } }) {
    this.setData({ chosen: Number(detail.value), canReceive: -1 })
    void this.list?.restart()
    void this.countAll()
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.setData({ filter: currentTarget.dataset.key })
    void this.list?.restart()
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.setData({ search: detail.value })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => void this.list?.reload(), SEARCH_PAUSE_MS)
  },

  clearSearch() {
    this.setData({ search: '' })
    void this.list?.reload()
  },

  showAll() {
    this.setData({ search: '', filter: 'all' })
    void this.list?.restart()
  },

  pick({ currentTarget }: { currentTarget: { dataset: { openid: string; name: string } } }) {
    const { openid, name } = currentTarget.dataset
    if (this.data.selecting) return this.tick(openid)
    this.compose({ openid, name })
  },

  tick(openid: string) {
    const { [openid]: wasTicked, ...others } = this.data.ticked
    const ticked = wasTicked ? others : { ...others, [openid]: true }
    this.setData({ ticked, tickedCount: Object.keys(ticked).length })
  },

  toggleSelecting() {
    this.setData({ selecting: !this.data.selecting, ticked: {}, tickedCount: 0 })
  },

  composeForTicked() {
    const openids = Object.keys(this.data.ticked)
    const [first] = openids
    if (first === undefined) return say('先勾选要发的人')
    if (openids.length === 1) return this.compose({ openid: first, name: this.data.rows.find(({ openid }) => openid === first)?.name ?? '' })
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
