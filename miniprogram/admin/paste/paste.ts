import { listWords, MAX_LISTED, readOpenids } from '../services/openid-list'
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

  show(text: string) {
    const list = readOpenids(text)
    const count = list.openids.length
    this.setData({ text, count, ...listWords(list), canGoOn: count > 0 && count <= MAX_LISTED })
  },

  next() {
    if (!this.data.canGoOn) return
    const list = keepList({ openids: readOpenids(this.data.text).openids, isPasted: true })
    void wx.redirectTo({ url: pageUrl('/admin/compose/compose', { list, template: this.template }) })
  },
})
