import { type Kind } from '../../services/answers'
import { answerOf, keysOf, type AskAnswer } from '../../services/ask-kinds'
import { type AskPlan } from '../../services/ask-plan'
import { decidedOf, FOR_DEVELOPERS, labelOf, mainWhy, REFUSED_FOR_GOOD } from '../../services/ask-words'
import { ask, planNow } from '../../services/asking'
import { BUTTON_TEXT, textOf } from '../../services/consent-text'
import { problemOf, type PanelProblem } from '../../services/consent-words'
import { begin } from '../../services/reachable'
import { hasPage } from '../../services/routes'
import { knownOverview, loadOverview, overviewAnew, overviewOnce } from '../../services/session'
import { reportSettings } from '../../services/settings-report'
import { currentSettings, openSettings } from '../../services/settings'

/** Code of a template's id that WeChat does not have: it was replaced since it was last loaded. */
const NO_SUCH_TEMPLATE = 20001

/**
 * Asks for consent in a page of another matter. `answer` comes exactly once for each tap, whatever happens, so that the page can go on.
 * While WeChat's panel is open further taps are the same tap. What it asks for, and whether, `services/asking` decides.
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
    /** The button says what it will do, «再收一条», behind what stands in the slot, such as an icon. */
    autoLabel: { type: Boolean, value: false },
    /** There is no button while each of the kinds can still be received. */
    hideWhenGranted: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
  },

  data: { asking: false, isHidden: false, label: '', hint: '', inSettings: false },

  observers: {
    'templates, hideWhenGranted'() {
      this.look()
    },
  },

  lifetimes: {
    attached() {
      begin()
      void this.prepare(overviewOnce())
    },
  },

  pageLifetimes: {
    show() {
      this.look()
      void this.prepare(overviewAnew())
    },
  },

  methods: {
    /** Knows beforehand what a tap needs: the kinds, once for all buttons of the app, and what WeChat's settings say. */
    async prepare(kinds: Promise<unknown>) {
      await Promise.all([kinds, currentSettings()])
      this.look()
    },

    look() {
      const kinds = knownOverview()?.templates
      const keys = keysOf(this.data.templates)
      const isHidden = this.data.hideWhenGranted && kinds !== undefined && keys.length > 0 && keys.every((key) => isGranted(kinds, key))
      if (isHidden !== this.data.isHidden) this.setData({ isHidden })
      this.showPlan(planNow(keys))
    },

    /** What the next tap will do, for the button, and for a page that writes its own words. */
    showPlan(plan: AskPlan) {
      const label = labelOf(plan)
      if (label !== this.data.label) {
        this.setData({ label })
        this.triggerEvent('plan', { label, asks: plan.kinds.map(({ key }) => key) })
      }
      if (isShut(plan) && this.data.hint === '') this.setData({ hint: REFUSED_FOR_GOOD, inSettings: true })
      else if (!isShut(plan) && this.data.hint === REFUSED_FOR_GOOD) this.setData({ hint: '', inSettings: false })
    },

    /** The request comes before anything else, or WeChat refuses it: what is not known by now is not asked after. */
    ask() {
      if (this.data.asking || this.data.disabled) return
      const plan = planNow(keysOf(this.data.templates))
      for (const { key, why } of plan.left) if (FOR_DEVELOPERS[why]) console.error(`subscribe-button: ${key}：${FOR_DEVELOPERS[why]}`)
      if (plan.kinds.length === 0) return this.decide(plan)
      const { scene, promise, version } = this.data
      void ask(plan, textOf({ scene, promise, version })).then(({ result, reported }) => {
        const problem = problemOf(result)
        this.tell(answerOf(plan, result, problem), plan.isSilent)
        void reported.then(() => this.look())
        void this.lookAtSettings(problem, Number(result['errCode']))
      })
      this.setData({ asking: true, hint: '', inSettings: false })
    },

    /** Nothing is asked; the page goes on, and she is told why. */
    decide(plan: AskPlan) {
      const why = mainWhy(plan.left)
      if (why === 'not-loaded') void this.prepare(overviewOnce())
      const { isWell, ...problem } = decidedOf(plan.left, hasPage('pages/subscribe/subscribe'))
      this.setData({ hint: problem.message, inSettings: problem.inSettings })
      this.triggerEvent('answer', answerOf(plan, {}, isWell ? undefined : problem))
      // The button says that it leads there.
      if (why === 'refused' && this.data.autoLabel) this.openSettings()
    },

    /** What was given without a panel, as she chose once and for all, is no news. */
    tell(answer: AskAnswer, isSilent: boolean) {
      const { problem, accepted, refused } = answer
      const thanks = accepted.length > 0 && !isSilent ? '好的，到时会提醒你' : ''
      const other = accepted.length === 0 && refused.length > 0 ? '好的，这次没有开启，想要时再点一次' : thanks
      this.setData({ asking: false, hint: problem?.message ?? other, inSettings: problem?.inSettings ?? false })
      this.triggerEvent('answer', answer)
    },

    /** What was refused for good is not asked again: she is shown where to change that. */
    async lookAtSettings(problem: PanelProblem | undefined, code: number) {
      if (code === NO_SUCH_TEMPLATE) await loadOverview()
      const settings = await currentSettings()
      if (!problem && isShut(planNow(keysOf(this.data.templates)))) this.setData({ hint: REFUSED_FOR_GOOD, inSettings: true })
      await reportSettings(settings)
      this.look()
    },

    openSettings() {
      void openSettings().then((settings) => {
        if (settings.mainSwitch) this.setData({ hint: '', inSettings: false })
        this.look()
        void reportSettings(settings)
      })
    },
  },
})

/** She refused for good what it would ask for: nothing is left to tap but the settings. */
function isShut({ kinds, left }: AskPlan): boolean {
  return kinds.length === 0 && mainWhy(left) === 'refused'
}

function isGranted(kinds: readonly Kind[], key: string): boolean {
  const kind = kinds.find((each) => each.key === key)
  if (!kind) return false
  return kind.type === 'long-term' ? kind.standing === 'accept' : kind.standing !== 'stopped' && kind.credits > 0
}
