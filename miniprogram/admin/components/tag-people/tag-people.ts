import { type TagCount } from '../../../services/answers'
import { say } from '../../../services/toast'
import { pushApi } from '../../services/push-api'
import { MOST_OF_TAG, tagFrom, type TagChoice } from '../../services/tag-filter'
import { tagMany } from '../../services/tag-many'

const NOTHING = { plus: [] as string[], minus: [] as string[], typed: '' }

/** Puts tags on some people, or takes them off; `bind:done` once it is done. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    openids: { type: Array, value: [] as string[] },
  },

  data: { ...NOTHING, tags: [] as TagCount[], busy: false, mostOfTag: MOST_OF_TAG },

  observers: {
    show(show: boolean) {
      if (show) void this.load()
    },
  },

  methods: {
    /** Without those in use a new one can be typed all the same. */
    async load() {
      this.setData(NOTHING)
      const outcome = await pushApi.tags()
      if (outcome.ok) this.setData({ tags: outcome.value.tags })
      else say(outcome.failure.message)
    },
    change({ detail }: { detail: Pick<TagChoice, 'plus' | 'minus'> }) {
      this.setData(detail)
    },
    type({ detail }: { detail: { value: string } }) {
      this.setData({ typed: detail.value })
    },
    addTyped() {
      const tag = tagFrom(this.data.typed)
      const { plus, minus } = this.data
      if (tag !== '') this.setData({ typed: '', plus: plus.includes(tag) ? plus : [...plus, tag], minus: minus.filter((each) => each !== tag) })
    },
    async save() {
      if (this.data.busy) return
      // What was typed and not yet taken is meant as well.
      this.addTyped()
      const { openids, plus, minus } = this.data
      if (plus.length + minus.length === 0) return say('先选要加上或去掉的标签')
      this.setData({ busy: true })
      const outcome = await tagMany(openids, { add: plus, remove: minus }, pushApi.tagUsers)
      this.setData({ busy: false })
      if (!outcome.ok) return say(outcome.failure.message)
      this.triggerEvent('done')
      say(outcome.value)
    },
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
  },
})
