import { type RetryTrial } from '../../../services/answers'
import { say } from '../../../services/toast'
import { pushApi } from '../../services/push-api'
import { retryWords, type RetryWords } from '../../services/retry-words'

/** Another try for those who did not get it and can receive now. Tells `retry` when somebody decided for it. */
Component({
  properties: {
    pushId: { type: String, value: '' },
    /** Messages that another try may help at all; when it changes, it is asked anew who can receive. */
    retryable: { type: Number, value: 0 },
    busy: { type: Boolean, value: false },
  },

  data: { words: null as RetryWords | null, asking: false },

  observers: {
    retryable() {
      void this.look()
    },
  },

  pageLifetimes: {
    /** Somebody may have agreed in the meantime. */
    show() {
      void this.look()
    },
  },

  methods: {
    /** Without an answer the button stays away: nobody is promised anything. */
    async look(): Promise<RetryTrial | undefined> {
      const { pushId, retryable, asking } = this.data
      if (pushId === '' || retryable === 0 || asking) return undefined
      this.setData({ asking: true })
      const outcome = await pushApi.retryTrial(pushId)
      this.setData({ asking: false })
      if (!outcome.ok) return void say(outcome.failure.message)
      this.setData({ words: retryWords(outcome.value) })
      return outcome.value
    },

    async retry() {
      if (this.data.busy || this.data.words?.recipients === 0) return
      const trial = await this.look()
      if (!trial || trial.recipients === 0) return
      const { title, content } = retryWords(trial)
      const { confirm } = await wx.showModal({ title, content, confirmText: '重新推送' })
      if (confirm) this.triggerEvent('retry')
    },
  },
})
