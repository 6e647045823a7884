import { type MiniprogramState } from '../../../services/answers'
import { OPENS } from '../../services/push-form'

interface Changed<V> {
  detail: { value: V }
}

/** What hardly anybody needs, folded: urgency, page, version and trying without an authorization. Tells `change` with what was changed. */
Component({
  properties: {
    page: { type: String, value: '' },
    /** The template's own page, which holds when none is given. */
    defaultPage: { type: String, value: '' },
    state: { type: String, value: '' as MiniprogramState | '' },
    anyway: { type: Boolean, value: false },
    urgent: { type: Boolean, value: false },
  },

  data: {
    isOpen: false,
    opens: OPENS,
    opensChosen: 0,
  },

  observers: {
    state(state: MiniprogramState | '') {
      this.setData({ opensChosen: Math.max(0, OPENS.findIndex(({ key }) => key === state)) })
    },
  },

  methods: {
    toggle() {
      this.setData({ isOpen: !this.data.isOpen })
    },
    typePage({ detail }: Changed<string>) {
      this.triggerEvent('change', { page: detail.value.trim() })
    },
    pickOpens({ detail }: Changed<string | number>) {
      this.triggerEvent('change', { state: OPENS[Number(detail.value)]?.key ?? '' })
    },
    toggleUrgent({ detail }: Changed<boolean>) {
      this.triggerEvent('change', { urgent: detail.value })
    },
    toggleAnyway({ detail }: Changed<boolean>) {
      this.triggerEvent('change', { anyway: detail.value })
    },
  },
})
