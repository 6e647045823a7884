import { hasPage } from '../../../services/routes'
import { repeatStart, type Repeat } from '../../services/repeat'
import { firstTime, lastDay, momentChosen, scheduleStart } from '../../services/schedule'

interface Changed<V> {
  detail: { value: V }
}

/** When it goes out: now, at a moment that is still to come, or again and again. Tells `change` with what was changed; see `repeat-rule` for `words`. */
Component({
  properties: {
    sendDate: { type: String, value: '' },
    sendTime: { type: String, value: '' },
    repeat: { type: Object, value: null as Repeat | null },
    /** What each is told of her own is not the same next week. */
    isOnce: { type: Boolean, value: false },
  },

  data: { firstDay: '', lastDay: '', firstTime: '', mayRepeat: hasPage('admin/recurring/recurring') },

  observers: {
    /** What can be chosen moves on with the clock. */
    'sendDate, sendTime'(sendDate: string) {
      this.setData({ firstDay: scheduleStart().sendDate, lastDay: lastDay(), firstTime: firstTime(sendDate) })
    },
  },

  methods: {
    sendNow() {
      this.triggerEvent('change', { sendDate: '', repeat: null })
    },
    sendLater() {
      if (this.data.sendDate === '') this.triggerEvent('change', { ...scheduleStart(), repeat: null })
    },
    sendAgain() {
      if (!this.data.repeat) this.triggerEvent('change', { sendDate: '', repeat: repeatStart(lastDay()) })
    },
    pass({ type, detail }: { type: string; detail: object }) {
      this.triggerEvent(type, detail)
    },
    pickDate({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: detail.value, sendTime: this.data.sendTime }))
    },
    pickTime({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: this.data.sendDate, sendTime: detail.value }))
    },
  },
})
