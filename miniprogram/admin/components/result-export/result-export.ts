import { copyText } from '../../../services/clipboard'
import { canShareFiles, removeOwnFile, shareFile, writeOwnFile } from '../../services/share-file'
import { say } from '../../../services/toast'
import { collectResults } from '../../services/collect-results'
import { pushApi } from '../../services/push-api'
import { resultCsv, resultFiles } from '../../services/result-csv'

/** As many as a phone can hold at once; beyond that there is the console. */
const MOST_EXPORTED = 100_000

interface File {
  path: string
  name: string
}

/** What became of everybody, to take away: as files for a chat, or in the clipboard. */
Component({
  properties: {
    pushId: { type: String, value: '' },
    title: { type: String, value: '' },
    /** An owner may take full openids along. */
    mayShowOpenids: { type: Boolean, value: false },
  },

  data: {
    doing: '' as '' | 'file' | 'full' | 'copy',
    /** How far it is. */
    progress: '',
    /** Ready to be sent, each by a tap of its own: WeChat asks for that. */
    files: [] as File[],
  },

  lifetimes: {
    detached() {
      this.forget()
    },
  },

  methods: {
    async makeFiles() {
      if (this.mayBegin()) await this.make('file')
    },

    /** Asked once more, and refused where it could not be written down who took them. */
    async makeFullFiles() {
      if (!this.mayBegin()) return
      const content = '文件里会有每个人的完整 openid，请只发给该看的人，用完删掉。哪次推送、导出多少人会记入操作记录。'
      const { confirm } = await wx.showModal({ title: '导出完整 openid？', content, cancelText: '不用', confirmText: '确认导出' })
      if (!confirm) return
      this.setData({ doing: 'full' })
      const outcome = await pushApi.exportOpenids({ pushId: this.data.pushId })
      if (outcome.ok) return this.make('full')
      this.setData({ doing: '' })
      say(outcome.failure.message)
    },

    mayBegin(): boolean {
      if (this.data.doing !== '') return false
      if (canShareFiles()) return true
      say('这个版本的微信不能发送文件，请升级微信，或用「复制结果」')
      return false
    },

    async make(doing: 'file' | 'full') {
      this.forget()
      this.setData({ doing, files: [] })
      const outcome = await collectResults({ pushId: this.data.pushId }, pushApi.results, MOST_EXPORTED)
      if (!outcome.ok) {
        this.setData({ doing: '' })
        return say(outcome.failure.message)
      }
      const { results, isCut } = outcome.value
      const files: File[] = []
      const parts = resultFiles(results, { openids: doing === 'full' ? 'full' : 'masked' })
      for (const [place, part] of parts.entries()) {
        const name = `推送结果${doing === 'full' ? '（含完整 openid）' : ''} ${this.data.title.replace(/[\\/:*?"<>|\s]+/g, ' ').trim()}${parts.length > 1 ? ` ${place + 1}` : ''}.csv`
        const path = await writeOwnFile(`result-${this.data.pushId}-${place + 1}.csv`, part)
        if (path === undefined) break
        files.push({ path, name })
      }
      const about = isCut ? `人太多，只有前 ${results.length} 人` : `${results.length} 人的结果`
      this.setData({ doing: '', files, progress: files.length === 0 ? '' : about })
    },

    send({ currentTarget }: { currentTarget: { dataset: File } }) {
      const { path, name } = currentTarget.dataset
      void shareFile(path, name)
    },

    async copy() {
      if (this.data.doing !== '') return
      this.setData({ doing: 'copy' })
      const outcome = await collectResults({ pushId: this.data.pushId }, pushApi.results)
      this.setData({ doing: '' })
      if (!outcome.ok) return say(outcome.failure.message)
      const { results, isCut } = outcome.value
      if (!(await copyText(resultCsv(results)))) return
      say(isCut ? `太多了，只复制了前 ${results.length} 人的结果，完整的请导出文件` : `已复制 ${results.length} 人的结果，可以粘贴到表格里`)
    },

    /** They hold names: none stays on the phone. */
    forget() {
      for (const { path } of this.data.files) removeOwnFile(path)
    },
  },
})
