import { type MessageState, type Template } from '../../services/answers'
import { rowsOf, type HistoryRow } from '../services/history-rows'
import { MESSAGE_STATES } from '../services/message-states'
import { type Outcome } from '../../services/outcome'
import { pushApi } from '../services/push-api'
import { pushRows, type PushRow } from '../services/push-rows'
import { pageUrl, readQuery } from '../../services/routes'
import { say } from '../../services/toast'

const FILTERS: { key: MessageState | ''; title: string }[] = [
  { key: '', title: '全部' },
  ...(['sent', 'failed', 'unknown', 'skipped', 'queued'] as const).map((key) => ({ key, title: MESSAGE_STATES[key].text })),
]

type By = 'message' | 'push'

const ANY_KIND = { key: '', title: '全部种类' }

interface Loaded {
  rows: HistoryRow[]
  pushes: PushRow[]
  next?: string | undefined
}

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
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

  cursor: undefined as string | undefined,
  /** Counts the loads, so that a slow answer to an older question is not shown. */
  asked: 0,

  async onLoad(query: Record<string, string | undefined>) {
    const { state = '', by } = readQuery(query)
    if (by === 'push') this.setData({ by })
    if (FILTERS.some(({ key }) => key === state)) this.setData({ filter: state as MessageState | '' })
    await Promise.all([this.fetch(undefined), this.loadKinds()])
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

  /** Without them the list is merely not filtered by kind. */
  async loadKinds() {
    const outcome = await pushApi.templates()
    if (outcome.ok) this.setData({ kinds: [ANY_KIND, ...outcome.value.templates.map(({ key, title }) => ({ key, title }))] })
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.fetch(undefined)
  },

  async fetch(cursor: string | undefined) {
    this.asked += 1
    const asked = this.asked
    const isMore = cursor !== undefined
    const outcome = await (this.data.by === 'push' ? this.loadPushes(cursor) : this.loadMessages(cursor))
    if (asked !== this.asked) return
    if (!outcome.ok) {
      const { message } = outcome.failure
      return this.data.state === 'ready' ? say(message) : this.setData({ state: 'error', failure: message })
    }
    const { next, ...fresh } = outcome.value
    this.cursor = next
    const rows = [...(isMore ? this.data.rows : []), ...fresh.rows]
    const pushes = [...(isMore ? this.data.pushes : []), ...fresh.pushes]
    this.setData({ rows, pushes, hasMore: next !== undefined, state: rows.length + pushes.length > 0 ? 'ready' : 'empty' })
  },

  async loadMessages(cursor: string | undefined): Promise<Outcome<Loaded>> {
    const { filter, kinds, kind } = this.data
    const template = kinds[kind]?.key ?? ''
    const outcome = await pushApi.history({
      ...(filter !== '' && { state: filter }),
      ...(template !== '' && { template }),
      ...(cursor !== undefined && { cursor }),
    })
    if (!outcome.ok) return outcome
    return { ok: true, value: { rows: rowsOf(outcome.value.items), pushes: [], next: outcome.value.next } }
  },

  async loadPushes(cursor: string | undefined): Promise<Outcome<Loaded>> {
    const outcome = await pushApi.pushes(cursor === undefined ? {} : { cursor })
    if (!outcome.ok) return outcome
    return { ok: true, value: { rows: [], pushes: pushRows(outcome.value.items), next: outcome.value.next } }
  },

  pickBy({ currentTarget }: { currentTarget: { dataset: { by: By } } }) {
    this.setData({ by: currentTarget.dataset.by, state: 'loading' })
    void this.fetch(undefined)
  },

  openPush({ currentTarget }: { currentTarget: { dataset: { url: string } } }) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },

  pickFilter({ currentTarget }: { currentTarget: { dataset: { key: MessageState | '' } } }) {
    this.setData({ filter: currentTarget.dataset.key, state: 'loading' })
    void this.fetch(undefined)
  },

  pickKind({ detail }: { detail: { value: string | number } }) {
    this.setData({ kind: Number(detail.value), state: 'loading' })
    void this.fetch(undefined)
  },

  open({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/detail/detail', { id: currentTarget.dataset.id }) })
  },
})
