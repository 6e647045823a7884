import { type CreatedPush, type DryRun, type Line, type Template, type TemplateField } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { type Failure } from '../../services/outcome'
import { mayDo } from '../../services/roles'
import { pageUrl, readQuery } from '../../services/routes'
import { knownOverview, overviewOnce } from '../../services/session'
import { chipOf, draftKeyOf, recipientsOf, withRow, type Audience } from '../services/audience'
import { faultOf, faultsOf, mayStand } from '../services/field-check'
import { FormKey } from '../services/form-key'
import { keepLastPush } from '../services/last-push'
import { OpenForm } from '../services/open-form'
import { formFields } from '../services/page-parameters'
import { pushApi } from '../services/push-api'
import { COSTS_NOTHING, costEachTime, costOf, costOfMany, dataFor, NOTHING_ADVANCED, previewOf, requestOf, sendAtText, sendWordsOf, sortFaults } from '../services/push-form'
import { type Cost, type FormValues } from '../services/push-form'
import { resultOf, testWords } from '../services/push-result'
import { readyTemplates } from '../services/ready-templates'
import { standsAlone } from '../services/variables'
import { columnsUsed, fitsOneCall, matchedFields, wrongRows, type ListRow, type WrongRow } from '../services/own-texts'
import { changeList, listFor } from '../services/recipient-lists'
import { ruleOf, type Repeat } from '../services/repeat'
import { type PushRequest } from '../services/requests'
import { readFilter } from '../services/tag-filter'
import { isOver, momentWords } from '../services/schedule'
import { createOrSeen } from '../services/create-or-seen'

type Phase = 'idle' | 'checking' | 'confirming' | 'sending' | 'testing' | 'trying'

