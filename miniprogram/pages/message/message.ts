import { type InboxItem } from '../../services/answers'
import { askForConsent, consents } from '../../services/consent'
import { KEEP_POSTED_TEXT, textBeside } from '../../services/consent-text'
import { isAccepted, problemOf } from '../../services/consent-words'
import { momentOf } from '../../services/moments'
import { backTo, businessPage, goTo, hasPage, readQuery } from '../../services/routes'
import { reportSettings } from '../../services/settings-report'
import { openSettings } from '../../services/settings'
import { subscribeApi } from '../../services/subscribe-api'
import { say } from '../../services/toast'

/** Where a card lands: `?id=<message id, URI-encoded>`. */
Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    message: null as InboxItem | null,
    time: '',
    hasBusiness: false,
    asking: false,
    /** What came of asking again. */
    answer: '',
    /** What is agreed to. */
    promise: KEEP_POSTED_TEXT.words,
    isAgreed: false,
    needsSettings: false,
    hasMessages: hasPage('pages/messages/messages'),
  },

  id: '',

  async onLoad(query: Record<string, string | undefined>) {
    this.id = readQuery(query)['id'] ?? ''
    await this.load()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    if (this.id === '') return this.setData({ state: 'empty' })
    const outcome = await subscribeApi.message(this.id)
    if (!outcome.ok) {
      const { code, message } = outcome.failure
      return this.setData({ state: code === 'not-found' ? 'empty' : 'error', failure: message })
    }
    const { message } = outcome.value
    this.setData({ message, state: 'ready', time: momentOf(message.at), hasBusiness: businessPage(message.page) !== undefined })
  },

  goOn() {
    const page = businessPage(this.data.message?.page ?? '')
    if (page !== undefined) goTo(page).catch(() => say('这个页面打不开，可能已经下线'))
  },

  /** The request comes before anything else, or WeChat refuses it. */
  keepPosted() {
    const { message, asking } = this.data
    if (!message || asking) return
    void askForConsent([message.templateId], textBeside(KEEP_POSTED_TEXT, [{ ...message, about: '' }])).then(async ({ result, reported }) => {
      const problem = problemOf(result)
      const isAgreed = isAccepted(result[message.templateId])
      const answer = problem?.message ?? (isAgreed ? '好的，下次还会提醒你。' : '好的，不再为这类事情打扰你。')
      this.setData({ asking: false, answer, isAgreed, needsSettings: problem?.inSettings ?? false })
      const outcome = await reported
      if (!outcome) return
      const kind = outcome.ok ? outcome.value.templates.find((each) => each.templateId === message.templateId) : undefined
      if (isAgreed && kind?.type === 'one-time') this.setData({ answer: `好的，还可接收 ${kind.credits} 条。` })
      const notCounted = outcome.ok ? outcome.value.uncounted?.find((each) => each.templateId === message.templateId) : undefined
      if (notCounted) this.setData({ answer: notCounted.message })
      if (!consents.isEmpty) this.setData({ answer: '你的选择已存在手机上，稍后自动同步，不用再点一次。' })
    })
    this.setData({ asking: true })
  },

  openSettings() {
    void openSettings().then((settings) => {
      if (settings.mainSwitch) this.setData({ answer: '', needsSettings: false })
      void reportSettings(settings)
    })
  },

  goMessages() {
    void backTo('pages/messages/messages')
  },
})
