import { type Template } from '../../services/answers'
import { pushApi } from '../services/push-api'
import { keepList } from '../services/recipient-lists'
import { readyTemplates } from '../services/ready-templates'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
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
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
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

  cursor: undefined as string | undefined,
  /** Counts the loads, so that a slow answer to an older question is not shown. */
  asked: 0,
  searchTimer: 0,
  isLeft: false,

  async onLoad() {
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
    await Promise.all([this.fetch(undefined), this.countAll()])
  },

  onHide() {
    this.isLeft = true
  },

  onUnload() {
    clearTimeout(this.searchTimer)
  },

  async onPullDownRefresh() {
    await this.fetch(undefined)
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
    void (this.data.templates.length > 0 ? this.fetch(undefined) : this.loadTemplates())
  },

  async loadTemplates() {
    const outcome = await pushApi.templates()
    if (!outcome.ok) return this.setData({ state: 'error', failure: outcome.failure.message })
    this.setData({ templates: readyTemplates(outcome.value.templates) })
    await Promise.all([this.fetch(undefined), this.countAll()])
  },

  /** How many would get it if it went to everyone who can receive; without that the choice is there all the same. */
  async countAll() {
    const template = this.chosenKey()
    if (!this.data.maySend || template === '') return
    const outcome = await pushApi.dryRun({ template, data: {}, audience: { canReceive: true } })
    if (this.chosenKey() === template) this.setData({ canReceive: outcome.ok ? outcome.value.canReceive : -1 })
  },

  async fetch(cursor: string | undefined) {
    this.asked += 1
    const asked = this.asked
    const { templates, chosen, filter, search } = this.data
    const template = templates[chosen]
    const outcome = await pushApi.recipients({
      ...(template && { template: template.key }),
      ...(search.trim() !== '' && { search: search.trim() }),
      ...(template && filter !== 'all' && { canReceive: filter === 'can' }),
      ...(cursor !== undefined && { cursor }),
    })
    if (asked !== this.asked) return
    if (!outcome.ok) {
      const { message } = outcome.failure
      return this.data.state === 'ready' ? say(message) : this.setData({ state: 'error', failure: message })
    }
    const { items, next } = outcome.value
    const fresh = items.map((item) => recipientRow(item, template?.type))
    const rows = cursor === undefined ? fresh : [...this.data.rows, ...fresh]
    this.cursor = next
    this.setData({ rows, hasMore: next !== undefined, state: rows.length > 0 ? 'ready' : 'empty' })
  },

  pickTemplate({ detail }: { detail: { value: string | number } }) {
    this.setData({ chosen: Number(detail.value), state: 'loading', canReceive: -1 })
    void this.fetch(undefined)
    void this.countAll()
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.setData({ filter: currentTarget.dataset.key, state: 'loading' })
    void this.fetch(undefined)
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.setData({ search: detail.value })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => void this.fetch(undefined), SEARCH_PAUSE_MS)
  },

  clearSearch() {
    this.setData({ search: '' })
    void this.fetch(undefined)
  },

  showAll() {
    this.setData({ search: '', filter: 'all', state: 'loading' })
    void this.fetch(undefined)
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

  chosenKey(): string {
    return this.data.templates[this.data.chosen]?.key ?? ''
  },
})
