import { type Trouble } from '../../services/troubles'

/** Something that a person has to look at. Tells `open` when it is tapped. */
Component({
  properties: {
    trouble: { type: Object, value: {} as Trouble },
  },

  methods: {
    open() {
      this.triggerEvent('open')
    },
  },
})
