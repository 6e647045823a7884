import { type Kind, type Overview, type Role } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { viewKinds, type KindView } from '../services/kind-view'
import { initialOf, maskOpenid } from '../../services/mask'
import { collectOwnData, copiesOf } from '../services/own-data'
import { ROLE_DUTIES, ROLE_NAMES } from '../../services/roles'
import { hasPage, pageUrl } from '../../services/routes'
import { INSTALLED } from '../../services/installed'
import { eraseStored } from '../../services/storage-keys'
import { forget, knownOverview, learn, loadOverview } from '../../services/session'
import { NOTHING_SETTLED } from '../../services/settings'
import { subscribeApi } from '../../services/subscribe-api'
import { agreedToPrivacy } from '../../services/privacy'
import { say } from '../../services/toast'

/** To be typed before everything is erased. */
const ERASE_WORD = '删除'

Page({
  data: {
    state: 'loading' as 'loading' | 'ready' | 'error',
    failure: '',
    nickname: '',
    /** WeChat's own name is offered to whoever agreed to the privacy guide; others type one. */
    nicknameType: 'nickname' as 'nickname' | 'text',
    savedNickname: '',
    initial: '',
    maskedOpenid: '',
    saving: false,
    renaming: false,
    role: '' as Role | '',
    roleText: '',
    /** Kinds that are on, or were and can be stopped. */
    kinds: [] as KindView[],
    stopping: '',
    exporting: false,
    eraseShown: false,
    eraseWord: ERASE_WORD,
    eraseTyped: '',
    erasing: false,
    hasAdmin: hasPage('admin/overview/overview'),
    hasInvitation: hasPage('pages/invitation/invitation'),
    hasSubscribe: hasPage('pages/subscribe/subscribe'),
  },

  async onShow() {
    const known = knownOverview()
    if (known) this.show(known)
    await this.load()
  },

  async load() {
    const outcome = await loadOverview()
    if (outcome.ok) return this.show(outcome.value)
    if (this.data.state !== 'ready') this.setData({ state: 'error', failure: outcome.failure.message })
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  show({ user, role, templates }: Overview) {
    const { nickname, savedNickname } = this.data
    const isTyping = nickname !== savedNickname
    this.setData({
      state: 'ready',
      savedNickname: user.nickname,
      ...(!isTyping && { nickname: user.nickname }),
      initial: initialOf(user.nickname || '我'),
      maskedOpenid: maskOpenid(user.openid),
      role: role ?? '',
      roleText: role ? `${ROLE_NAMES[role]} · ${ROLE_DUTIES[role]}` : '',
    })
    this.showKinds(templates)
  },

  showKinds(templates: readonly Kind[]) {
    const kinds = viewKinds(templates, NOTHING_SETTLED)
    const isOn = ({ standing, credits, isLongTerm }: KindView): boolean => credits > 0 || (isLongTerm && standing === 'accept')
    this.setData({ kinds: kinds.filter((kind) => isOn(kind) || kind.standing === 'stopped') })
  },

  typeNickname({ detail }: { detail: { value: string } }) {
    this.setData({ nickname: detail.value })
  },

  /** A field asks nobody by itself. Whoever refused is not asked at every tap into the field: she types her name. */
  async askForNickname() {
    if (this.data.nicknameType === 'text') return
    this.setData({ nicknameType: (await agreedToPrivacy()) ? 'nickname' : 'text' })
  },

  rename() {
    this.setData({ renaming: true })
  },

  async saveNickname() {
    this.setData({ renaming: false })
    const nickname = this.data.nickname.trim()
    if (this.data.saving || nickname === this.data.savedNickname) return
    if (nickname === '') return say('昵称不能为空')
    this.setData({ saving: true })
    const outcome = await subscribeApi.saveNickname(nickname)
    this.setData({ saving: false })
    if (!outcome.ok) return say(outcome.failure.message)
    learn(outcome.value)
    this.setData({ nickname, savedNickname: nickname, initial: initialOf(nickname) })
    say('已保存')
  },

  copyOpenid() {
    const openid = knownOverview()?.user.openid
    if (openid !== undefined) void copyText(openid)
  },

  async stop({ currentTarget }: { currentTarget: { dataset: { key: string; title: string } } }) {
    const { key, title } = currentTarget.dataset
    if (this.data.stopping !== '') return
    const { confirm } = await wx.showModal({ title: `停止「${title}」？`, content: `之后不再发给你。想恢复时，${this.data.hasSubscribe ? '到「提醒」页' : ''}再开启一次。`, confirmText: '停止' })
    if (!confirm) return
    this.setData({ stopping: key })
    const outcome = await subscribeApi.stop(key)
    this.setData({ stopping: '' })
    if (!outcome.ok) return say(outcome.failure.message)
    learn(outcome.value)
    this.showKinds(outcome.value.templates)
    say('已停止')
  },

  async exportData() {
    if (this.data.exporting) return
    this.setData({ exporting: true })
    const outcome = await collectOwnData(subscribeApi.exportData)
    this.setData({ exporting: false })
    if (!outcome.ok) return say(outcome.failure.message)
    const { authorizations, answers, messages } = outcome.value
    const amount = `授权 ${authorizations.length} 项、选择记录 ${answers.length} 条、消息 ${messages.length} 条。`
    await this.handOver(copiesOf(outcome.value), amount)
  },

  /** One copy after the other: the next one takes the place of what was copied before. */
  async handOver(copies: readonly string[], amount: string) {
    const many = copies.length > 1
    for (const [place, data] of copies.entries()) {
      const isLast = place === copies.length - 1
      if (!(await copyText(data))) return
      const { confirm } = await wx.showModal({
        title: many ? `已复制第 ${place + 1} 份，共 ${copies.length} 份` : '已复制你的数据',
        content: `${amount}可以粘贴到聊天或文档里保存。${isLast ? '' : '粘贴好以后，再复制下一份。'}`,
        showCancel: !isLast,
        confirmText: isLast ? '知道了' : '下一份',
      })
      if (!confirm) return
    }
  },

  askErase() {
    this.setData({ eraseShown: true, eraseTyped: '' })
  },

  closeErase() {
    this.setData({ eraseShown: false })
  },

  typeErase({ detail }: { detail: { value: string } }) {
    this.setData({ eraseTyped: detail.value.trim() })
  },

  async erase() {
    if (this.data.erasing || this.data.eraseTyped !== ERASE_WORD) return
    this.setData({ erasing: true })
    const outcome = await subscribeApi.eraseData()
    this.setData({ erasing: false })
    if (!outcome.ok) return say(outcome.failure.message)
    eraseStored()
    forget()
    await this.startOver()
    say('你的数据已删除')
  },

  /** Nothing that was shown holds any more; pages of an app that is not ours are left alone. */
  async startOver() {
    if (INSTALLED.tabs.length > 0) return void (await wx.reLaunch({ url: pageUrl(INSTALLED.tabs[0] ?? '') }))
    this.setData({ eraseShown: false, nickname: '', savedNickname: '' })
    await this.load()
  },

  openInvitation() {
    void wx.navigateTo({ url: pageUrl('pages/invitation/invitation') })
  },

  openAdmin() {
    void wx.navigateTo({ url: pageUrl('admin/overview/overview') })
  },
})
