import { type MiniprogramState } from '../../../services/answers'
import { OPENS } from '../../services/push-form'
import { lastDay, momentChosen, scheduleStart } from '../../services/schedule'

interface Changed<V> {
  detail: { value: V }
}

/** What hardly anybody needs, folded: when, page, version and trying without an authorization. Tells `change` with what was changed. */
Component({
  properties: {
    page: { type: String, value: '' },
    /** The template's own page, which holds when none is given. */
    defaultPage: { type: String, value: '' },
    state: { type: String, value: '' as MiniprogramState | '' },
    anyway: { type: Boolean, value: false },
    sendDate: { type: String, value: '' },
    sendTime: { type: String, value: '' },
    urgent: { type: Boolean, value: false },
  },

  data: {
    isOpen: false,
    opens: OPENS,
    opensChosen: 0,
    firstDay: '',
    lastDay: '',
  },

  observers: {
    state(state: MiniprogramState | '') {
      this.setData({ opensChosen: Math.max(0, OPENS.findIndex(({ key }) => key === state)) })
    },
  },

  methods: {
    toggle() {
      this.setData({ isOpen: !this.data.isOpen, firstDay: scheduleStart().sendDate, lastDay: lastDay() })
    },
    typePage({ detail }: Changed<string>) {
      this.triggerEvent('change', { page: detail.value.trim() })
    },
    pickOpens({ detail }: Changed<string | number>) {
      this.triggerEvent('change', { state: OPENS[Number(detail.value)]?.key ?? '' })
    },
    pickDate({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: detail.value, sendTime: this.data.sendTime }))
    },
    pickTime({ detail }: Changed<string>) {
      this.triggerEvent('change', momentChosen({ sendDate: this.data.sendDate, sendTime: detail.value }))
    },
    sendAtOnce() {
      this.triggerEvent('change', { sendDate: '' })
    },
    toggleUrgent({ detail }: Changed<boolean>) {
      this.triggerEvent('change', { urgent: detail.value })
    },
    toggleAnyway({ detail }: Changed<boolean>) {
      this.triggerEvent('change', { anyway: detail.value })
    },
  },
})
