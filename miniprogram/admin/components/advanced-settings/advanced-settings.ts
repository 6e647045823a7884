import { type MiniprogramState } from '../../../services/answers'
import { IF_NONE, OPENS, type IfNone } from '../../services/push-form'

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
    /** What becomes of people without an authorization; '' as the template says. */
    ifNone: { type: String, value: '' as IfNone },
    /** The template's own. */
    waits: { type: Boolean, value: false },
    /** It is to many, and the template keeps the last authorizations for what is more important. */
    mayBeImportant: { type: Boolean, value: false },
    important: { type: Boolean, value: false },
  },

  data: {
    isOpen: false,
    opens: OPENS,
    opensChosen: 0,
    ways: IF_NONE,
    wayChosen: 0,
  },

  observers: {
    ifNone(ifNone: IfNone) {
      this.setData({ wayChosen: Math.max(0, IF_NONE.findIndex(({ key }) => key === ifNone)) })
    },
    state(state: MiniprogramState | '') {
      this.setData({ opensChosen: Math.max(0, OPENS.findIndex(({ key }) => key === state)) })
    },
  },

  methods: {
    pickWay({ detail }: Changed<string | number>) {
      this.triggerEvent('change', { ifNone: IF_NONE[Number(detail.value)]?.key ?? '' })
    },
    toggleImportant({ detail }: Changed<boolean>) {
      this.triggerEvent('change', { important: detail.value })
    },
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
