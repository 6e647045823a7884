import { type Line, type Member, type Role, type Template } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { aboutLines } from '../services/about'
import { nameOf } from '../../services/mask'
import { pushApi } from '../services/push-api'
import { ROLE_DUTIES, ROLE_NAMES, mayDo } from '../../services/roles'
import { showFailure, type PageState } from '../../services/page-state'
import { syncRows, syncWords, type SyncRow } from '../services/sync-rows'
import { hasPage, pageUrl } from '../../services/routes'
import { overviewOnce } from '../../services/session'
import { say } from '../../services/toast'

const ROLES: readonly Role[] = ['owner', 'sender', 'viewer']

interface MemberRow {
  openid: string
  name: string
  /** Missing when what is stored gives no rights. */
  role?: Role
  roleName: string
}

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    isOwner: false,
    members: [] as MemberRow[],
    templates: [] as Template[],
    syncing: false,
    /** What a sync would do. */
    plan: [] as SyncRow[],
    isPlanShown: false,
    hasChanges: false,
    applying: false,
    /** Key of the template whose switch is under way. */
    switching: '',
    about: [] as Line[],
    hasInvite: hasPage('admin/invite/invite'),
    hasAddMember: hasPage('admin/add-member/add-member'),
    hasRecurring: hasPage('admin/recurring/recurring'),
    hasCallerKeys: hasPage('admin/caller-keys/caller-keys'),
    hasAudit: hasPage('admin/audit/audit'),
  },

  seen: '',

  async onShow() {
    this.setData({ about: aboutLines() })
    await this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    await wx.stopPullDownRefresh()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    const [members, templates, overview] = await Promise.all([pushApi.members(), pushApi.templates(), overviewOnce()])
    this.setData({ isOwner: mayDo(overview?.role, 'owner') })
    if (members.ok && templates.ok) {
      this.showMembers(members.value.members)
      return this.setData({ state: 'ready', templates: templates.value.templates })
    }
    const message = [members, templates].map((outcome) => (outcome.ok ? '' : outcome.failure.message)).find((words) => words !== '') ?? ''
    return showFailure(this, message)
  },

  showMembers(members: readonly Member[]) {
    this.setData({
      members: members.map(({ _id, nickname, role }) => ({ openid: _id, name: nameOf({ nickname }), role, roleName: role ? ROLE_NAMES[role] : '角色无法识别' })),
    })
  },

  addMember() {
    void wx.navigateTo({ url: pageUrl('admin/add-member/add-member') })
  },

  invite() {
    void wx.navigateTo({ url: pageUrl('admin/invite/invite') })
  },

  async openMember({ currentTarget }: { currentTarget: { dataset: { openid: string; name: string } } }) {
    if (!this.data.isOwner) return say('只有所有者可以改成员')
    const { openid, name } = currentTarget.dataset
    const items = [...ROLES.map((role) => `设为${ROLE_NAMES[role]}（${ROLE_DUTIES[role]}）`), '移除', '显示完整 openid']
    const chosen = await wx.showActionSheet({ itemList: items, alertText: name }).catch(() => undefined)
    if (!chosen) return
    if (chosen.tapIndex === items.length - 1) return this.reveal(openid, name)
    const role = ROLES[chosen.tapIndex]
    const outcome = role ? await pushApi.grant(openid, role) : await pushApi.revoke(openid)
    if (!outcome.ok) return say(outcome.failure.message)
    this.showMembers(outcome.value.members)
    say(role ? `已设为${ROLE_NAMES[role]}` : '已移除')
  },

  async reveal(member: string, name: string) {
    const outcome = await pushApi.showOpenid({ member })
    if (!outcome.ok) return say(outcome.failure.message)
    const { openid } = outcome.value
    const { confirm } = await wx.showModal({ title: name, content: `${openid}\n\n这次查看已记入操作记录。`, confirmText: '复制', cancelText: '关闭' })
    if (confirm) void copyText(openid)
  },

  /** First what it would do. */
  async sync() {
    if (this.data.syncing) return
    this.setData({ syncing: true })
    const outcome = await pushApi.planSync()
    this.setData({ syncing: false })
    if (!outcome.ok) return this.tellNotSynced(outcome.failure.message)
    const plan = syncRows(outcome.value)
    if (plan.length === 0) return say('都是最新的')
    this.seen = outcome.value.seen
    this.setData({ plan, isPlanShown: true, hasChanges: outcome.value.added.length + outcome.value.updated.length > 0 })
  },

  closePlan() {
    this.setData({ isPlanShown: false })
  },

  /** Only what was shown: whatever has changed since is shown anew. */
  async applyPlan() {
    if (this.data.applying) return
    this.setData({ applying: true })
    const outcome = await pushApi.syncTemplates(this.seen)
    this.setData({ applying: false, isPlanShown: false })
    if (!outcome.ok) return this.tellNotSynced(outcome.failure.message)
    say(syncWords(outcome.value))
    await this.load()
  },

  tellNotSynced(content: string) {
    return wx.showModal({ title: '没有同步成功', content, showCancel: false, confirmText: '知道了' })
  },

  async switchTemplate({ currentTarget, detail }: { currentTarget: { dataset: { key: string } }; detail: { value: boolean } }) {
    const { key } = currentTarget.dataset
    this.setData({ switching: key })
    const outcome = await pushApi.saveTemplate({ key, enabled: detail.value })
    const enabled = outcome.ok ? outcome.value.template.enabled : !detail.value
    const templates = this.data.templates.map((template) => (template.key === key ? { ...template, enabled } : template))
    this.setData({ switching: '', templates })
    if (!outcome.ok) say(outcome.failure.message)
  },

  openTemplate({ currentTarget }: { currentTarget: { dataset: { key: string } } }) {
    void wx.navigateTo({ url: pageUrl('/admin/kind/kind', { key: currentTarget.dataset.key }) })
  },

  openRecurring() {
    void wx.navigateTo({ url: pageUrl('admin/recurring/recurring') })
  },

  openCallerKeys() {
    void wx.navigateTo({ url: pageUrl('admin/caller-keys/caller-keys') })
  },

  openAudit() {
    void wx.navigateTo({ url: pageUrl('admin/audit/audit') })
  },

  copy({ currentTarget }: { currentTarget: { dataset: { value: string } } }) {
    void copyText(currentTarget.dataset.value)
  },
})
