import { component } from 'glass-easel-miniprogram-adapter'
import { hasCustomTabBar, type Manifest, type Theme } from '../manifest'
import { AppService } from './app-service'
import { Addresses } from './device/addresses'
import { Phone } from './device/phone'
import { readCodeFile } from './device/code-file'
import { networkNamed } from './device/network'
import { ScriptFault } from './engine/definitions'
import { UserFiles } from './device/user-files'
import { Engine, type Templates } from './engine/engine'
import { watchKeyboardTaps } from './engine/keyboard-tap'
import { watchLongPress } from './engine/long-press'
import { type Instance } from './engine/types'
import { installWxsLanguage, wxsHooks } from './engine/wxs'
import { type WxCalls } from './elements/element'
import { type LocalCloud } from './local-cloud'
import { Router } from './pages/router'
import { parsePageUrl } from './pages/url'
import { tabBarConfig } from './pages/window-config'
import { PrivacyGate } from './privacy/privacy-gate'
import { type Session } from './session'
import { openActionSheet } from './shell/action-sheet'
import { openCardSheet } from './shell/share-sheet'
import { tellShared } from './shell/shared-card'
import { capsule } from './shell/capsule'
import { showFailure } from './shell/failure'
import { statusBar } from './shell/status-bar'
import { TabBar } from './shell/tab-bar'
import { Toasts } from './shell/toast'
import { createWx } from './wx'
import { notAvailable } from './wx/not-available'
import { openTypeEvent } from './wx/profile'
import { SelectorQuery } from './wx/selector-query'
import { showSettings } from './wx/setting'

/** How a mini-program is started. */
export interface LaunchSettings {
  openid: string
  /** URL of the first page, with its query; '' for the home page. */
  page: string
  scene: number
  theme: Theme
  network: string
  /** 微信字体大小 in px; absent for 标准. */
  fontSize?: number
}

export interface RuntimeOptions extends LaunchSettings {
  /** Where the phone is drawn. */
  parent: HTMLElement
  /** @param pass  lets a request onto the phone's network */
  connect: (pass: () => Promise<void>) => LocalCloud
  /** Before the path of a file of the mini-program. */
  assetBase: string
  /** All that the build found wrong, in words. */
  problems?: string[]
  /** Hosts that the mini-program may reach beside this machine. */
  allowedHosts?: readonly string[]
}

/** A phone with a mini-program. The script that the build made drives it: prepare, load each script, start. */
export class Runtime {
  readonly phone: Phone
  readonly app = new AppService()
  readonly files: UserFiles
  readonly addresses: Addresses
  readonly cloud: LocalCloud
  readonly toasts: Toasts
  readonly engine: Engine
  #session: Session | undefined
  #stopped = false

  constructor(private readonly options: RuntimeOptions) {
    installWxsLanguage()
    const { openid, assetBase, allowedHosts = [] } = options
    this.files = new UserFiles((path) => readCodeFile(assetBase, path))
    this.addresses = new Addresses({ openid, assetBase, files: this.files, allowedHosts })
    this.phone = new Phone(options.parent)
    this.phone.network.set(networkNamed(options.network) ?? 'wifi')
    if (options.fontSize !== undefined) this.phone.font.set(options.fontSize)
    this.cloud = options.connect(() => this.phone.network.pass())
    this.toasts = new Toasts(this.phone.overlays)
    const services = {
      wx: () => this.#wx,
      overlays: this.phone.overlays,
      assetUrl: this.assetUrl,
      inStyle: this.addresses.inStyle,
      agreeToPrivacy: (buttonId: string) => this.#session?.privacy.tapped(buttonId),
      share: (target: object) => this.#share(target),
      openType: (type: string) => openTypeEvent(this.session, type),
    }
    this.engine = new Engine(services, this.app.reportError)
    watchLongPress(this.phone.pages)
    watchKeyboardTaps(this.phone.pages)
    component.ComponentCaller.prototype.createSelectorQuery = function (this: Instance) {
      return new SelectorQuery(this) as never
    }
    const tabBarOf = (instance: Instance): object | undefined => this.#session?.router.tabBarOf(instance)
    Object.assign(component.ComponentCaller.prototype, {
      getTabBar(this: Instance) {
        return tabBarOf(this)
      },
    })
  }

  /** What the script of a mini-program calls: `__miniProgram`. */
  get hooks(): object {
    const { definitions } = this.engine
    return {
      ...wxsHooks,
      prepare: (manifest: Manifest, templates: Templates) => this.prepare(manifest, templates),
      enter: (path: string) => definitions.enter(path),
      leave: () => definitions.leave(),
      script: (path: string, load: () => void) => definitions.add(path, load),
      fault: (words: string) => new ScriptFault(words),
      load: (load: () => void) => this.loadApp(load),
      launch: () => this.launch(),
      start: () => this.start(),
    }
  }

