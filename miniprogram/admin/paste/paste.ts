import { chooseTextFile } from '../services/choose-file'
import { listWords, looksLikeTable, MAX_LISTED, readOpenids } from '../services/openid-list'
import { keepTable } from '../services/pasted-table'
import { tableFault, tableOf } from '../services/people-table'
import { keepList } from '../services/recipient-lists'
import { readClipboard } from '../../services/clipboard'
import { pageUrl, readQuery } from '../../services/routes'

Page({
  data: {
    text: '',
    count: 0,
    summary: '',
    faults: [] as string[],
    canGoOn: false,
    /** Names or columns: who is meant is seen on the next page. */
    isTable: false,
    choosing: false,
  },

  template: '',

  onLoad(query: Record<string, string | undefined>) {
    this.template = readQuery(query)['template'] ?? ''
  },

  type({ detail }: { detail: { value: string } }) {
    this.show(detail.value)
  },

  async pasteClipboard() {
    const text = await readClipboard()
    if (text !== undefined) this.show(text)
  },

  async chooseFile() {
    if (this.data.choosing) return
    this.setData({ choosing: true })
    const text = await chooseTextFile()
    this.setData({ choosing: false })
    if (text === undefined) return
    this.show(text)
    if (this.data.isTable && this.data.canGoOn) this.next()
  },

  show(text: string) {
    if (looksLikeTable(text)) return this.showTable(text)
    const list = readOpenids(text)
    const count = list.openids.length
    this.setData({ text, isTable: false, count, ...listWords(list), canGoOn: count > 0 && count <= MAX_LISTED })
  },

  showTable(text: string) {
    const table = tableOf(text)
    const fault = tableFault(table)
    const count = table.rows.length
    this.setData({ text, isTable: true, count, summary: `读到 ${count} 行 ${table.header.length} 列`, faults: fault === '' ? [] : [fault], canGoOn: fault === '' })
  },

  next() {
    if (!this.data.canGoOn) return
    if (this.data.isTable) {
      keepTable(this.data.text)
      return void wx.navigateTo({ url: pageUrl('/admin/table/table', { template: this.template }) })
    }
    const list = keepList({ openids: readOpenids(this.data.text).openids, isPasted: true })
    void wx.redirectTo({ url: pageUrl('/admin/compose/compose', { list, template: this.template }) })
  },
})
