import { type Person, type TagCount } from '../../../services/answers'
import { say } from '../../../services/toast'
import { pushApi } from '../../services/push-api'
import { MOST_OF_TAG, MOST_TAGS, tagFrom } from '../../services/tag-filter'

/** Characters of a remark. */
const MOST_OF_REMARK = 40

/** Her remark and tags, to be changed; `bind:saved` with what is kept then. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    person: { type: Object, value: null as Person | null },
  },

  data: {
    remark: '',
    chosen: [] as string[],
    typed: '',
    tags: [] as TagCount[],
    busy: false,
    problem: '',
    mostOfTag: MOST_OF_TAG,
    mostOfRemark: MOST_OF_REMARK,
  },

  observers: {
    show(show: boolean) {
      if (show) void this.begin()
    },
  },

  methods: {
    async begin() {
      const { remark = '', tags: chosen = [] } = this.data.person ?? {}
      this.setData({ remark, chosen, typed: '', problem: '' })
      const outcome = await pushApi.tags()
      if (outcome.ok) this.setData({ tags: outcome.value.tags })
    },
    typeRemark({ detail }: { detail: { value: string } }) {
      this.setData({ remark: detail.value })
    },
    /** There is nothing to turn: a second tap lets go. */
    change({ detail }: { detail: { plus: string[] } }) {
      this.choose(detail.plus)
    },
    typeTag({ detail }: { detail: { value: string } }) {
      this.setData({ typed: detail.value })
    },
    addTyped() {
      const tag = tagFrom(this.data.typed)
      if (tag !== '') this.choose([...new Set([...this.data.chosen, tag])])
      this.setData({ typed: '' })
    },
    choose(chosen: string[]) {
      if (chosen.length > MOST_TAGS) return say(`一个人最多 ${MOST_TAGS} 个标签`)
      this.setData({ chosen })
    },
    async save() {
      const person = this.data.person as Person | null
      if (this.data.busy || !person) return
      // What was typed and not yet taken is meant as well.
      this.addTyped()
      this.setData({ busy: true, problem: '' })
      const outcome = await pushApi.saveUser({ openid: person.openid, remark: this.data.remark.trim(), tags: this.data.chosen })
      this.setData({ busy: false })
      if (!outcome.ok) return this.setData({ problem: outcome.failure.message })
      this.triggerEvent('saved', outcome.value.user)
      say('已保存')
    },
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
  },
})
