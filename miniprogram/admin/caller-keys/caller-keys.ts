import { type CallerKey, type Template } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { showFailure, type PageState } from '../../services/page-state'
import { pageUrl } from '../../services/routes'
import { say } from '../../services/toast'
import { callerKeyRow, readKeyForm, type CallerKeyRow } from '../services/caller-key-rows'
import { pushApi } from '../services/push-api'

/** Where nobody thought of a number. */
const USUAL_PER_DAY = '1000'

interface Choice extends Pick<Template, 'key' | 'title'> {
  chosen: boolean
}

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    rows: [] as CallerKeyRow[],
    name: '',
    perDay: USUAL_PER_DAY,
    templates: [] as Choice[],
    isMaking: false,
    making: false,
    /** The key just made; it is shown here and never again. */
    made: null as { name: string; key: string } | null,
    /** Of the row that something is being done to. */
    busy: '',
  },

  async onLoad() {
    await this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    await wx.stopPullDownRefresh()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    const [keys, templates] = await Promise.all([pushApi.callerKeys(), pushApi.templates()])
    if (!keys.ok) return showFailure(this, keys.failure.message)
    if (!templates.ok) return showFailure(this, templates.failure.message)
    this.setData({ templates: templates.value.templates.map(({ key, title }) => ({ key, title, chosen: true })) })
    this.show(keys.value.callerKeys)
  },

  show(keys: readonly CallerKey[]) {
    this.setData({ state: 'ready', rows: keys.map((key) => callerKeyRow(key, this.data.templates)) })
  },

  begin() {
    this.setData({ isMaking: true, made: null })
  },

  giveUp() {
    this.setData({ isMaking: false })
  },

  typeName({ detail }: { detail: { value: string } }) {
    this.setData({ name: detail.value })
  },

  typePerDay({ detail }: { detail: { value: string } }) {
    this.setData({ perDay: detail.value })
  },

  pick({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    const { key } = currentTarget.dataset
    this.setData({ templates: this.data.templates.map((each) => (each.key === key ? { ...each, chosen: !each.chosen } : each)) })
  },

  async make() {
    const { making, name, perDay, templates } = this.data
    if (making) return
    const request = readKeyForm(name, perDay, templates.filter(({ chosen }) => chosen).map(({ key }) => key), templates.length)
    if ('fault' in request) return say(request.fault)
    this.setData({ making: true })
    const outcome = await pushApi.createCallerKey(request)
    this.setData({ making: false })
    if (!outcome.ok) return say(outcome.failure.message)
    this.setData({ isMaking: false, name: '', made: { name: request.name, key: outcome.value.key } })
    this.show(outcome.value.callerKeys)
  },

  copy() {
    void copyText(this.data.made?.key ?? '')
  },

  async withdraw({ currentTarget }: { currentTarget: { dataset: { id: string; name: string } } }) {
    const { id, name } = currentTarget.dataset
    if (this.data.busy !== '') return
    const content = '这把密钥马上就不能用了。同名的没有别的有效密钥时，还没发出的通知会停下，由你决定继续还是取消。'
    const { confirm } = await wx.showModal({ title: `撤回「${name}」的密钥？`, content, confirmText: '撤回' })
    if (!confirm) return
    this.setData({ busy: id })
    const outcome = await pushApi.withdrawCallerKey(id)
    this.setData({ busy: '', made: null })
    if (!outcome.ok) return say(outcome.failure.message)
    this.show(outcome.value.callerKeys)
    say(outcome.value.paused > 0 ? `已撤回，${outcome.value.paused} 条通知停下了` : '已撤回')
  },

  async decide({ currentTarget }: { currentTarget: { dataset: { id: string; name: string; count: number; decision: 'resume' | 'cancel' } } }) {
    const { id, name, count, decision } = currentTarget.dataset
    if (this.data.busy !== '') return
    const words = decision === 'resume' ? { title: `继续发这 ${count} 条？`, content: '到了时间的一分钟内发出，由你负责。', confirmText: '继续发' } : { title: `取消这 ${count} 条？`, content: '取消后不会再发，不能恢复。', confirmText: '取消它们' }
    const { confirm } = await wx.showModal({ ...words, cancelText: '再想想' })
    if (!confirm) return
    this.setData({ busy: id })
    const outcome = await pushApi.decideNotices(name, decision)
    this.setData({ busy: '' })
    if (!outcome.ok) return say(outcome.failure.message)
    const { notices, left } = outcome.value
    say(`${decision === 'resume' ? '已继续' : '已取消'} ${notices} 条${left > 0 ? `，还有 ${left} 条，请再点一次` : ''}`)
    await this.load()
  },

  openNotices() {
    void wx.navigateTo({ url: pageUrl('admin/history/history', { by: 'notices' }) })
  },
})
