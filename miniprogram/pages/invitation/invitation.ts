import { ROLE_DUTIES, ROLE_NAMES } from '../../services/roles'
import { backTo, hasPage, pageUrl, readQuery } from '../../services/routes'
import { loadOverview } from '../../services/session'
import { acceptInvitation } from '../../services/subscribe-api'

/** Where an invitation is accepted: a shared card brings its code along (`?code=`), otherwise it is typed or pasted. */
Page({
  data: {
    code: '',
    /** A card brought it: nothing needs to be typed. */
    isBrought: false,
    accepting: false,
    problem: '',
    /** What came of it. */
    welcome: '',
    duty: '',
    hasAdmin: hasPage('admin/overview/overview'),
    hasProfile: hasPage('pages/profile/profile'),
  },

  onLoad(query: Record<string, string | undefined>) {
    const code = (readQuery(query)['code'] ?? '').slice(0, 40)
    this.setData({ code, isBrought: code !== '' })
  },

  type({ detail }: { detail: { value: string } }) {
    this.setData({ code: detail.value.trim(), problem: '' })
  },

  async accept() {
    const { code, accepting } = this.data
    if (accepting) return
    if (code === '') return this.setData({ problem: '请先输入邀请码。' })
    this.setData({ accepting: true, problem: '' })
    const outcome = await acceptInvitation(code)
    if (!outcome.ok) return this.setData({ accepting: false, isBrought: false, problem: outcome.failure.message })
    const { role, unchanged } = outcome.value
    // The pages behind this one show what she may do from now on.
    await loadOverview()
    const welcome = unchanged ? `你已经是${ROLE_NAMES[role]}，不用再接受` : `你现在是${ROLE_NAMES[role]}`
    this.setData({ accepting: false, welcome, duty: unchanged ? '这个邀请码没有用掉，可以转给别人。' : `可以${ROLE_DUTIES[role]}了。` })
  },

  openAdmin() {
    void wx.redirectTo({ url: pageUrl('admin/overview/overview') })
  },

  goHome() {
    void backTo('pages/profile/profile')
  },
})
