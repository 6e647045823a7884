import { type ListRow, type WrongRow } from '../../services/own-texts'

interface Cell {
  name: string
  value: string
}

/** Rows shown; whoever has more wrong ones mends the table. */
const MOST_SHOWN = 20

/**
 * Those of a table whose own text is wrong, each to be mended or left out.
 * Tells `correct` {openid, columns} and `leave` {openid}.
 */
Component({
  properties: {
    wrong: { type: Array, value: [] as WrongRow[] },
    rows: { type: Array, value: [] as ListRow[] },
    /** Columns that stand in the texts. */
    columns: { type: Array, value: [] as string[] },
  },

  data: { shown: [] as WrongRow[], more: 0, mended: null as WrongRow | null, isOpen: false, cells: [] as Cell[] },

  observers: {
    wrong(wrong: WrongRow[] | null) {
      const all = wrong ?? []
      this.setData({ shown: all.slice(0, MOST_SHOWN), more: Math.max(0, all.length - MOST_SHOWN) })
    },
  },

  methods: {
    open({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
      const { openid } = currentTarget.dataset
      const mended = (this.data.wrong as WrongRow[]).find((each) => each.openid === openid)
      const row = (this.data.rows as ListRow[]).find((each) => each.openid === openid)
      if (!mended || !row) return
      this.setData({ mended, isOpen: true, cells: (this.data.columns as string[]).map((name) => ({ name, value: row.columns[name] ?? '' })) })
    },
    type({ currentTarget, detail }: { currentTarget: { dataset: { place: number } }; detail: { value: string } }) {
      this.setData({ cells: this.data.cells.map((cell, place) => (place === Number(currentTarget.dataset.place) ? { ...cell, value: detail.value } : cell)) })
    },
    correct() {
      const { mended, cells } = this.data
      this.close()
      if (mended) this.triggerEvent('correct', { openid: mended.openid, columns: Object.fromEntries(cells.map(({ name, value }) => [name, value.trim()])) })
    },
    leave() {
      const { mended } = this.data
      this.close()
      if (mended) this.triggerEvent('leave', { openid: mended.openid })
    },
    close() {
      this.setData({ isOpen: false })
    },
  },
})
