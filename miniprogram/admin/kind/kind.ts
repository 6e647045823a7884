import { type Line, type Template } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { previewOf } from '../services/push-form'
import { pushApi } from '../services/push-api'
import { mayDo } from '../../services/roles'
import { readQuery } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

/** What an owner may change of a template; the rest comes from WeChat. */
type Editable = 'templateId' | 'about' | 'page'

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    isOwner: false,
    template: null as Template | null,
    lines: [] as Line[],
    changes: {} as Partial<Record<Editable, string>>,
    saving: false,
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
    this.setData({ isOwner: mayDo(overview?.role, 'owner') })
    if (!outcome.ok) return this.setData({ state: 'error', failure: outcome.failure.message })
    const template = outcome.value.templates.find(({ key }) => key === this.key)
    if (!template) return this.setData({ state: 'error', failure: '没有这个模板，可能已被删除。' })
    this.show(template)
  },

  show(template: Template) {
    this.setData({ state: 'ready', template, lines: previewOf(template.fields, template.sample), changes: {}, problem: '' })
  },

  type({ currentTarget, detail }: { currentTarget: { dataset: { name: Editable } }; detail: { value: string } }) {
    this.setData({ changes: { ...this.data.changes, [currentTarget.dataset.name]: detail.value.trim() }, problem: '' })
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

  copyId() {
    void copyText(this.data.template?.templateId ?? '')
  },
})
