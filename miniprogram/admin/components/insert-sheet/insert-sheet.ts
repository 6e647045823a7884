import { BUILT_IN, placeFor } from '../../services/variables'

interface Choice {
  title: string
  /** What goes into the text. */
  place: string
}

/** What a text may have of each recipient: her names, the day, and the columns of a table. Tells `insert` {place} and `close`. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    columns: { type: Array, value: [] as string[] },
  },

  data: { choices: Object.entries(BUILT_IN).map(([name, title]): Choice => ({ title, place: placeFor(name) })), ofTable: [] as Choice[] },

  observers: {
    columns(columns: string[] | null) {
      this.setData({ ofTable: (columns ?? []).map((title): Choice => ({ title, place: placeFor(title) })) })
    },
  },

  methods: {
    choose({ currentTarget }: { currentTarget: { dataset: { place: string } } }) {
      this.triggerEvent('insert', { place: currentTarget.dataset.place })
    },
    close() {
      this.triggerEvent('close')
    },
  },
})
