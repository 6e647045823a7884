import { type Kind } from '../../services/answers'
import { answerOf, keysOf, kindsToAsk, NOT_LOADED, NOTHING_TO_ASK, type AskAnswer } from '../../services/ask-kinds'
import { askForConsent } from '../../services/consent'
import { BUTTON_TEXT, textOf } from '../../services/consent-text'
import { problemOf, type PanelProblem } from '../../services/consent-words'
import { type AskableKind } from '../../services/known-kinds'
import { begin } from '../../services/reachable'
import { askableKinds, knownOverview, loadOverview, overviewOnce } from '../../services/session'
import { reportSettings } from '../../services/settings-report'
import { currentSettings, openSettings } from '../../services/settings'

/** Code of a template's id that WeChat does not have: it was replaced since it was last loaded. */
const NO_SUCH_TEMPLATE = 20001

/**
 * Asks for consent in a page of another matter. `answer` comes exactly once for each tap, whatever happens, so that the page can go on.
 * While WeChat's panel is open further taps are the same tap.
 */
Component({
  externalClasses: ['button-class', 'hint-class'],

  properties: {
    /** Keys of templates, `'a,b'` or `['a', 'b']`. */
    templates: { type: String, optionalTypes: [Array], value: '' },
    /** Where it is asked, kept with the answer. */
    scene: { type: String, value: '' },
    /** What is agreed to: shown under the button, and kept with the answer. Whoever changes it counts `version` up. */
    promise: { type: String, value: BUTTON_TEXT.words },
    version: { type: Number, value: 1 },
    /** The page says it itself. */
    hidePromise: { type: Boolean, value: false },
    /** There is no button while each of the kinds can still be received. */
    hideWhenGranted: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
  },

  data: { asking: false, isHidden: false, hint: '', inSettings: false },

  observers: {
    'templates, hideWhenGranted'() {
      this.look()
    },
  },

  lifetimes: {
    attached() {
      begin()
      void this.prepare()
    },
  },

  pageLifetimes: {
    show() {
      this.look()
    },
  },

  methods: {
    /** Loads what a tap needs: once for all buttons of the app. */
    async prepare() {
      await overviewOnce()
      this.look()
    },

    look() {
      const kinds = knownOverview()?.templates
      const keys = keysOf(this.data.templates)
      const isHidden = this.data.hideWhenGranted && kinds !== undefined && keys.length > 0 && keys.every((key) => isGranted(kinds, key))
      if (isHidden !== this.data.isHidden) this.setData({ isHidden })
    },

    /** The request comes before anything else, or WeChat refuses it: what is not known by now is not asked after. */
    ask() {
      if (this.data.asking || this.data.disabled) return
      const known = askableKinds()
      if (!known) void this.prepare()
      const toAsk = kindsToAsk(keysOf(this.data.templates), known ?? [])
      const { kinds, left } = toAsk
      if (kinds.length > 0) {
        const { scene, promise, version } = this.data
        void askForConsent(kinds.map(({ templateId }) => templateId), textOf({ scene, promise, version })).then(({ result, reported }) => {
          const problem = problemOf(result)
          this.tell(answerOf(toAsk, result, problem))
          void reported.then(() => this.look())
          void this.lookAtSettings(kinds, problem, Number(result['errCode']))
        })
        this.setData({ asking: true, hint: '', inSettings: false })
      } else this.tell(answerOf(toAsk, {}, known ? NOTHING_TO_ASK : NOT_LOADED))
      if (known) for (const { key, why } of left) console.error(`subscribe-button: ${key}：${why}`)
    },

    tell(answer: AskAnswer) {
      const { problem, accepted } = answer
      this.setData({ asking: false, hint: problem?.message ?? (accepted.length > 0 ? '好的，到时会提醒你' : ''), inSettings: problem?.inSettings ?? false })
      this.triggerEvent('answer', answer)
    },

    /** What was refused for good is not asked again: she is shown where to change that. */
    async lookAtSettings(kinds: readonly AskableKind[], problem: PanelProblem | undefined, code: number) {
      if (code === NO_SUCH_TEMPLATE) await loadOverview()
      const settings = await currentSettings()
      const isShut = kinds.some(({ templateId }) => settings.refused.includes(templateId))
      if (!problem && isShut) this.setData({ hint: '你在微信里设成了不接收，不会再询问', inSettings: true })
      await reportSettings(settings)
    },

    openSettings() {
      void openSettings().then((settings) => {
        if (settings.mainSwitch) this.setData({ hint: '', inSettings: false })
        void reportSettings(settings)
      })
    },
  },
})

function isGranted(kinds: readonly Kind[], key: string): boolean {
  const kind = kinds.find((each) => each.key === key)
  if (!kind) return false
  return kind.type === 'long-term' ? kind.standing === 'accept' : kind.standing !== 'stopped' && kind.credits > 0
}
