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
    /** A page that hears of it with all else says so, and hands it on; null for nothing stopped. */
    asks: { type: Boolean, value: true },
    told: { type: Object, value: null as Standstill | null },
  },

  data: {
    text: '',
    isOwner: false,
    doing: false,
  },

  lifetimes: {
    attached() {
      if (this.data.asks) void this.look()
    },
  },
  observers: {
    told(told: Standstill | null) {
      if (!this.data.asks) void this.tell(told ?? undefined)
    },
    changes(changes: number) {
      if (changes > 0) void this.look()
    },
  },
  pageLifetimes: {
    show() {
      if (this.data.asks) void this.look()
    },
  },

  methods: {
    async look() {
      const outcome = await standstillLately()
      // A failure says nothing about it: what was shown stays.
      if (!outcome.ok) return
      await this.tell(outcome.value.standstill)
    },

    async tell(standstill: Standstill | undefined) {
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
