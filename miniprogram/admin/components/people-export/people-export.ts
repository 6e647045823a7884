import { type Recipient, type Template } from '../../../services/answers'
import { type Outcome } from '../../../services/outcome'
import { say } from '../../../services/toast'
import { COLLECTED_AT_ONCE, collectRecipients } from '../../services/collect-recipients'
import { type Openids } from '../../services/csv-files'
import { peopleFiles } from '../../services/people-csv'
import { pushApi } from '../../services/push-api'
import { type PeopleFilter } from '../../services/requests'
import { canShareFiles, removeOwnFile, shareFile, writeOwnFile } from '../../services/share-file'

/** As many as a phone can hold at once. */
const MOST_EXPORTED = 100_000

interface File {
  path: string
  name: string
}

/** The people of a search and filter, to take away as files for a chat. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    /** What the list is asked for. */
    filter: { type: Object, value: {} as PeopleFilter },
    kind: { type: Object, value: null as Pick<Template, 'title' | 'type'> | null },
    /** How many they are, in words. */
    found: { type: String, value: '' },
    /** An owner may take full openids along. */
    mayShowOpenids: { type: Boolean, value: false },
  },

  data: {
    doing: '' as '' | Openids,
    collected: 0,
    /** Ready to be sent, each by a tap of its own: WeChat asks for that. */
    files: [] as File[],
    about: '',
  },

  lifetimes: {
    detached() {
      this.forget()
    },
  },

  methods: {
    async makeFiles() {
      if (this.mayBegin()) await this.make('masked')
    },

    /** Asked once more, and refused where it could not be written down who took them. */
    async makeFullFiles() {
      if (!this.mayBegin()) return
      const content = '文件里会有每个人的完整 openid，请只发给该看的人，用完删掉。导出多少人会记入操作记录。'
      const { confirm } = await wx.showModal({ title: '导出完整 openid？', content, cancelText: '不用', confirmText: '确认导出' })
      if (!confirm) return
      this.setData({ doing: 'full' })
      const outcome = await pushApi.exportOpenids({ people: this.data.filter })
      if (outcome.ok) return this.make('full')
      this.setData({ doing: '' })
      say(outcome.failure.message)
    },

    mayBegin(): boolean {
      if (this.data.doing !== '') return false
      if (canShareFiles()) return true
      say('这个版本的微信不能发送文件，请升级微信')
      return false
    },

    async make(openids: Openids) {
      this.forget()
      this.setData({ doing: openids, files: [], about: '', collected: 0 })
      const outcome = await this.collect()
      if (!outcome) return
      if (!outcome.ok) {
        this.setData({ doing: '' })
        return say(outcome.failure.message)
      }
      const { items, isCut } = outcome.value
      const parts = peopleFiles(items, this.data.kind ?? undefined, openids)
      const files: File[] = []
      for (const [place, part] of parts.entries()) {
        const path = await writeOwnFile(`people-${place + 1}.csv`, part)
        if (path === undefined) break
        files.push({ path, name: `用户${openids === 'full' ? '（含完整 openid）' : ''}${parts.length > 1 ? ` ${place + 1}` : ''}.csv` })
      }
      this.setData({ doing: '', files, about: files.length === 0 ? '' : isCut ? `人太多，只有前 ${items.length} 人` : `${items.length} 人` })
    },

    /** Undefined when the sheet was closed meanwhile. */
    collect(): Promise<Outcome<{ items: Recipient[]; isCut: boolean }> | undefined> {
      const { filter } = this.data
      return collectRecipients(
        (cursor) => pushApi.recipients({ ...filter, size: COLLECTED_AT_ONCE, ...(cursor !== undefined && { cursor }) }),
        MOST_EXPORTED,
        (collected) => {
          this.setData({ collected })
          return this.data.doing !== ''
        },
      )
    },

    send({ currentTarget }: { currentTarget: { dataset: File } }) {
      const { path, name } = currentTarget.dataset
      void shareFile(path, name)
    },

    close() {
      this.forget()
      this.setData({ doing: '', files: [], about: '' })
      this.triggerEvent('close')
    },

    /** They hold names: none stays on the phone. */
    forget() {
      for (const { path } of this.data.files) removeOwnFile(path)
    },
  },
})
