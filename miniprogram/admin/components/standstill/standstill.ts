import { type Standstill } from '../../../services/answers'
import { mayDo } from '../../../services/roles'
import { overviewOnce } from '../../../services/session'
import { say } from '../../../services/toast'
import { pushApi } from '../../services/push-api'
import { forgetStandstill, standstillLately, standstillText } from '../../services/standstill'

/** At the top of every admin page while everything is stopped: by whom, why, and for owners the way back. */
Component({
  properties: {
    /** Another number makes it look again: the page has just changed it. */
    changes: { type: Number, value: 0 },
  },

  data: {
    text: '',
    isOwner: false,
    doing: false,
  },

  lifetimes: {
    attached() {
      void this.look()
    },
  },
  observers: {
    changes(changes: number) {
      if (changes > 0) void this.look()
    },
  },
  pageLifetimes: {
    show() {
      void this.look()
    },
  },

  methods: {
    async look() {
      const outcome = await standstillLately()
      // A failure says nothing about it: what was shown stays.
      if (!outcome.ok) return
      const { standstill } = outcome.value
      const isOwner = standstill !== undefined && mayDo((await overviewOnce())?.role, 'owner')
      this.show(standstill, isOwner)
    },

    show(standstill: Standstill | undefined, isOwner: boolean) {
      this.setData({ text: standstill ? standstillText(standstill) : '', isOwner })
    },

    async release() {
      if (this.data.doing) return
      const content = '停下的推送会接着发，期间到点的定时推送会马上发。不想发的，先去取消。'
      const { confirm } = await wx.showModal({ title: '解除全部停止？', content, cancelText: '先不', confirmText: '解除' })
      if (!confirm) return
      this.setData({ doing: true })
      const outcome = await pushApi.releaseAll()
      this.setData({ doing: false })
      forgetStandstill()
      if (!outcome.ok) return say(outcome.failure.message)
      this.show(outcome.value.standstill, true)
      say('已解除，一分钟内接着发')
    },
  },
})
