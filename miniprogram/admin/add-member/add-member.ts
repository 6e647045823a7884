import { type Role } from '../../services/answers'
import { pushApi } from '../services/push-api'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
import { ROLE_DUTIES, ROLE_NAMES } from '../../services/roles'
import { say } from '../../services/toast'

/** Typing pauses this long before it is searched for. */
const SEARCH_PAUSE_MS = 300

const ROLES: readonly Role[] = ['sender', 'viewer', 'owner']

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'empty' | 'error',
    failure: '',
    search: '',
    rows: [] as RecipientRow[],
    hasMore: false,
  },

  cursor: undefined as string | undefined,
  /** Counts the loads, so that a slow answer to an older question is not shown. */
  asked: 0,
  searchTimer: 0,

  async onLoad() {
    await this.fetch(undefined)
  },

  onUnload() {
    clearTimeout(this.searchTimer)
  },

  async onReachBottom() {
    if (this.data.hasMore) await this.fetch(this.cursor)
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.fetch(undefined)
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.setData({ search: detail.value.trim() })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => void this.fetch(undefined), SEARCH_PAUSE_MS)
  },

  async fetch(cursor: string | undefined) {
    this.asked += 1
    const asked = this.asked
    const { search } = this.data
    const outcome = await pushApi.recipients({ ...(search !== '' && { search }), ...(cursor !== undefined && { cursor }) })
    if (asked !== this.asked) return
    if (!outcome.ok) {
      const { message } = outcome.failure
      return this.data.state === 'ready' ? say(message) : this.setData({ state: 'error', failure: message })
    }
    const fresh = outcome.value.items.map((item) => recipientRow(item, undefined))
    const rows = cursor === undefined ? fresh : [...this.data.rows, ...fresh]
    this.cursor = outcome.value.next
    this.setData({ rows, hasMore: this.cursor !== undefined, state: rows.length > 0 ? 'ready' : 'empty' })
  },

  async pick({ currentTarget }: { currentTarget: { dataset: { openid: string; name: string } } }) {
    const { openid, name } = currentTarget.dataset
    const itemList = ROLES.map((role) => `${ROLE_NAMES[role]}（${ROLE_DUTIES[role]}）`)
    const chosen = await wx.showActionSheet({ itemList, alertText: `让${name}担任` }).catch(() => undefined)
    const role = chosen && ROLES[chosen.tapIndex]
    if (!role) return
    const outcome = await pushApi.grant(openid, role)
    if (!outcome.ok) return say(outcome.failure.message)
    await wx.navigateBack()
    say(`${name}已设为${ROLE_NAMES[role]}`)
  },
})
