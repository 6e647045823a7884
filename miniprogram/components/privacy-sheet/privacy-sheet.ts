import { comeForward, decide, stepBack, type PrivacySheet } from '../../services/privacy'

/** Asks for agreement to 用户隐私保护指引, on every page that calls a privacy interface. Whoever refuses goes on without that interface. */
Component({
  data: {
    shown: false,
    use: '',
    contract: '《用户隐私保护指引》',
  },

  lifetimes: {
    attached() {
      comeForward(this as unknown as PrivacySheet)
    },
    detached() {
      stepBack(this as unknown as PrivacySheet)
    },
  },

  pageLifetimes: {
    show() {
      comeForward(this as unknown as PrivacySheet)
    },
    hide() {
      stepBack(this as unknown as PrivacySheet)
    },
  },

  methods: {
    open(use: string) {
      this.setData({ shown: true, use })
      wx.getPrivacySetting({ success: ({ privacyContractName }) => this.setData({ contract: privacyContractName }) })
    },
    close() {
      this.setData({ shown: false })
    },
    read() {
      wx.openPrivacyContract({})
    },
    agree() {
      decide(true)
    },
    refuse() {
      decide(false)
    },
  },
})
