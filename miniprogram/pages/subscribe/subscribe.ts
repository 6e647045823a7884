import { type Kind, type Recorded } from '../../services/answers'
import { keysOf } from '../../services/ask-kinds'
import { MAX_ASKED } from '../../services/ask-plan'
import { labelOf } from '../../services/ask-words'
import { ask, planNow } from '../../services/asking'
import { consents, type Asked } from '../../services/consent'
import { SUBSCRIBE_TEXT, textBeside } from '../../services/consent-text'
import { type Reported } from '../../services/consent-queue'
import { linesOfAnswer, problemOf, type ConsentLine, type PanelProblem } from '../../services/consent-words'
import { bannerOf, hintOf, tickedOf, viewKinds, type Banner, type KindView } from '../services/kind-view'
import { readQuery } from '../../services/routes'
import { knownOverview, loadOverview } from '../../services/session'
import { reportSettings } from '../../services/settings-report'
import { currentSettings, NOTHING_SETTLED, openSettings, type SubscriptionSettings } from '../../services/settings'
import { say } from '../../services/toast'

/** Tap events carry what the element says about itself. */
interface TapOn {
  currentTarget: { dataset: { key: string } }
}

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    /** What is agreed to. */
    promise: SUBSCRIBE_TEXT.words,
    kinds: [] as KindView[],
    tickedCount: 0,
    button: '',
    /** A card brought her, and these are the kinds that it asks for. */
    invited: '',
    hint: '',
    banner: null as Banner | null,
    asking: false,
    /** What the last panel came to; it stays until it was read. */
    results: [] as ConsentLine[],
    problem: null as PanelProblem | null,
    /** The answer is safe on the phone but not yet in the cloud. */
    waiting: false,
  },

  settings: NOTHING_SETTLED as SubscriptionSettings,

  /** Code of the card that brought her, and the kinds that it asks for: ticked at first, and only these. */
  from: undefined as string | undefined,
  wanted: undefined as string[] | undefined,

  /** `?kinds=a,b&from=code`, as a card has it that somebody shared. */
  async onLoad(query: Record<string, string | undefined>) {
    const { kinds = '', from = '' } = readQuery(query)
    const wanted = keysOf(kinds)
    if (wanted.length > 0) this.wanted = wanted
    if (/^[\w-]{4,32}$/.test(from)) this.from = from
    await this.load()
  },

  /** Back from another page or from WeChat's settings: what was chosen there holds at once. */
  async onShow() {
    this.settings = await currentSettings()
    this.showKnown()
    await this.report()
    await this.tellSettings()
  },

  async onPullDownRefresh() {
    await this.load()
    await wx.stopPullDownRefresh()
  },

  async load() {
    const outcome = await loadOverview(this.from)
    if (outcome.ok) {
      this.showKinds(outcome.value.templates)
      await this.report()
      return this.tellSettings()
    }
    if (this.data.kinds.length > 0) return say(outcome.failure.message)
    this.setData({ state: 'error', failure: outcome.failure.message })
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  showKinds(given: readonly Kind[]) {
    this.showViews(viewKinds(given, this.settings, this.data.kinds, this.wanted))
  },

  showViews(kinds: KindView[]) {
    const ticked = tickedOf(kinds)
    const invited = ticked.filter(({ key }) => this.wanted?.includes(key)).map(({ title }) => `「${title}」`)
    this.setData({
      kinds,
      invited: invited.length > 0 ? `有人请你开启${invited.join('')}，已经替你勾好，点下面的按钮就行。` : '',
      state: kinds.length > 0 ? 'ready' : 'empty',
      tickedCount: ticked.length,
      button: ticked.length > 0 ? labelOf({ kinds: ticked, left: [] }) : '开启提醒',
      hint: hintOf(ticked, this.settings),
      banner: bannerOf(kinds, this.settings) ?? null,
    })
  },

  tick({ currentTarget }: TapOn) {
    const { key } = currentTarget.dataset
    const { ticked: isTicked, isShut, note } = this.data.kinds.find((kind) => kind.key === key) ?? { ticked: false, isShut: false, note: '' }
    if (isShut) return say(note)
    if (!isTicked && this.data.tickedCount >= MAX_ASKED) return say(`微信一次最多询问 ${MAX_ASKED} 类，先开启这些，再选其他的`)
    this.showViews(this.data.kinds.map((kind) => (kind.key === key ? { ...kind, ticked: !kind.ticked } : kind)))
  },

  fold({ currentTarget }: TapOn) {
    const { key } = currentTarget.dataset
    this.setData({ kinds: this.data.kinds.map((kind) => (kind.key === key ? { ...kind, isOpen: !kind.isOpen } : kind)) })
  },

  /** The request comes before anything else, or WeChat refuses it. */
  ask() {
    this.askFor(tickedOf(this.data.kinds))
  },

  askLongTerm({ currentTarget }: TapOn) {
    this.askFor(this.data.kinds.filter((kind) => kind.key === currentTarget.dataset.key))
  },

  askFor(kinds: KindView[]) {
    if (this.data.asking) return
    if (kinds.length === 0) return say('请先勾选想收到的提醒')
    const plan = planNow(kinds.map(({ key }) => key), { known: kinds, isHerWish: true })
    void ask(plan, textBeside(SUBSCRIBE_TEXT, kinds), this.from).then((asked) => this.showAnswer(kinds, asked))
    this.setData({ asking: true, problem: null, results: [] })
  },

  async showAnswer(kinds: KindView[], { result, reported }: Asked) {
    const problem = problemOf(result) ?? null
    this.setData({ asking: false, problem })
    this.showResults(problem ? [] : linesOfAnswer(result, kinds))
    const recorded = await reported
    // However late the cloud says it: nothing of these is sent for now.
    if (recorded?.ok) this.showCloudsWord(result, kinds, recorded.value)
    this.showReported(recorded)
    // «Always» may have been ticked in the panel.
    this.settings = await currentSettings()
    this.showKnown()
    await this.tellSettings()
  },

  /** Also of what was asked for earlier and reported only now: the words are each kind's own. */
  showCloudsWord(result: Asked['result'], kinds: KindView[], { unavailable, uncounted = [] }: Recorded) {
    if (unavailable.length + uncounted.length > 0) this.showResults(linesOfAnswer(result, kinds, unavailable, uncounted))
  },

  showResults(results: ConsentLine[]) {
    this.setData({ results })
  },

  /** What the cloud made of what WeChat's settings say. */
  async tellSettings() {
    await reportSettings(this.settings)
    this.showKnown()
  },

  showKnown() {
    const kinds = knownOverview()?.templates
    if (kinds) this.showKinds(kinds)
  },

  /** The result has been read. What needs a step stays until it is taken. */
  settle() {
    this.setData({ results: [], problem: this.data.problem?.inSettings ? this.data.problem : null })
  },

  async report() {
    this.showReported(await consents.flush())
  },

  showReported(outcome: Reported | undefined) {
    if (outcome?.ok) this.showKinds(outcome.value.templates)
    else if (outcome && consents.isEmpty) say(outcome.failure.message)
    this.setData({ waiting: !consents.isEmpty })
  },

  /** What changed there is read when the user comes back. */
  openSettings() {
    void openSettings().then((settings) => {
      this.settings = settings
      this.setData({ problem: settings.mainSwitch ? null : this.data.problem })
      this.showViews(this.data.kinds)
      this.showKnown()
      void this.tellSettings()
    })
  },
})
