import { type AuditItem, type ChainLink, type Template } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { nameOf } from '../../services/mask'
import { showFailure, type PageState } from '../../services/page-state'
import { PagedList } from '../../services/paged-list'
import { KEYS } from '../../services/storage-keys'
import { say } from '../../services/toast'
import { auditDetails, auditLines, auditRow, type AuditRow } from '../services/audit-rows'
import { ACTION_WORDS, FILTERED_ACTIONS } from '../services/audit-words'
import { collectAudit } from '../services/collect-audit'
import { pushApi } from '../services/push-api'
import { type AuditRequest } from '../services/requests'
import { verifyChain, type ChainVerdict } from '../services/verify-chain'

interface Choice {
  key: string
  title: string
}

const RESULTS: Choice[] = [
  { key: '', title: '全部' },
  { key: 'ok', title: '成功' },
  { key: 'refused', title: '没有成功' },
]
const ACTIONS: Choice[] = [{ key: '', title: '全部操作' }, ...FILTERED_ACTIONS.map((key) => ({ key, title: ACTION_WORDS[key] ?? key }))]
const WHO: Choice[] = [
  { key: '', title: '所有人' },
  { key: 'operator', title: '云控制台' },
  { key: 'nobody', title: '身份不明' },
]
const DAY_MS = 86_400_000
const PERIODS: (Choice & { days: number })[] = [
  { key: '', title: '不限时间', days: 0 },
  { key: '1', title: '最近一天', days: 1 },
  { key: '7', title: '最近 7 天', days: 7 },
  { key: '30', title: '最近 30 天', days: 30 },
]

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    results: RESULTS,
    result: '',
    who: WHO,
    whoAt: 0,
    actions: ACTIONS,
    actionAt: 0,
    periods: PERIODS,
    periodAt: 0,
    isFiltered: false,
    rows: [] as AuditRow[],
    hasMore: false,
    loadingMore: false,
    verdict: undefined as ChainVerdict | undefined,
    doing: '' as '' | 'verify' | 'export',
  },

  items: [] as readonly AuditItem[],
  templates: [] as readonly Template[],
  list: undefined as PagedList<AuditItem> | undefined,

  async onLoad() {
    this.list = new PagedList({
      ask: (cursor) => pushApi.audit({ ...this.filters(), ...(cursor !== undefined && { cursor }) }),
      show: (shown, items) => {
        if (items) this.items = items
        this.setData({ ...shown, ...(items && { rows: this.rows() }) })
      },
      failed: (message) => showFailure(this, message),
    })
    await Promise.all([this.list.reload(), this.loadNames()])
  },

  filters(): AuditRequest {
    const { result, who, whoAt, actions, actionAt, periods, periodAt } = this.data
    const [whom = '', action = '', days = 0] = [who[whoAt]?.key, actions[actionAt]?.key, periods[periodAt]?.days]
    return {
      ...(result !== '' && { result: result as 'ok' | 'refused' }),
      ...(whom !== '' && { who: whom }),
      ...(action !== '' && { action }),
      ...(days > 0 && { since: new Date(Date.now() - days * DAY_MS).toISOString() }),
    }
  },

  rows(): AuditRow[] {
    return this.items.map((item) => auditRow(item, this.templates))
  },

  /** Without them the list is merely not filtered by a person, and calls templates by their keys. */
  async loadNames() {
    const [members, templates] = await Promise.all([pushApi.members(), pushApi.templates()])
    if (members.ok) this.setData({ who: [...WHO, ...members.value.members.map(({ _id, nickname }) => ({ key: _id, title: nameOf({ nickname }) }))] })
    if (!templates.ok) return
    this.templates = templates.value.templates
    this.setData({ rows: this.rows() })
  },

  async onPullDownRefresh() {
    await this.list?.reload()
    await wx.stopPullDownRefresh()
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    void this.list?.restart()
  },

  pickResult({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    this.filterBy({ result: currentTarget.dataset.key })
  },
  pickWho({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ whoAt: Number(detail.value) })
  },
  pickAction({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ actionAt: Number(detail.value) })
  },
  pickPeriod({ detail }: { detail: { value: string | number } }) {
    this.filterBy({ periodAt: Number(detail.value) })
  },

  filterBy(changes: Partial<{ result: string; whoAt: number; actionAt: number; periodAt: number }>) {
    this.setData(changes)
    this.setData({ isFiltered: Object.keys(this.filters()).length > 0 })
    void this.list?.restart()
  },

  async open({ currentTarget }: { currentTarget: { dataset: { id: string; what: string } } }) {
    const item = this.items.find(({ id }) => id === currentTarget.dataset.id)
    if (!item) return
    const { confirm } = await wx.showModal({ title: currentTarget.dataset.what, content: auditDetails(item), cancelText: '关闭', confirmText: '复制' })
    if (confirm) await copyText(auditLines([item]))
  },

  async verify() {
    if (this.data.doing !== '') return
    this.setData({ doing: 'verify' })
    const outcome = await verifyChain(pushApi.verifyAudit, (wx.getStorageSync(KEYS.auditHead) as ChainLink | '') || undefined)
    this.setData({ doing: '' })
    if (!outcome.ok) return say(outcome.failure.message)
    const verdict = outcome.value
    if (verdict.whole && verdict.head) wx.setStorageSync(KEYS.auditHead, verdict.head)
    this.setData({ verdict })
    await wx.pageScrollTo({ scrollTop: 0 })
  },

  copyHead() {
    const { head } = this.data.verdict ?? {}
    if (head) void copyText(`${head.n}:${head.hash}`)
  },

  /** She knows why it is another chain than last time: data that was set up anew. */
  async acceptHead() {
    const { head } = this.data.verdict ?? {}
    const content = '只在你知道记录为什么变了的时候这样做，例如环境重新建过。之前的末尾请对照抄在别处的那一份。'
    const { confirm } = await wx.showModal({ title: '以现在的记录为准？', content, confirmText: '以它为准' })
    if (!confirm) return
    if (head) wx.setStorageSync(KEYS.auditHead, head)
    else wx.removeStorageSync(KEYS.auditHead)
    await this.verify()
  },

  /** What is filtered for, as a file to be pasted. */
  async exportAll() {
    if (this.data.doing !== '') return
    this.setData({ doing: 'export' })
    const outcome = await collectAudit(this.filters(), pushApi.audit)
    this.setData({ doing: '' })
    if (!outcome.ok) return say(outcome.failure.message)
    const { items, isCut } = outcome.value
    if (!(await copyText(auditLines(items)))) return
    if (isCut) return say(`太多了，只复制了最近 ${items.length} 条`)
    say(`已复制 ${items.length} 条${this.data.isFiltered ? '（筛选过的不能校验）' : '，可以粘贴到文件里'}`)
  },
})
