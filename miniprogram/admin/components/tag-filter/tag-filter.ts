import { type TagCount } from '../../../services/answers'
import { type PageState } from '../../../services/page-state'
import { pushApi } from '../../services/push-api'
import { NO_TAGS, type TagChoice } from '../../services/tag-filter'

/** Which tags a list is narrowed to: any of some, all of them, and none of others. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    choice: { type: Object, value: NO_TAGS },
    /** How many that finds, in words. */
    found: { type: String, value: '' },
  },

  data: { state: 'loading' as PageState, failure: '', tags: [] as TagCount[] },

  observers: {
    show(show: boolean) {
      if (show) void this.load()
    },
  },

  methods: {
    async load() {
      if (this.data.tags.length === 0) this.setData({ state: 'loading' })
      const outcome = await pushApi.tags()
      if (!outcome.ok) return this.setData({ state: 'error', failure: outcome.failure.message })
      this.setData({ tags: outcome.value.tags, state: outcome.value.tags.length > 0 ? 'ready' : 'empty' })
    },
    change({ detail }: { detail: Pick<TagChoice, 'plus' | 'minus'> }) {
      this.triggerEvent('change', { ...this.data.choice, ...detail })
    },
    pickHow({ currentTarget }: { currentTarget: { dataset: { all: boolean } } }) {
      this.triggerEvent('change', { ...this.data.choice, isAll: currentTarget.dataset.all })
    },
    clear() {
      this.triggerEvent('change', NO_TAGS)
    },
    close() {
      this.triggerEvent('close')
    },
  },
})
