import { type PushRow } from '../../services/push-rows'

/** A push in a list: what, to whom, when, and how far it is. Tells `open` when it is tapped. */
Component({
  properties: {
    push: { type: Object, value: { parts: [] as PushRow['parts'] } as PushRow },
  },

  methods: {
    open() {
      this.triggerEvent('open')
    },
  },
})
