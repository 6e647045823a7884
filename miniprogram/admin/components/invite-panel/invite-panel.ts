import { copyText } from '../../../services/clipboard'
import { say } from '../../../services/toast'
import { namesToAsk, wordsOfCards, wordsOfCopied } from '../../services/ask-card'
import { COLLECTED_AT_ONCE, collectRecipients } from '../../services/collect-recipients'
import { MAX_LISTED } from '../../services/openid-list'
import { pushApi } from '../../services/push-api'

/**
 * The next step for people who cannot receive a kind: a card to share, their names to copy, and how many came by the cards so far. The card is
 * made by the page's own `onShareAppMessage`, with `shareAskCard`.
 */
Component({
  properties: {
    /** The kind's key. */
    template: { type: String, value: '' },
    label: { type: String, value: '转发邀请卡片' },
    /** There are several people, whose names can be copied. */
    names: { type: Boolean, value: false },
    /** Something else is the page's main action. */
    quiet: { type: Boolean, value: false },
  },

  data: { counted: '', copying: false },

  observers: {
    template() {
      void this.count()
    },
  },

  pageLifetimes: {
    /** Back from the chat that it was shared to. */
    show() {
      void this.count()
    },
  },

  methods: {
    /** A number that could not be read is not worth a failure: the card goes out all the same. */
    async count() {
      const { template } = this.data
      if (template === '') return
      const outcome = await pushApi.askCards(template)
      if (outcome.ok && template === this.data.template) this.setData({ counted: wordsOfCards(outcome.value) })
    },

    async copyNames() {
      if (this.data.copying) return
      this.setData({ copying: true })
      const asked = { template: this.data.template, canReceive: false, size: COLLECTED_AT_ONCE }
      const outcome = await collectRecipients((cursor) => pushApi.recipients({ ...asked, ...(cursor !== undefined && { cursor }) }), MAX_LISTED, () => true)
      this.setData({ copying: false })
      if (!outcome) return
      if (!outcome.ok) return say(outcome.failure.message)
      const { names, unnamed } = namesToAsk(outcome.value.items)
      if (names.length > 0 && !(await copyText(names.join('\n')))) return
      say(wordsOfCopied(names.length, unnamed))
    },
  },
})
