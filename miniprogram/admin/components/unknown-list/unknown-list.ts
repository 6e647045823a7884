import { type PushView } from '../../../services/answers'
import { maskOpenid } from '../../../services/mask'
import { say } from '../../../services/toast'
import { pushApi } from '../../services/push-api'
import { askAll, type UnknownWords } from '../../services/unknown-words'

const ALL = 'all'

interface UnknownRow {
  id: string
  name: string
  masked: string
}

/** Messages of a push of which nobody knows: what is known, and a person who has asked says what became of each, or of all of them. Tells `resolved` with the push. */
Component({
  properties: {
    pushId: { type: String, value: '' },
    /** What is known of them, see `unknownWords`. */
    known: { type: Object, value: null as UnknownWords | null },
    mayResolve: { type: Boolean, value: false },
  },

  data: {
    isOpen: false,
    rows: [] as UnknownRow[],
    hasMore: false,
    /** Id of the message that is being settled, or of all of them. */
    busy: '',
  },

  methods: {
    async toggle() {
      const isOpen = !this.data.isOpen
      this.setData({ isOpen })
      if (isOpen) await this.load()
    },

    async load() {
      const outcome = await pushApi.history({ pushId: this.data.pushId, state: 'unknown' })
      if (!outcome.ok) return say(outcome.failure.message)
      const { items, next } = outcome.value
      const rows = items.map(({ id, nickname, openid }) => ({ id, name: nickname || '未填昵称', masked: maskOpenid(openid) }))
      this.setData({ rows, hasMore: next !== undefined })
    },

    async resolveAll({ currentTarget }: { currentTarget: { dataset: { outcome: 'sent' | 'not-sent' } } }) {
      const { outcome } = currentTarget.dataset
      const count = (this.data.known as UnknownWords | null)?.count ?? 0
      if (this.data.busy !== '') return
      const { confirm } = await wx.showModal({ ...askAll(outcome, count), cancelText: '再等等' })
      if (!confirm) return
      this.setData({ busy: ALL })
      const answer = await pushApi.resolveAll(this.data.pushId, outcome)
      this.setData({ busy: '', isOpen: false })
      if (!answer.ok) return say(answer.failure.message)
      this.triggerEvent('resolved', answer.value satisfies PushView)
    },

    async resolve({ currentTarget }: { currentTarget: { dataset: { id: string; outcome: 'sent' | 'not-sent' } } }) {
      const { id, outcome } = currentTarget.dataset
      if (this.data.busy !== '') return
      this.setData({ busy: id })
      const answer = await pushApi.resolve(id, outcome)
      this.setData({ busy: '' })
      if (!answer.ok) {
        say(answer.failure.message)
        return this.load()
      }
      const rows = this.data.rows.filter((row) => row.id !== id)
      this.setData({ rows })
      this.triggerEvent('resolved', answer.value satisfies PushView)
      if (rows.length === 0 && this.data.hasMore) await this.load()
    },
  },
})
