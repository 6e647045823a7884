import { answerOf } from '../../services/ask-kinds'
import { type AskPlan } from '../../services/ask-plan'
import { decidedOf, mainWhy, REFUSED_FOR_GOOD } from '../../services/ask-words'
import { ask, planNow } from '../../services/asking'
import { consents, type Asked } from '../../services/consent'
import { KEEP_POSTED_TEXT, textBeside } from '../../services/consent-text'
import { isAccepted, problemOf } from '../../services/consent-words'
import { type AskableKind } from '../../services/known-kinds'
import { openedMessage } from '../../services/opened'
import { begin } from '../../services/reachable'
import { hasPage } from '../../services/routes'
import { askableKinds, overviewOnce } from '../../services/session'
import { reportSettings } from '../../services/settings-report'
import { currentSettings, openSettings } from '../../services/settings'

/** What one ask takes; of a message the cloud does not say which type it is. */
type AgainKind = Omit<AskableKind, 'type'>

/** Before it is known what she has. */
const FIRST_LABEL = '继续提醒我'

/**
 * «下次还提醒我吗？», on the page that a card leads to: by the message that led here, or by a template. Nothing is drawn while it is
 * not known what to ask for. Tells `answer` like the button does, and asks by the same rules; its button stays whatever came of it.
 */
Component({
  externalClasses: ['strip-class', 'button-class'],

  properties: {
    /** The message's id, as `opened(query)` gives it. */
    message: { type: String, value: '' },
    /** Or a template's key. */
    template: { type: String, value: '' },
    /** Something else is the page's main action. */
    quiet: { type: Boolean, value: false },
  },

  data: {
    kind: null as AgainKind | null,
    asking: false,
    /** What came of asking again, or why it is not asked. */
    answer: '',
    /** What is agreed to. */
    promise: KEEP_POSTED_TEXT.words,
    label: FIRST_LABEL,
    isAgreed: false,
    needsSettings: false,
  },

  observers: {
    'message, template'(message: string, template: string) {
      void this.find(message, template)
    },
  },

  lifetimes: {
    attached() {
      begin()
      void currentSettings().then(() => this.look())
    },
  },

  methods: {
    async find(message: string, template: string) {
      const kind = message !== '' ? await kindOfMessage(message) : template !== '' ? await kindOfKey(template) : undefined
      // Another one was named meanwhile.
      if (message !== this.data.message || template !== this.data.template) return
      if (kind?.key !== this.data.kind?.key || !kind) this.setData({ kind: kind ?? null, answer: '', label: FIRST_LABEL, isAgreed: false, needsSettings: false })
      this.look()
    },

    /** Whether a tap would ask. What she refused for good is said before she taps in vain. */
    look() {
      const { kind, answer } = this.data
      if (!kind) return
      const isShut = mainWhy(planFor(kind).left) === 'refused'
      if (isShut) this.setData({ answer: REFUSED_FOR_GOOD, needsSettings: true })
      else if (answer === REFUSED_FOR_GOOD) this.setData({ answer: '', needsSettings: false })
    },

    /** The request comes before anything else, or WeChat refuses it. */
    ask() {
      const { kind, asking } = this.data
      if (!kind || asking) return
      const plan = planFor(kind)
      if (plan.kinds.length === 0) return this.decide(plan)
      void ask(plan, textBeside(KEEP_POSTED_TEXT, [{ ...kind, about: '' }])).then((asked) => this.showAnswer(kind, plan, asked))
      this.setData({ asking: true })
    },

    decide({ kinds, left }: AskPlan) {
      const { isWell, ...problem } = decidedOf(left, hasPage('pages/subscribe/subscribe'))
      this.setData({ answer: problem.message, isAgreed: isWell === true, needsSettings: problem.inSettings })
      this.triggerEvent('answer', answerOf({ kinds, left }, {}, isWell ? undefined : problem))
    },

    async showAnswer(kind: AgainKind, plan: AskPlan, { result, reported }: Asked) {
      const { templateId } = kind
      const problem = problemOf(result)
      const isAgreed = isAccepted(result[templateId])
      const answer = problem?.message ?? (isAgreed ? '好的，下次还会提醒你。' : '好的，这次没有开启，想要时再点一次。')
      this.setData({ asking: false, answer, isAgreed, needsSettings: problem?.inSettings ?? false, ...(isAgreed && { label: '再收一条' }) })
      this.triggerEvent('answer', answerOf(plan, result, problem))
      void currentSettings().then(() => this.look())
      const outcome = await reported
      if (!outcome) return
      const counted = outcome.ok ? outcome.value.templates.find((each) => each.templateId === templateId) : undefined
      if (isAgreed && counted?.type === 'one-time') this.setData({ answer: `好的，还可接收 ${counted.credits} 条。`, label: planFor(kind).kinds.length > 0 ? '再收一条' : '够用了' })
      const notCounted = outcome.ok ? outcome.value.uncounted?.find((each) => each.templateId === templateId) : undefined
      if (notCounted) this.setData({ answer: notCounted.message })
      if (!consents.isEmpty) this.setData({ answer: '你的选择已存在手机上，稍后自动同步，不用再点一次。' })
    },

    openSettings() {
      void openSettings().then((settings) => {
        if (settings.mainSwitch) this.setData({ answer: '', needsSettings: false })
        this.look()
        void reportSettings(settings)
      })
    },
  },
})

/** Of a message whose kind nothing else was told of yet, by itself. */
function planFor(kind: AgainKind): AskPlan {
  const isKnown = askableKinds()?.some(({ key }) => key === kind.key) ?? false
  return isKnown ? planNow([kind.key]) : planNow([kind.key], { known: [{ ...kind, type: 'one-time' }] })
}

async function kindOfMessage(id: string): Promise<AgainKind | undefined> {
  const message = await openedMessage(id)
  return message && message.templateId !== '' ? { key: message.template, templateId: message.templateId, title: message.title } : undefined
}

async function kindOfKey(key: string): Promise<AgainKind | undefined> {
  if (!askableKinds()) await overviewOnce()
  return askableKinds()?.find((each) => each.key === key)
}
