import { type LocalCloud } from '../local-cloud'
import { openModal } from '../shell/modal'
import { ApiError } from '../wx/api'

/** What a mini-program tells of its own dialog: shown, or how the user decided. */
export interface Decision {
  event: 'exposureAuthorization' | 'agree' | 'disagree'
  /** The button that was tapped to agree. */
  buttonId?: string
}

export type PrivacyListener = (resolve: (decision: Decision) => void, eventInfo: { referrer: string }) => void

export interface PrivacyStanding {
  declared: string[]
  needsAgreement: boolean
}

export interface PrivacyGateOptions {
  openid: string
  cloud: LocalCloud
  overlays: HTMLElement
  /** Of the mini-program. */
  name: string
}

// Words and numbers from 小程序隐私协议开发指南 and from reports of developers.
const NOT_DECLARED = 'api scope is not declared in the privacy agreement'
const NOT_AUTHORIZED = 'privacy permission is not authorized'
const ERRNO_NOT_DECLARED = 112
const ERRNO_NOT_AUTHORIZED = 104

/** What stands before every privacy interface: it is declared in 用户隐私保护指引, and the user agreed to that. */
export class PrivacyGate {
  #listener: PrivacyListener | undefined
  readonly #tapped = new Set<string>()

  constructor(private readonly options: PrivacyGateOptions) {}

  get contractName(): string {
    return `《${this.options.name}小程序隐私保护指引》`
  }

  /** Of several listeners the last one counts. */
  onNeed(listener: PrivacyListener): void {
    this.#listener = listener
  }

  /** Without an answer of the local cloud nothing stands in the way: WeChat knows it from an earlier visit. */
  async standing(): Promise<PrivacyStanding | undefined> {
    const { cloud, openid } = this.options
    return (await cloud.get('/emulator/privacy', { openid }).catch(() => undefined)) as PrivacyStanding | undefined
  }

  /** A button `agreePrivacyAuthorization` was tapped: WeChat notes that she agreed. */
  tapped(buttonId: string): void {
    this.#tapped.add(buttonId)
    void this.#agree()
  }

  /**
   * Waits until the user decided, where she has to.
   * @param kind  of the information that the interface takes; none for an interface that takes nothing
   * @throws ApiError errno 112 for what is not declared, 104 when she refuses
   */
  async pass(referrer: string, kind?: string): Promise<void> {
    const standing = await this.standing()
    if (!standing) return
    if (kind !== undefined && !standing.declared.includes(kind)) throw new ApiError(NOT_DECLARED, undefined, ERRNO_NOT_DECLARED)
    if (!standing.needsAgreement) return
    const decision = this.#listener ? await this.#asked(this.#listener, referrer) : await this.#askedByWeChat()
    if (decision.event !== 'agree') throw new ApiError(NOT_AUTHORIZED, undefined, ERRNO_NOT_AUTHORIZED)
    if (this.#listener && !this.#tapped.has(decision.buttonId ?? ''))
      throw new ApiError(`${NOT_AUTHORIZED} or buttonId is wrong`, undefined, ERRNO_NOT_AUTHORIZED)
    await this.#agree()
  }

  #asked(listener: PrivacyListener, referrer: string): Promise<Decision> {
    return new Promise((resolve) => {
      listener((decision) => {
        if (decision.event !== 'exposureAuthorization') resolve(decision)
      }, { referrer })
    })
  }

  /** The dialog that WeChat has of its own (官方隐私授权弹窗). */
  async #askedByWeChat(): Promise<Decision> {
    const content = `在你使用服务之前，请仔细阅读${this.contractName}。如你同意，请点击「同意」开始使用。`
    const { confirm } = await openModal(this.options.overlays, { title: '用户隐私保护提示', content, cancelText: '拒绝', confirmText: '同意' })
    return { event: confirm ? 'agree' : 'disagree' }
  }

  async #agree(): Promise<void> {
    const { cloud, openid } = this.options
    await cloud.post('/emulator/privacy', { openid, agreed: true }).catch(() => undefined)
  }
}
