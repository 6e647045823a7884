import { type BarPart } from '../../services/bar-parts'

/** How far a push is: one bar, each kind of outcome a stretch of it. */
Component({
  properties: {
    parts: { type: Array, value: [] as BarPart[] },
    isThin: { type: Boolean, value: false },
  },

  data: { label: '' },

  observers: {
    parts(parts: readonly BarPart[]) {
      this.setData({ label: parts.filter(({ count }) => count > 0).map(({ title, count }) => `${title} ${count}`).join('，') || '还没有人' })
    },
  },
})
