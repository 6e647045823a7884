import { chooseTextFile } from '../services/choose-file'
import { COLUMN_USES, importRows, matchedRows, missingIn, MOST_ROWS, saveAll, usesOf, type ColumnUse } from '../services/people-import'
import { pushApi } from '../services/push-api'
import { readTable } from '../services/read-table'
import { type UserChanges } from '../services/requests'
import { readClipboard } from '../../services/clipboard'
import { say } from '../../services/toast'

/** Rows that are shown before anything is written. */
const SHOWN = 3

interface Column {
  title: string
  /** The first cells of it. */
  sample: string
  /** Place among the uses. */
  use: number
}

/** Remarks and tags of many out of a table: read, columns matched, people found, and only then written. */
Page({
  data: {
    text: '',
    canChoose: wx.canIUse('chooseMessageFile'),
    uses: COLUMN_USES,
    columns: [] as Column[],
    count: 0,
    problem: '',
    faults: [] as string[],
    /** Who was found; -1 while nobody looked. */
    found: -1,
    keepTags: true,
    phase: 'idle' as 'idle' | 'looking' | 'saving',
    /** What came of it. */
    done: '',
  },

  rows: [] as string[][],
  users: [] as UserChanges[],

  type({ detail }: { detail: { value: string } }) {
    this.read(detail.value)
  },

  async pasteClipboard() {
    const text = await readClipboard()
    if (text !== undefined) this.read(text)
  },

  async choose() {
    const text = await chooseTextFile()
    if (text !== undefined) this.read(text)
  },

  read(text: string) {
    const [head = [], ...rows] = readTable(text)
    this.rows = rows.slice(0, MOST_ROWS)
    const uses = usesOf(head, this.rows)
    const columns = head.map((title, column): Column => ({
      title: title || `第 ${column + 1} 列`,
      sample: this.rows.slice(0, SHOWN).map((row) => row[column] || '空').join('、'),
      use: COLUMN_USES.findIndex(({ key }) => key === uses[column]),
    }))
    this.setData({ text, columns: rows.length > 0 ? columns : [], count: this.rows.length, done: '' })
    this.judge(rows.length > MOST_ROWS ? [`一次最多 ${MOST_ROWS} 行，后面 ${rows.length - MOST_ROWS} 行没有读`] : [])
  },

  pickUse({ currentTarget, detail }: { currentTarget: { dataset: { column: number } }; detail: { value: string | number } }) {
    this.setData({ [`columns[${currentTarget.dataset.column}].use`]: Number(detail.value) })
    this.judge()
  },

  /** Whatever changes has to be looked at again before it is written. */
  judge(told: string[] = []) {
    const { text, columns } = this.data
    this.users = []
    const problem = text.trim() === '' ? '' : columns.length === 0 ? '要有一行标题，下面每人一行' : missingIn(this.chosenUses())
    this.setData({ problem, faults: problem === '' && columns.length > 0 ? [...told, ...importRows(this.rows, this.chosenUses()).faults.slice(0, SHOWN)] : told, found: -1 })
  },

  chosenUses(): ColumnUse[] {
    return this.data.columns.map(({ use }) => COLUMN_USES[use]?.key ?? 'none')
  },

  toggleKeep({ detail }: { detail: { value: boolean } }) {
    this.setData({ keepTags: detail.value })
  },

  /** Who is meant by these names. */
  async look() {
    if (this.data.phase !== 'idle') return
    if (this.data.problem !== '' || this.data.columns.length === 0) return say(this.data.problem || '先放进表格的内容')
    const { by, rows, faults } = importRows(this.rows, this.chosenUses())
    if (faults.length > 0) return say('先改好上面说的几处')
    if (rows.length === 0) return say('这一列里没有人')
    this.setData({ phase: 'looking' })
    const outcome = await pushApi.matchPeople({ names: rows.map(({ name }) => name), by })
    this.setData({ phase: 'idle' })
    if (!outcome.ok) return say(outcome.failure.message)
    const matched = matchedRows(rows, outcome.value.matches)
    this.users = matched.users
    this.setData({ found: matched.users.length, faults: matched.faults })
  },

  async save() {
    if (this.data.phase !== 'idle' || this.users.length === 0) return
    const { keepTags } = this.data
    this.setData({ phase: 'saving' })
    const outcome = await saveAll(this.users, (users) => pushApi.saveUsers(users, keepTags))
    this.setData({ phase: 'idle' })
    if (!outcome.ok) return say(outcome.failure.message)
    this.setData({ done: outcome.value })
  },

  back() {
    void wx.navigateBack()
  },
})
