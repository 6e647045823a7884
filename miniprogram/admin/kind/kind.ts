import { type Line, type Template } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { FormKey } from '../services/form-key'
import { previewOf } from '../services/push-form'
import { pushApi } from '../services/push-api'
import { testWords } from '../services/push-result'
import { mayDo } from '../../services/roles'
import { readQuery } from '../../services/routes'
import { knownOverview, overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

/** What an owner may change of a template; the rest comes from WeChat. */
type Editable = 'templateId' | 'about' | 'page'
type Terms = NonNullable<Template['terms']>

/** As the functions have it: core/templates/template.ts, core/templates/save.ts. */
const USUAL_TARGET = 3
const MAX_TARGET = 20

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    isOwner: false,
    template: null as Template | null,
    lines: [] as Line[],
    changes: {} as Partial<Record<Editable, string>> & { terms?: Terms; target?: number },
    /** How many sends of a person are enough, and what can be chosen. */
    target: USUAL_TARGET,
    targets: Array.from({ length: MAX_TARGET }, (_, index) => `${index + 1} 条`),
    terms: {} as Terms,
    saving: false,
    switching: false,
    maySend: false,
    testing: false,
    problem: '',
  },

  key: '',

  async onLoad(query: Record<string, string | undefined>) {
    this.key = readQuery(query)['key'] ?? ''
    await this.load()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    const [outcome, overview] = await Promise.all([pushApi.templates(), overviewOnce()])
    this.setData({ isOwner: mayDo(overview?.role, 'owner'), maySend: mayDo(overview?.role, 'sender') })
    if (!outcome.ok) return this.setData({ state: 'error', failure: outcome.failure.message })
    const template = outcome.value.templates.find(({ key }) => key === this.key)
    if (!template) return this.setData({ state: 'error', failure: '没有这个模板，可能已被删除。' })
    this.show(template)
  },

  show(template: Template) {
    this.setData({ state: 'ready', template, lines: previewOf(template.fields, template.sample), changes: {}, terms: template.terms ?? {}, target: template.target ?? USUAL_TARGET, problem: '' })
  },

  type({ currentTarget, detail }: { currentTarget: { dataset: { name: Editable } }; detail: { value: string } }) {
    this.setData({ changes: { ...this.data.changes, [currentTarget.dataset.name]: detail.value.trim() }, problem: '' })
  },

  pickTarget({ detail }: { detail: { value: string | number } }) {
    const target = Number(detail.value) + 1
    this.setData({ target, changes: { ...this.data.changes, target }, problem: '' })
  },

  changeTerms({ detail: terms }: { detail: Terms }) {
    this.setData({ terms, changes: { ...this.data.changes, terms }, problem: '' })
  },

  async save() {
    if (this.data.saving) return
    this.setData({ saving: true, problem: '' })
    const outcome = await pushApi.saveTemplate({ key: this.key, ...this.data.changes })
    this.setData({ saving: false })
    if (!outcome.ok) return this.setData({ problem: outcome.failure.message })
    this.show(outcome.value.template)
    say('已保存')
  },

  /** By itself: what is being typed stays. */
  async toggle({ detail }: { detail: { value: boolean } }) {
    this.setData({ switching: true })
    const outcome = await pushApi.saveTemplate({ key: this.key, enabled: detail.value })
    const enabled = outcome.ok ? outcome.value.template.enabled : !detail.value
    this.setData({ switching: false, template: this.data.template && { ...this.data.template, enabled } })
    if (!outcome.ok) say(outcome.failure.message)
  },

  /** The sample, as a message to oneself. */
  async tryOut() {
    const { template, testing } = this.data
    const me = knownOverview()?.user.openid
    if (testing || !template || me === undefined) return
    this.setData({ testing: true, problem: '' })
    const outcome = await pushApi.create(new FormKey().current, { template: template.key, data: template.sample, to: [me] })
    this.setData({ testing: false })
    if (!outcome.ok) return this.setData({ problem: outcome.failure.message })
    await wx.showModal({ ...testWords(outcome.value), showCancel: false, confirmText: '知道了' })
  },

  copyId() {
    void copyText(this.data.template?.templateId ?? '')
  },
})
