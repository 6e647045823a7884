import { type TimelineStep } from '../../services/timeline'

/** What happened to a message, the latest on top. */
Component({
  properties: {
    steps: { type: Array, value: [] as TimelineStep[] },
  },
})
