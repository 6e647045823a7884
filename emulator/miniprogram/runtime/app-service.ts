import { Emitter } from './emitter'
import { type PageUrl } from './pages/url'

export interface LaunchOptions extends PageUrl {
  scene: number
  referrerInfo: object
}

/** What a mini-program passes to App(), as far as it is called. */
interface AppInstance {
  globalData?: Record<string, unknown>
  onLaunch?(options: LaunchOptions): unknown
  onShow?(options: LaunchOptions): unknown
  onHide?(): unknown
  onError?(error: string): unknown
  onPageNotFound?(page: PageUrl & { isEntryPage: boolean }): unknown
  onUnhandledRejection?(event: { reason: unknown; promise: Promise<unknown> }): unknown
  onThemeChange?(event: { theme: string }): unknown
}

/** App(), getApp() and the lifetime of the whole mini-program. */
export class AppService {
  /** For wx.onAppShow and its kin. */
  readonly shown = new Emitter<LaunchOptions>()
  readonly hidden = new Emitter<undefined>()
  readonly failed = new Emitter<string>()
  readonly rejected = new Emitter<{ reason: unknown; promise: Promise<unknown> }>()
  readonly missed = new Emitter<PageUrl & { isEntryPage: boolean }>()
  #instance: AppInstance = {}
  #launch: LaunchOptions = { path: '', query: {}, scene: 1001, referrerInfo: {} }
  #visible = false

  readonly define = (definition: AppInstance): void => {
    this.#instance = definition
  }

  readonly get = (): object => this.#instance

  get launchOptions(): LaunchOptions {
    return this.#launch
  }

  launch(options: LaunchOptions): void {
    this.#launch = options
    this.call(() => this.#instance.onLaunch?.(options))
    this.show()
  }

  show(): void {
    if (this.#visible) return
    this.#visible = true
    this.call(() => this.#instance.onShow?.(this.#launch))
    this.shown.emit(this.#launch)
  }

  hide(): void {
    if (!this.#visible) return
    this.#visible = false
    this.call(() => this.#instance.onHide?.())
    this.hidden.emit(undefined)
  }

  themeChanged(event: { theme: string }): void {
    this.call(() => this.#instance.onThemeChange?.(event))
  }

  pageNotFound(page: PageUrl & { isEntryPage: boolean }): void {
    this.call(() => this.#instance.onPageNotFound?.(page))
    this.missed.emit(page)
  }

  unhandledRejection(event: { reason: unknown; promise: Promise<unknown> }): void {
    this.call(() => this.#instance.onUnhandledRejection?.(event))
    this.rejected.emit(event)
  }

  /** Runs a callback of the mini-program. What it throws goes to the console and to onError. */
  readonly call = (callback: () => unknown): void => {
    try {
      callback()
    } catch (error) {
      this.reportError(error)
    }
  }

  readonly reportError = (error: unknown): void => {
    console.error(error)
    const text = error instanceof Error ? `MiniProgramError\n${error.message}\n${error.stack ?? ''}` : `MiniProgramError\n${String(error)}`
    try {
      this.#instance.onError?.(text)
      this.failed.emit(text)
    } catch (inHandler) {
      console.error(inHandler)
    }
  }
}
