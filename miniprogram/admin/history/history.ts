import { type HistoryItem, type MessageState, type PushSummary, type Template } from '../../services/answers'
import { rowsOf, type HistoryRow } from '../services/history-rows'
import { MESSAGE_STATES } from '../services/message-states'
import { PagedList, type ListShown } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'
import { pageUrl, readQuery } from '../../services/routes'

const FILTERS: { key: MessageState | ''; title: string }[] = [
  { key: '', title: '全部' },
  ...(['sent', 'failed', 'unknown', 'skipped', 'queued'] as const).map((key) => ({ key, title: MESSAGE_STATES[key].text })),
]

type By = 'message' | 'push'

const ANY_KIND = { key: '', title: '全部种类' }

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    /** What a row is: a push, or a single message. */
    by: 'message' as By,
    filters: FILTERS,
    filter: '' as MessageState | '',
    kinds: [ANY_KIND] as Pick<Template, 'key' | 'title'>[],
    kind: 0,
    rows: [] as HistoryRow[],
    pushes: [] as PushRow[],
    hasMore: false,
    loadingMore: false,
  },

  lists: undefined as { message: PagedList<HistoryItem>; push: PagedList<PushSummary> } | undefined,

  async onLoad(query: Record<string, string | undefined>) {
    const { state = '', by } = readQuery(query)
    if (by === 'push') this.setData({ by })
    if (FILTERS.some(({ key }) => key === state)) this.setData({ filter: state as MessageState | '' })
    this.lists = { message: this.listOfMessages(), push: this.listOfPushes() }
    await Promise.all([this.list()?.reload(), this.loadKinds()])
  },

  list() {
    return this.lists?.[this.data.by]
  },

  listOfMessages(): PagedList<HistoryItem> {
    return new PagedList({
      ask: (cursor) => pushApi.history({ ...this.filters(), ...(cursor !== undefined && { cursor }) }),
      show: (shown, items) => this.show('message', { ...shown, ...(items && { rows: rowsOf(items), pushes: [] }) }),
      failed: (message) => showFailure(this, message),
    })
  },

  listOfPushes(): PagedList<PushSummary> {
    return new PagedList({
      ask: (cursor) => pushApi.pushes(cursor === undefined ? {} : { cursor }),
      show: (shown, items) => this.show('push', { ...shown, ...(items && { rows: [], pushes: pushRows(items) }) }),
      failed: (message) => showFailure(this, message),
    })
  },

  /** Of the two lists the other one may still be answered. */
  show(by: By, shown: Partial<ListShown> & { rows?: HistoryRow[]; pushes?: PushRow[] }) {
    if (by === this.data.by) this.setData(shown)
  },

  filters(): { state?: MessageState; template?: string } {
    const { filter, kinds, kind } = this.data
    const template = kinds[kind]?.key ?? ''
    return { ...(filter !== '' && { state: filter }), ...(template !== '' && { template }) }
  },

  async onPullDownRefresh() {
    await this.list()?.reload()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list()?.more()
  },

  /** Without them the list is merely not filtered by kind. */
  async loadKinds() {
    const outcome = await pushApi.templates()
    if (outcome.ok) this.setData({ kinds: [ANY_KIND, ...outcome.value.templates.map(({ key, title }) => ({ key, title }))] })
  },

  retry() {
    void this.list()?.restart()
  },

  pickBy({ currentTarget }: { currentTarget: { dataset: { by: By } } }) {
    this.setData({ by: currentTarget.dataset.by, loadingMore: false })
    void this.list()?.restart()
  },

  openPush({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: MessageState | '' } } }) {
    this.setData({ filter: currentTarget.dataset.key })
    void this.list()?.restart()
  },

  pickKind({ detail }: { detail: { value: string | number } }) {
    this.setData({ kind: Number(detail.value) })
    void this.list()?.restart()
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: currentTarget.dataset.id }) })
  },
})
