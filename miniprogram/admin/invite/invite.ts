import { type Invitation, type Invited, type Role } from '../../services/answers'
import { copyText } from '../../services/clipboard'
import { momentOf } from '../../services/moments'
import { showFailure, type PageState } from '../../services/page-state'
import { ROLE_DUTIES, ROLE_NAMES } from '../../services/roles'
import { pageUrl } from '../../services/routes'
import { say } from '../../services/toast'
import { pushApi } from '../services/push-api'

const ROLES: readonly Role[] = ['sender', 'viewer', 'owner']

interface Row {
  id: string
  title: string
  about: string
}

Page({
  data: {
    state: 'loading' as PageState,
    failure: '',
    roles: ROLES.map((role) => ({ role, name: ROLE_NAMES[role], duty: ROLE_DUTIES[role] })),
    role: 'sender' as Role,
    making: false,
    /** The code just made; it is shown here and never again. */
    made: null as { code: string; path: string; roleName: string; until: string } | null,
    rows: [] as Row[],
    withdrawing: '',
  },

  async onLoad() {
    // Until there is a code, there is nothing to pass on from the menu either.
    void wx.hideShareMenu()
    await this.load()
  },

  retry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  async load() {
    const outcome = await pushApi.invitations()
    if (!outcome.ok) return showFailure(this, outcome.failure.message)
    this.showOpen(outcome.value.invitations)
  },

  showOpen(invitations: readonly Invitation[]) {
    const rows = invitations.map(({ id, role, at, expiresAt }) => ({ id, title: `${ROLE_NAMES[role]}邀请`, about: `${momentOf(at)} 发出，${momentOf(expiresAt)} 过期` }))
    this.setData({ state: 'ready', rows })
  },

  pickRole({ currentTarget }: { currentTarget: { dataset: { role: Role } } }) {
    this.setData({ role: currentTarget.dataset.role })
  },

  async make() {
    const { making, role } = this.data
    if (making) return
    this.setData({ making: true })
    const outcome = await pushApi.invite(role)
    this.setData({ making: false })
    if (!outcome.ok) return say(outcome.failure.message)
    const { code, path, expiresAt }: Invited = outcome.value
    this.setData({ made: { code, path, roleName: ROLE_NAMES[role], until: momentOf(expiresAt) } })
    await this.load()
  },

  copy() {
    void copyText(this.data.made?.code ?? '')
  },

  onShareAppMessage() {
    const { made } = this.data
    return made ? { title: `邀请你成为${made.roleName}`, path: pageUrl(made.path) } : {}
  },

  async withdraw({ currentTarget }: { currentTarget: { dataset: { id: string; title: string } } }) {
    const { id, title } = currentTarget.dataset
    if (this.data.withdrawing !== '') return
    const { confirm } = await wx.showModal({ title: `撤回这份${title}？`, content: '撤回后，拿到邀请码的人不能再用它。', confirmText: '撤回' })
    if (!confirm) return
    this.setData({ withdrawing: id })
    const outcome = await pushApi.withdrawInvitation(id)
    this.setData({ withdrawing: '' })
    if (!outcome.ok) return say(outcome.failure.message)
    this.setData({ made: null })
    this.showOpen(outcome.value.invitations)
    say('已撤回')
  },
})
