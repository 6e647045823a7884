/** A question that needs a decision, from below; a tap beside it closes it. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    title: { type: String, value: '' },
    /** The decision is being carried out: no way out until there is an answer. */
    busy: { type: Boolean, value: false },
  },

  methods: {
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
    /** Keeps the page behind from scrolling. */
    hold() {},
  },
})