Page({
  data: {
    loading: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    /** Who may not send reads why, instead of a form. */
    isShut: false,
    failure: '',
    /** The one recipient, empty for many. */
    openid: '',
    /** Her name, or whom else. */
    name: '',
    isMany: false,
    isEveryone: false,
    /** Of a table: its rows, the names of its columns, those that stand in the texts, and whose text is wrong. */
    rows: [] as ListRow[],
    columns: [] as string[],
    used: [] as string[],
    wrong: [] as WrongRow[],
    /** Field into which something of each recipient is to be put; empty for none. */
    inserting: '',
    templates: [] as Template[],
    chosen: 0,
    template: null as Template | null,
    /** Of the template, and of the page path. */
    fields: [] as TemplateField[],
    values: {} as Record<string, string>,
    faults: {} as Record<string, string>,
    lines: [] as Line[],
    /** Label of the field that is being typed. */
    editing: '',
    /** What is wrong may be so for us only: it can be sent as it stands. */
    mayStand: false,
    advanced: NOTHING_ADVANCED,
    /** When it will go out, in words; empty at once. */
    sendAt: '',
    /** How often, until when and when first, as the cloud calls it; and what is wrong with that. */
    repeatWords: { rule: '', end: '', first: '', fault: '' },
    /** What the button does. */
    sendWords: '发送',
    phase: 'idle' as Phase,
    /** Above the bar: what stands in the way. */
    problem: '',
    /** Something from last time is in the form. */
    restored: '',
    /** The dry run's sentence. */
    trial: '',
    canReceive: 0,
    cost: null as Cost | null,
    /** In the confirmation: there was no answer, and pressing again is safe. */
    unanswered: '',
  },

  audience: undefined as Audience | undefined,
  form: new OpenForm(''),
  wantedTemplate: '',

  async onLoad(query: Record<string, string | undefined>) {
    const { openid = '', name = '', template = '', everyone = '', list = '', tags: tagged = '' } = readQuery(query)
    const tags = readFilter(tagged)
    const listed = listFor(list)
    this.wantedTemplate = template
    if (everyone !== '') this.audience = { kind: 'canReceive' }
    else if (tags) this.audience = { kind: 'tags', tags }
    else if (listed) this.audience = { kind: 'list', id: list, ...listed }
    else if (openid !== '') this.audience = { kind: 'one', openid, name: name || maskOpenid(openid) }
    if (!this.audience) return this.setData({ loading: 'empty' })
    this.form = new OpenForm(draftKeyOf(this.audience))
    if (listed) this.setData({ rows: listed.rows ?? [], columns: listed.columns ?? [] })
    this.setData({ openid: listed ? '' : openid, name: chipOf(this.audience), isMany: this.audience.kind !== 'one', isEveryone: everyone !== '' || tags !== undefined })
    await this.load()
  },

  onHide() {
    this.keepForm()
  },
  onUnload() {
    this.keepForm()
  },

  retryLoading() {
    this.setData({ loading: 'loading' })
    void this.load()
  },

  async load() {
    const [outcome, overview] = await Promise.all([pushApi.templates(), overviewOnce()])
    if (outcome.ok && !mayDo(overview?.role, 'sender')) return this.setData({ loading: 'empty', isShut: true })
    if (!outcome.ok) return this.setData({ loading: 'error', failure: outcome.failure.message })
    const templates = readyTemplates(outcome.value.templates)
    if (templates.length === 0) return this.setData({ loading: 'error', failure: '还没有可用的模板，请所有者先在设置里启用。' })
    this.setData({ templates })
    const draft = this.form.takeUp()
    if (draft && templates.some(({ key }) => key === draft.template)) {
      const { template, data, key: _key, inDoubt, ...advanced } = draft
      // What may be out already stays as it was sent.
      const isLate = !inDoubt && advanced.sendDate !== '' && isOver(advanced)
      const kept = isLate ? '已填好上次的内容；原来定的时间已经过了，改为现在发。' : '已填好上次的内容。'
      this.setData({ restored: inDoubt ? '上次发送没有等到答复。再点「发送」会接着上次，不会重复发。' : kept })
      this.setAdvanced({ ...NOTHING_ADVANCED, ...advanced, ...(isLate && { sendDate: '' }) })
      this.showTemplate(template, data)
    } else this.showTemplate(this.wantedTemplate)
    this.setData({ loading: 'ready' })
  },

  startOver() {
    this.form.startOver()
    this.setData({ restored: '' })
    this.setAdvanced(NOTHING_ADVANCED)
    this.showTemplate(this.data.template?.key ?? '')
  },

  showTemplate(key: string, given: Record<string, string> = {}) {
    const { templates } = this.data
    const chosen = Math.max(0, templates.findIndex((each) => each.key === key))
    const template = templates[chosen]
    if (!template) return
    const fields = formFields(template, this.data.advanced.page)
    const values = dataFor(fields, Object.keys(given).length > 0 ? given : matchedFields(fields, this.data.columns))
    this.setData({ chosen, template, fields, values, ...this.shownFor(template, values), faults: {}, wrong: [], mayStand: false, problem: '', trial: '', editing: '' })
  },

  pickTemplate({ detail }: { detail: { value: string | number } }) {
    const template = this.data.templates[Number(detail.value)]
    if (!template || template.key === this.data.template?.key) return
    this.form.key.edited()
    this.showTemplate(template.key)
  },

  /** The card, with the first of a table in it. */
  shownFor(template: Template, values: Record<string, string>): { lines: Line[]; used: string[] } {
    const { rows, columns } = this.data
    return { lines: previewOf(template.fields, values, rows[0]?.columns), used: columnsUsed(columns, Object.values(values)) }
  },

  change({ detail: { key, value } }: { detail: { key: string; value: string } }) {
    const { template, values, faults } = this.data
    if (!template || values[key] === value) return
    this.form.key.edited()
    const changed = { ...values, [key]: value }
    const { [key]: _mended, ...left } = faults
    this.setData({ values: changed, ...this.shownFor(template, changed), faults: left, wrong: [], problem: '', trial: '' })
  },

  /** A field that was left empty is no fault yet; it may be next. */
  leave({ detail: { key } }: { detail: { key: string } }) {
    const field = this.data.fields.find((each) => each.key === key)
    const value = this.data.values[key] ?? ''
    const fault = field && value !== '' ? faultOf(value, field, this.data.advanced.asIs) : undefined
    if (field && fault !== undefined) this.setData({ faults: { ...this.data.faults, [key]: fault }, mayStand: this.data.mayStand || mayStand(value, field) })
    this.keepForm()
  },

  openInsert({ detail }: { detail: { key: string } }) {
    this.setData({ inserting: detail.key })
  },

  closeInsert() {
    this.setData({ inserting: '' })
  },

  /** At the end of what is there; alone where nothing can be typed. */
  insert({ detail: { place } }: { detail: { place: string } }) {
    const { inserting: key, fields, values } = this.data
    const field = fields.find((each) => each.key === key)
    this.closeInsert()
    if (field) this.change({ detail: { key, value: standsAlone(field) ? place : `${values[key] ?? ''}${place}` } })
  },

  correct({ detail: { openid, columns } }: { detail: { openid: string; columns: Record<string, string> } }) {
    this.changeRows(openid, columns)
  },

  leaveOut({ detail: { openid } }: { detail: { openid: string } }) {
    this.changeRows(openid)
  },

  /** One row of the table, which is kept on the phone as it is by now; without columns it goes. */
  changeRows(openid: string, columns?: Record<string, string>) {
    const { template, values } = this.data
    const audience: Audience | undefined = this.audience && withRow(this.audience, openid, columns)
    if (audience?.kind !== 'list' || !template) return
    this.form.key.edited()
    this.audience = audience
    changeList(audience.id, audience)
    this.setData({ rows: audience.rows ?? [], name: chipOf(audience), wrong: this.data.wrong.filter((each) => each.openid !== openid), problem: '', trial: '' })
    this.setData(this.shownFor(template, values))
  },

  edit({ detail }: { detail: { label: string } }) {
    this.setData({ editing: detail.label })
  },

  changeAdvanced({ detail }: { detail: Partial<Omit<FormValues, 'data'>> }) {
    this.form.key.edited()
    this.setData({ problem: '' })
    this.setAdvanced({ ...this.data.advanced, ...detail })
  },

  toggleAsIs({ detail }: { detail: { value: boolean } }) {
    this.setData({ faults: {} })
    this.changeAdvanced({ detail: { asIs: detail.value } })
  },

  setAdvanced(advanced: Omit<FormValues, 'data'>) {
    const { template, values } = this.data
    const fields = template ? formFields(template, advanced.page) : []
    this.setData({ fields, values: dataFor(fields, values), advanced, sendAt: sendAtText(advanced), sendWords: this.sendWordsFor(advanced) })
  },

  sendWordsFor(advanced: Pick<FormValues, 'repeat' | 'sendDate' | 'sendTime'>): string {
    return sendWordsOf(advanced, advanced.sendDate === '' ? '' : momentWords(advanced), this.data.repeatWords.rule)
  },

  nameRepeat({ detail }: { detail: { rule: string; end: string; first: string; fault: string } }) {
    this.setData({ repeatWords: detail })
    this.setData({ sendWords: this.sendWordsFor(this.data.advanced), problem: '' })
  },

  request(): PushRequest {
    const { template, values: data, advanced } = this.data
    return requestOf(template?.key ?? '', this.audience ? recipientsOf(this.audience, Object.values(data)) : {}, { data, ...advanced })
  },

  keepForm() {
    const { template, values: data, advanced } = this.data
    this.form.keep(template?.key ?? '', { data, ...advanced })
  },

  /** All faults at once, first those that the page itself can see. */
  hasFaults(): boolean {
    const { fields, values } = this.data
    this.setData({ mayStand: fields.some((field) => mayStand(values[field.key] ?? '', field)) })
    this.showFaults(faultsOf(values, fields, this.data.advanced.asIs))
    return Object.keys(this.data.faults).length > 0
  },

  showFaults(faults: Record<string, string>, rest = '') {
    const [first] = this.data.fields.filter(({ key }) => faults[key] !== undefined)
    const count = Object.keys(faults).length
    this.setData({ faults, problem: rest || (count > 0 ? `有 ${count} 处要改，改好再发` : '') })
    if (first) this.scrollTo(`#field-${first.key}`)
  },

  /** Under the card, which stays in sight. */
  scrollTo(selector: string) {
    wx.createSelectorQuery()
      .select('#preview')
      .boundingClientRect((box) => void wx.pageScrollTo({ selector, offsetTop: -(box as { height: number }).height, duration: 200 }))
      .exec()
  },

  showFailure({ fields, message }: Pick<Failure, 'fields' | 'message'>) {
    if (fields.length === 0) return this.setData({ problem: message })
    const sorted = sortFaults(fields)
    const wrong = wrongRows(fields, this.data.rows)
    if (fields.some(({ doubts = [] }) => doubts.length > 0)) this.setData({ mayStand: true })
    this.setData({ wrong })
    this.showFaults(sorted.fields, sorted.rest || (wrong.length > 0 ? `有 ${wrong.length} 位的内容要改，改好再发` : ''))
    if (wrong.length > 0 && Object.keys(sorted.fields).length === 0) this.scrollTo('#wrong')
  },

  /** What the push would do; undefined when something stands in the way, which is shown. */
  async dryRun(phase: Phase): Promise<DryRun | undefined> {
    if (this.data.phase !== 'idle' || this.hasFaults()) return undefined
    const { repeat } = this.data.advanced
    if (repeat && this.data.repeatWords.fault !== '') return void this.setData({ problem: this.data.repeatWords.fault })
    if (repeat && this.data.columns.length > 0) return void this.setData({ problem: '各人内容不同的名单不能重复推送。请改成「现在」或「定时」，或换一群人。' })
    if (this.data.columns.length > 0 && this.data.rows.length === 0) return void this.setData({ problem: '名单里没有人了，请重新选名单。' })
    if (!fitsOneCall(this.request())) return void this.setData({ problem: '名单和内容太多，一次发不完。请把名单分成几份，分几次发。' })
    this.setData({ phase, problem: '', wrong: [] })
    // What may be out already is only asked again, and then nothing stands in its way. Changed since, it is a push of its own.
    const again = this.form.inDoubt && !repeat ? await pushApi.dryRun({ ...this.request(), key: this.form.key.current }) : undefined
    const outcome = again?.ok ? again : await (repeat ? pushApi.tryRecurrence({ ...this.request(), rule: ruleOf(repeat) }) : pushApi.dryRun(this.request()))
    this.setData({ phase: 'idle' })
    if (!outcome.ok) return void this.showFailure(outcome.failure)
    const { faults, message, canReceive } = outcome.value
    if (faults.length > 0) return void this.showFailure({ fields: faults, message })
    this.setData({ trial: message, canReceive })
    return outcome.value
  },

  async tryOut() {
    await this.dryRun('trying')
  },

  /** Checks everything, then asks. Nothing goes out before the answer. */
  async send() {
    const run = await this.dryRun('checking')
    if (!run) return
    const { isMany, template, advanced } = this.data
    const type = template?.type ?? 'one-time'
    if (run.replays) return this.setData({ phase: 'confirming', cost: COSTS_NOTHING, unanswered: '' })
    if (isMany && run.canReceive === 0 && !advanced.anyway && advanced.sendDate === '' && !advanced.repeat)
      return this.setData({ problem: '现在没有人能收到，没有发送。请对方先在小程序里开启提醒。' })
    const cost = isMany ? costOfMany(run, type) : costOf(run, type, advanced.anyway)
    this.setData({ phase: 'confirming', cost: advanced.repeat ? costEachTime(cost, run.canReceive) : cost, unanswered: '' })
  },

  cancel() {
    if (this.data.phase === 'confirming') this.setData({ phase: 'idle' })
  },

  /** Sends. A second tap finds the phase changed, a retry has the same key: either way it goes out once. */
  async confirm() {
    if (this.data.phase !== 'confirming') return
    const isFirstTry = !this.form.inDoubt
    this.setData({ phase: 'sending', unanswered: '' })
    this.form.inDoubt = true
    this.keepForm()
    const key = this.form.key.current
    if (this.data.advanced.repeat) return this.saveRepeat(key, this.data.advanced.repeat)
    const outcome = await (this.data.isMany && isFirstTry ? createOrSeen(key, this.request(), pushApi) : pushApi.create(key, this.request()))
    if (outcome.ok) return this.showResult(outcome.value)
    return this.fail(outcome.failure)
  },

  /** A plan: it is sent when its time comes. */
  async saveRepeat(key: string, repeat: Repeat) {
    const outcome = await pushApi.saveRecurrence(key, { ...this.request(), rule: ruleOf(repeat) })
    if (!outcome.ok) return this.fail(outcome.failure)
    this.form.accepted()
    this.keepForm()
    return wx.redirectTo({ url: pageUrl('/admin/recurring/recurring') })
  },

  fail(failure: Failure) {
    if (!failure.definite) return this.setData({ phase: 'confirming', unanswered: failure.message })
    this.form.inDoubt = false
    this.setData({ phase: 'idle', restored: '' })
    this.keepForm()
    if (failure.code === 'idempotency-conflict') return this.askForAnother()
    this.showFailure(failure)
  },

  async showResult(push: CreatedPush) {
    const isRefused = !this.data.isMany && resultOf(push).next === 'edit'
    if (isRefused) this.form.refused()
    else this.form.accepted()
    this.keepForm()
    const { pushId } = push
    if (this.data.isMany || push.state === 'scheduled' || push.state === 'pending') return wx.redirectTo({ url: pageUrl('/admin/push/push', { id: pushId }) })
    keepLastPush(push)
    await wx.navigateTo({ url: pageUrl('/admin/result/result', { pushId, name: this.data.name }) })
    this.setData({ phase: 'idle', restored: '' })
  },

  /** What was sent without an answer had arrived, and was changed since. */
  async askForAnother() {
    const { confirm } = await wx.showModal({
      title: '刚才那条已经提交过了',
      content: '那次没有等到答复，但其实已经提交，内容是修改前的。要把现在的内容作为新的一条再发吗？',
      cancelText: '不发了',
      confirmText: '再发一条',
    })
    if (!confirm) return
    this.form.key.renew()
    await this.send()
  },

  /** At once, whatever was planned for the others. */
  async sendToMyself() {
    const me = knownOverview()?.user.openid
    if (this.data.phase !== 'idle' || me === undefined || this.hasFaults()) return
    this.setData({ phase: 'testing', problem: '' })
    const { audience: _others, items, sendAt: _later, ...request } = this.request()
    const [first] = items ?? []
    const outcome = await pushApi.create(new FormKey().current, { ...request, ...(first ? { items: [{ ...first, openid: me }] } : { to: [me] }) })
    this.setData({ phase: 'idle' })
    if (!outcome.ok) return this.showFailure(outcome.failure)
    await wx.showModal({ ...testWords(outcome.value), showCancel: false, confirmText: '知道了' })
  },

  goOverview() {
    void wx.redirectTo({ url: pageUrl('admin/overview/overview') })
  },

  goRecipients() {
    wx.navigateBack({ fail: () => void wx.redirectTo({ url: pageUrl('admin/recipients/recipients') }) })
  },
})
