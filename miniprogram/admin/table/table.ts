import { type Match } from '../../services/answers'
import { pageUrl, readQuery } from '../../services/routes'
import { guessWho, listRows, namesIn, peopleIn, tableFault, tableOf, withCell, type By, type PeopleTable, type PersonRow } from '../services/people-table'
import { pushApi } from '../services/push-api'
import { keepList } from '../services/recipient-lists'
import { pastedTable } from '../services/pasted-table'

/** Rows that show what was read, and rows of those who were not found. */
const PREVIEWED = 3
const MOST_SHOWN = 30

const WAYS: readonly { key: By; title: string }[] = [
  { key: 'any', title: '备注或昵称' },
  { key: 'remark', title: '备注' },
  { key: 'nickname', title: '昵称' },
  { key: 'openid', title: 'openid' },
]

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    header: [] as string[],
    preview: [] as string[][],
    rowCount: 0,
    hasHeader: true,
    ways: WAYS,
    column: 0,
    by: 'any' as By,
    /** What keeps the table from being used. */
    fault: '',
    finding: false,
    found: 0,
    missing: [] as PersonRow[],
    missingCount: 0,
    missingMore: 0,
    /** The others, for the texts, in words. */
    columns: '',
    /** Whose name is being mended. */
    mended: null as PersonRow | null,
    isMending: false,
    typed: '',
  },

  template: '',
  text: '',
  table: undefined as PeopleTable | undefined,
  people: [] as PersonRow[],
  /** Places of rows that are left out. */
  leftOut: new Set<number>(),
  matches: new Map<string, Match>(),
  /** Counts the look-ups: of several the last one is shown. */
  lookup: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.template = readQuery(query)['template'] ?? ''
    this.text = pastedTable()
    if (this.text === '') return this.setData({ state: 'empty' })
    this.read()
  },

  /** From the text on, as if nothing had been chosen. */
  read(hasHeader?: boolean) {
    const table = tableOf(this.text, hasHeader)
    this.table = table
    this.leftOut = new Set()
    const fault = tableFault(table)
    this.setData({ state: 'ready', ...guessWho(table), header: table.header, hasHeader: table.hasHeader, rowCount: table.rows.length, preview: table.rows.slice(0, PREVIEWED), fault, found: 0, missing: [], missingCount: 0 })
    this.showColumns()
    if (fault === '') void this.find()
  },

  toggleHeader({ detail }: { detail: { value: boolean } }) {
    this.read(detail.value)
  },

  pickColumn({ detail }: { detail: { value: string | number } }) {
    this.setData({ column: Number(detail.value) })
    this.showColumns()
    void this.find()
  },

  pickWay({ currentTarget }: { currentTarget: { dataset: { key: By } } }) {
    this.setData({ by: currentTarget.dataset.key })
    void this.find()
  },

  showColumns() {
    this.setData({ columns: this.data.header.filter((_, place) => place !== this.data.column).join('、') })
  },

  retry() {
    void this.find()
  },

  /** Asks who is meant; an openid says so itself. */
  async find() {
    const { table } = this
    if (!table || this.data.fault !== '') return
    this.lookup += 1
    const lookup = this.lookup
    const { column, by } = this.data
    const names = by === 'openid' ? [] : namesIn(table, column)
    this.setData({ finding: true, failure: '' })
    const outcome = names.length === 0 ? undefined : await pushApi.matchPeople({ names, ...(by !== 'any' && by !== 'openid' && { by }) })
    if (lookup !== this.lookup) return
    this.setData({ finding: false })
    if (outcome && !outcome.ok) return this.setData({ failure: outcome.failure.message, found: 0, missing: [], missingCount: 0 })
    this.matches = new Map((outcome?.value.matches ?? []).map((match) => [match.name, match]))
    this.showPeople()
  },

  showPeople() {
    if (!this.table) return
    const people = peopleIn(this.table, this.data.column, this.data.by, this.matches, this.leftOut)
    const missing = people.filter(({ openid }) => openid === '')
    this.people = people
    this.setData({ found: people.length - missing.length, missing: missing.slice(0, MOST_SHOWN), missingCount: missing.length, missingMore: Math.max(0, missing.length - MOST_SHOWN) })
  },

  mend({ currentTarget }: { currentTarget: { dataset: { place: number } } }) {
    const mended = this.data.missing.find(({ place }) => place === Number(currentTarget.dataset.place))
    if (mended) this.setData({ mended, isMending: true, typed: mended.name })
  },

  type({ detail }: { detail: { value: string } }) {
    this.setData({ typed: detail.value })
  },

  closeMending() {
    this.setData({ isMending: false })
  },

  /** Whoever cannot be found goes, the table stays as it is elsewhere. */
  leaveOut() {
    const { mended } = this.data
    this.closeMending()
    if (mended) this.leftOut.add(mended.place)
    this.showPeople()
  },

  async findAgain() {
    const { typed, mended, column } = this.data
    if (typed.trim() === '' || !mended || !this.table) return
    this.closeMending()
    const table: PeopleTable = withCell(this.table, mended.place, column, typed.trim())
    this.table = table
    this.setData({ preview: table.rows.slice(0, PREVIEWED) })
    await this.find()
  },

  next() {
    if (this.data.found === 0 || this.data.finding || !this.table) return
    const rows = listRows(this.table, this.data.column, this.people)
    const list = keepList({ openids: rows.map(({ openid }) => openid), isPasted: true, rows, columns: this.table.header })
    void wx.navigateTo({ url: pageUrl('/admin/compose/compose', { list, template: this.template }) })
  },

  goBack() {
    wx.navigateBack({ fail: () => void wx.redirectTo({ url: pageUrl('admin/paste/paste', { template: this.template }) }) })
  },
})
