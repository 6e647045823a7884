import { type ColumnChart } from '../../services/column-chart'

const NOTHING: ColumnChart = { columns: [], series: [], lines: [], label: '', heads: [], rows: [], isEmpty: true }

/** A column a day. Drawn with views: it is dark at night, grows with the font, and stays sharp without a canvas. */
Component({
  properties: {
    chart: { type: Object, value: NOTHING },
    /** What to say when there is nothing to draw. */
    nothing: { type: String, value: '' },
    /** A future is chosen from its beginning, a past from its end. */
    isAhead: { type: Boolean, value: false },
  },

  data: { chosen: -1, isTable: false },

  observers: {
    chart({ columns }: ColumnChart) {
      this.setData({ chosen: this.data.isAhead ? 0 : columns.length - 1 })
    },
  },

  methods: {
    choose({ currentTarget }: { currentTarget: { dataset: { index: number } } }) {
      this.setData({ chosen: currentTarget.dataset.index })
    },
    toggleTable() {
      this.setData({ isTable: !this.data.isTable })
    },
  },
})
