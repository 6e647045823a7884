import { nameOf } from '../../../services/mask'
import { say } from '../../../services/toast'
import { COLLECTED_AT_ONCE, collectRecipients } from '../../services/collect-recipients'
import { MAX_LISTED } from '../../services/openid-list'
import { pushApi } from '../../services/push-api'
import { type Ticked } from '../../services/recipient-filter'
import { type PeopleFilter } from '../../services/requests'

/** Of those who are ticked; more would only slow the page down. */
const MOST_SHOWN = 100

/** The bar of whoever is ticked: who they are, all of a list, tags for them, and on to the form. */
Component({
  properties: {
    ticked: { type: Object, value: {} as Ticked },
    /** The next two taps are a beginning and an end; the first was made. */
    ranging: { type: Boolean, value: false },
    rangeBegun: { type: Boolean, value: false },
    /** What the list is asked for, of which «全选» takes all. */
    filter: { type: Object, value: {} as PeopleFilter },
    /** Said where there are more than can be ticked. */
    rest: { type: String, value: '' },
  },

  data: {
    openids: [] as string[],
    /** The first of them, to be looked at. */
    shown: [] as { openid: string; name: string }[],
    isLookedAt: false,
    isTagging: false,
    /** «全选» is under way, and has so many. */
    collecting: false,
    collected: 0,
    /** Counts the times that it was begun. */
    collection: 0,
  },

  lifetimes: {
    detached() {
      this.stopCollecting()
    },
  },

  observers: {
    /** What it was of is not what is shown. */
    filter() {
      this.stopCollecting()
    },
    ticked(ticked: Ticked) {
      const openids = Object.keys(ticked)
      const shown = openids.slice(0, MOST_SHOWN).map((openid) => ({ openid, name: ticked[openid] ?? '' }))
      this.setData({ openids, shown, ...(openids.length === 0 && { isLookedAt: false, isTagging: false }) })
    },
  },

  methods: {
    lookAt() {
      if (this.isAnybody()) this.setData({ isLookedAt: true })
    },
    closeLook() {
      this.setData({ isLookedAt: false })
    },
    untick({ currentTarget }: { currentTarget: { dataset: { openid: string } } }) {
      const { [currentTarget.dataset.openid]: _unticked, ...others } = this.data.ticked
      this.triggerEvent('change', others)
    },
    untickAll() {
      this.triggerEvent('change', {})
    },
    openTags() {
      if (this.isAnybody()) this.setData({ isTagging: true })
    },
    closeTags() {
      this.setData({ isTagging: false })
    },
    tagged() {
      this.setData({ isTagging: false })
      this.triggerEvent('tagged')
    },
    range() {
      this.triggerEvent('range')
    },
    /** All of the search and the filter, not only those that were scrolled to. */
    async all() {
      if (this.data.collecting) return this.stopCollecting()
      const collection = this.data.collection + 1
      this.setData({ collecting: true, collected: 0, collection })
      const { filter } = this.data
      const isWanted = (): boolean => this.data.collecting && this.data.collection === collection
      const outcome = await collectRecipients(
        (cursor) => pushApi.recipients({ ...filter, size: COLLECTED_AT_ONCE, ...(cursor !== undefined && { cursor }) }),
        MAX_LISTED,
        (collected) => {
          if (isWanted()) this.setData({ collected })
          return isWanted()
        },
      )
      if (!outcome || !isWanted()) return
      this.setData({ collecting: false })
      if (!outcome.ok) return say(outcome.failure.message)
      const { items, isCut } = outcome.value
      this.triggerEvent('change', { ...this.data.ticked, ...Object.fromEntries(items.map((item) => [item.openid, nameOf(item)])) })
      if (isCut) say(`一次最多选 ${MAX_LISTED} 人，选上了最近来过的 ${MAX_LISTED} 人${this.data.rest}`)
    },

    /** Nobody waits for it any more. */
    stopCollecting() {
      if (this.data.collecting) this.setData({ collecting: false })
    },
    next() {
      if (this.isAnybody()) this.triggerEvent('next')
    },
    isAnybody(): boolean {
      if (this.data.openids.length === 0) say('先勾选要选的人')
      return this.data.openids.length > 0
    },
  },
})