  /** Takes the mini-program, and makes the globals that its scripts use. */
  prepare(manifest: Manifest, templates: Templates): void {
    const { engine, phone, app, toasts, cloud, options } = this
    const { definitions } = engine
    engine.prepare(manifest.components, templates)
    this.#addressStyles()
    phone.theme.start(options.theme, manifest.app.darkmode ?? false)
    const tabBar = this.#tabBar(manifest)
    const router = new Router({
      manifest,
      engine,
      phone,
      tabBar,
      call: app.call,
      onPageNotFound: (page) => app.pageNotFound(page),
      refuse: (place, faults) => showFailure(place, faults, { title: '这一页打不开', others: this.#otherProblems(faults) }),
      onRoute: () => phone.frame.dispatchEvent(new CustomEvent('route', { bubbles: true })),
    })
    const { openid } = options
    const privacy = new PrivacyGate({ openid, cloud, overlays: phone.overlays, name: manifest.name })
    this.#session = { openid, manifest, phone, app, router, toasts, privacy, tabBar, cloud, files: this.files, addresses: this.addresses, assetUrl: this.assetUrl }
    phone.frame.append(statusBar(phone.network), capsule(() => void this.#openMenu()))
    if (tabBar) phone.pages.after(tabBar.dom)
    phone.theme.changed.on((event) => app.themeChanged(event))
    Object.assign(globalThis, {
      App: app.define,
      getApp: app.get,
      Page: definitions.page,
      Component: definitions.component,
      Behavior: definitions.behavior,
      getCurrentPages: () => router.pages,
      // Written down nowhere, and read by many: which version this is.
      __wxConfig: { ...manifest.app, appid: manifest.appid, accountInfo: { appId: manifest.appid }, envVersion: 'develop' },
      // A page that has one is drawn; only what it asks of it fails.
      requirePlugin: (name: string) => notAvailable({}, `requirePlugin('${name}')`, toasts),
      wx: createWx(this.#session),
    })
  }

  /** The script of the app. Where it cannot be had there is nothing to show. */
  loadApp(load: () => void): void {
    this.app.call(() => {
      try {
        this.engine.definitions.run(load)
      } catch (error) {
        if (!(error instanceof ScriptFault)) throw error
        this.#stopped = true
        showFailure(this.options.parent, [error.message, ...this.#otherProblems([error.message])])
      }
    })
  }

  #otherProblems(told: string[]): string[] {
    return (this.options.problems ?? []).filter((problem) => !told.includes(problem))
  }

  /** A card to a chat, as the page wants it to look; nobody tells the page whether it was sent (since 2018). */
  #share(target: object): void {
    const { manifest, router } = this.session
    const page = router.top
    if (!page) return
    let wanted: Partial<Record<'title' | 'path', unknown>> = {}
    this.app.call(() => {
      wanted = (page.instance.onShareAppMessage?.({ from: 'button', target }) ?? {}) as typeof wanted
    })
    const title = typeof wanted.title === 'string' ? wanted.title : manifest.name
    const path = typeof wanted.path === 'string' ? wanted.path : `/${page.path}`
    void openCardSheet(this.phone.overlays, { title, path, app: manifest.name }).then((sent) => sent && tellShared({ from: this.options.openid, title, path }))
  }

  /** onLaunch and onShow, before the script of any page: what stands at its top may use what they made ready. */
  launch(): void {
    if (this.#stopped) return
    const page = this.#firstPage
    const url = parsePageUrl(page.startsWith('/') ? page : `/${page}`)
    this.session.router.hold()
    this.app.launch({ ...url, scene: this.options.scene, referrerInfo: {} })
  }

  /** The first page. */
  start(): void {
    if (this.#stopped) return
    this.session.router.launch(this.#firstPage)
    this.session.router.release()
  }

  get #firstPage(): string {
    return this.options.page || `/${this.session.manifest.pages[0] ?? ''}`
  }

  /** The session, if there is one already. */
  get prepared(): Session | undefined {
    return this.#session
  }

  /** @throws Error before `prepare` */
  get session(): Session {
    if (!this.#session) throw new Error('The mini-program has not been prepared yet.')
    return this.#session
  }

  readonly assetUrl = (source: string): string => this.addresses.of(source)

  get #wx(): WxCalls {
    return (globalThis as unknown as { wx: WxCalls }).wx
  }

  /** Before anything is drawn that would load what its styles name. */
  #addressStyles(): void {
    for (const style of document.querySelectorAll('style')) {
      const css = style.textContent ?? ''
      const addressed = this.addresses.inStyle(css)
      if (addressed !== css) style.textContent = addressed
    }
  }

  #tabBar(manifest: Manifest): TabBar | undefined {
    const { theme } = this.phone
    const config = hasCustomTabBar(manifest) ? undefined : tabBarConfig(manifest, theme.theme)
    if (!config) return undefined
    const tabBar = new TabBar(config, { select: (path) => this.session.router.tapTab(path), assetUrl: this.assetUrl })
    theme.changed.on((change) => tabBar.setStyle(tabBarConfig(manifest, change.theme) ?? {}))
    return tabBar
  }

  async #openMenu(): Promise<void> {
    const items = ['设置', '重新进入小程序']
    const chosen = await openActionSheet(this.phone.overlays, { itemList: items, alertText: this.session.manifest.name })
    if (chosen === 0) await showSettings(this.session)
    if (chosen === 1) window.location.reload()
  }
}
