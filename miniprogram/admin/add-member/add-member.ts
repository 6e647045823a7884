import { type Recipient, type Role } from '../../services/answers'
import { PagedList } from '../../services/paged-list'
import { showFailure, type PageState } from '../../services/page-state'
import { pushApi } from '../services/push-api'
import { recipientRow, type RecipientRow } from '../services/recipient-row'
import { ROLE_DUTIES, ROLE_NAMES } from '../../services/roles'
import { say } from '../../services/toast'

/** Typing pauses this long before it is searched for. */
const SEARCH_PAUSE_MS = 300

const ROLES: readonly Role[] = ['sender', 'viewer', 'owner']

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    search: '',
    rows: [] as RecipientRow[],
    hasMore: false,
    loadingMore: false,
  },

  list: undefined as PagedList<Recipient> | undefined,
  searchTimer: 0,

  async onLoad() {
    this.list = new PagedList({
      ask: (cursor) => pushApi.recipients({ ...(this.data.search !== '' && { search: this.data.search }), ...(cursor !== undefined && { cursor }) }),
      show: (shown, items) => this.setData({ ...shown, ...(items && { rows: items.map((item) => recipientRow(item, undefined)) }) }),
      failed: (message) => showFailure(this, message),
    })
    await this.list.reload()
  },

  onUnload() {
    clearTimeout(this.searchTimer)
  },

  async onReachBottom() {
    await this.list?.more()
  },

  retry() {
    void this.list?.restart()
  },

  typeSearch({ detail }: { detail: { value: string } }) {
    this.setData({ search: detail.value.trim() })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => void this.list?.reload(), SEARCH_PAUSE_MS)
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
