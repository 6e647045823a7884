import { type ColumnChart } from '../../services/column-chart'

const NOTHING: ColumnChart = { columns: [], series: [], lines: [], label: '', heads: [], rows: [], isEmpty: true }

/**
 * A column a day. Drawn with views: it is dark at night, grows with the font, and can be read out. A library on a canvas does none of
 * that by itself and weighs more than all admin pages: uCharts 145 KB (last released in January 2023), F2 487 KB, ECharts 503 KB.
 */
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
    /** A page that has nothing yet hands on null. */
    chart(chart: ColumnChart | null) {
      this.setData({ chosen: this.data.isAhead || !chart ? 0 : chart.columns.length - 1 })
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
