import { firstTime, lastDay, momentChosen, scheduleStart } from '../../services/schedule'

interface Changed<V> {
  detail: { value: V }
}

/** When it goes out: now, or at a moment that is still to come. Tells `change` with what was changed. */
Component({
  properties: {
    sendDate: { type: String, value: '' },
    sendTime: { type: String, value: '' },
  },

  data: { firstDay: '', lastDay: '', firstTime: '' },

  observers: {
    /** What can be chosen moves on with the clock. */
    'sendDate, sendTime'(sendDate: string) {
      this.setData({ firstDay: scheduleStart().sendDate, lastDay: lastDay(), firstTime: firstTime(sendDate) })
    },
  },

  methods: {
    sendNow() {
      this.triggerEvent('change', { sendDate: '' })
    },
    sendLater() {
      if (this.data.sendDate === '') this.triggerEvent('change', scheduleStart())
    },
    pickDate({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: detail.value, sendTime: this.data.sendTime }))
    },
    pickTime({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: this.data.sendDate, sendTime: detail.value }))
    },
  },
})
