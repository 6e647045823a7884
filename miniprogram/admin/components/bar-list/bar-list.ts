import { type Bar } from '../../services/bars'

/** Parts of a whole, one below the other: what, how many, and how much of the whole that is. */
Component({
  properties: {
    bars: { type: Array, value: [] as Bar[] },
  },
})
