import { answerOf } from '../../services/ask-kinds'
import { askForConsent, consents, type Asked } from '../../services/consent'
import { KEEP_POSTED_TEXT, textBeside } from '../../services/consent-text'
import { isAccepted, problemOf } from '../../services/consent-words'
import { type AskableKind } from '../../services/known-kinds'
import { openedMessage } from '../../services/opened'
import { begin } from '../../services/reachable'
import { askableKinds, overviewOnce } from '../../services/session'
import { reportSettings } from '../../services/settings-report'
import { openSettings } from '../../services/settings'

/** What one ask takes; of a message the cloud does not say which type it is. */
type AgainKind = Omit<AskableKind, 'type'>

/**
 * «下次还提醒我吗？», on the page that a card leads to: by the message that led here, or by a template. Nothing is drawn while it is
 * not known what to ask for. Tells `answer` like the button does.
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
    /** What came of asking again. */
    answer: '',
    /** What is agreed to. */
    promise: KEEP_POSTED_TEXT.words,
    isAgreed: false,
    /** She said no: there is nothing more to tap. */
    isOver: false,
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
    },
  },

  methods: {
    async find(message: string, template: string) {
      const kind = message !== '' ? await kindOfMessage(message) : template !== '' ? await kindOfKey(template) : undefined
      // Another one was named meanwhile.
      if (message !== this.data.message || template !== this.data.template) return
      if (kind?.key !== this.data.kind?.key || !kind) this.setData({ kind: kind ?? null, answer: '', isAgreed: false, isOver: false, needsSettings: false })
    },

    /** The request comes before anything else, or WeChat refuses it. */
    ask() {
      const { kind, asking } = this.data
      if (!kind || asking) return
      const { templateId } = kind
      void askForConsent([templateId], textBeside(KEEP_POSTED_TEXT, [{ ...kind, about: '' }])).then((asked) => this.showAnswer(kind, asked))
      this.setData({ asking: true })
    },

    async showAnswer(kind: AgainKind, { result, reported }: Asked) {
      const { templateId } = kind
      const problem = problemOf(result)
      const isAgreed = isAccepted(result[templateId])
      const answer = problem?.message ?? (isAgreed ? '好的，下次还会提醒你。' : '好的，不再为这类事情打扰你。')
      this.setData({ asking: false, answer, isAgreed, isOver: !isAgreed && !problem, needsSettings: problem?.inSettings ?? false })
      this.triggerEvent('answer', answerOf({ kinds: [kind], left: [] }, result, problem))
      const outcome = await reported
      if (!outcome) return
      const counted = outcome.ok ? outcome.value.templates.find((each) => each.templateId === templateId) : undefined
      if (isAgreed && counted?.type === 'one-time') this.setData({ answer: `好的，还可接收 ${counted.credits} 条。` })
      const notCounted = outcome.ok ? outcome.value.uncounted?.find((each) => each.templateId === templateId) : undefined
      if (notCounted) this.setData({ answer: notCounted.message })
      if (!consents.isEmpty) this.setData({ answer: '你的选择已存在手机上，稍后自动同步，不用再点一次。' })
    },

    openSettings() {
      void openSettings().then((settings) => {
        if (settings.mainSwitch) this.setData({ answer: '', needsSettings: false })
        void reportSettings(settings)
      })
    },
  },
})

async function kindOfMessage(id: string): Promise<AgainKind | undefined> {
  const message = await openedMessage(id)
  return message && message.templateId !== '' ? { key: message.template, templateId: message.templateId, title: message.title } : undefined
}

async function kindOfKey(key: string): Promise<AgainKind | undefined> {
  if (!askableKinds()) await overviewOnce()
  return askableKinds()?.find((each) => each.key === key)
}
