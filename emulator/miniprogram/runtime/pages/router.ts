import { CUSTOM_TAB_BAR, hasCustomTabBar, type Manifest } from '../../manifest'
import { type Phone } from '../device/phone'
import { type Instance } from '../engine/types'
import { type Engine } from '../engine/engine'
import { type TabBar } from '../shell/tab-bar'
import { EventChannel } from './event-channel'
import { PageView, type PageInstance } from './page-view'
import { parsePageUrl, type PageUrl } from './url'
import { windowConfig } from './window-config'

/** 页面栈最多十层 (wx.navigateTo). */
export const MAX_PAGES = 10

const NO_URL = 'parameter error: parameter.url should be String instead of Undefined;'

/** Why a navigation fails, in the words of the base library. */
export class NavigationError extends Error {}

export interface RouterOptions {
  manifest: Manifest
  engine: Engine
  phone: Phone
  tabBar?: TabBar
  call: (callback: () => unknown) => void
  onPageNotFound: (page: PageUrl & { isEntryPage: boolean }) => void
  /** Says in the place of a page why it cannot be drawn. */
  refuse: (place: HTMLElement, faults: string[]) => void
  /** Told after each navigation. */
  onRoute: () => void
}

/** The stack of pages (页面路由). Tab pages are kept once opened, until wx.reLaunch. */
export class Router {
  #stack: PageView[] = []
  readonly #tabs = new Map<string, PageView>()
  readonly #tabPaths: string[]
  /** Navigations of onLaunch, while it runs. */
  #held: (() => void)[] | undefined

  constructor(private readonly options: RouterOptions) {
    this.#tabPaths = (options.manifest.app.tabBar?.list ?? []).map(({ pagePath }) => pagePath)
    options.phone.theme.changed.on(({ theme }) => {
      for (const page of new Set([...this.#stack, ...this.#tabs.values()])) page.paint(theme)
    })
  }

  get top(): PageView | undefined {
    return this.#stack.at(-1)
  }

  get pages(): PageInstance[] {
    return this.#stack.map(({ instance }) => instance)
  }

  /** The custom tab bar of the page that this is, or stands in (getTabBar). */
  tabBarOf(instance: Instance): object | undefined {
    return [...this.#stack, ...this.#tabs.values()].find((page) => page.has(instance._$))?.tabBar
  }

  isTab(path: string): boolean {
    return this.#tabPaths.includes(path)
  }

  /** Until `release` a navigation waits: in onLaunch the first page is still to come. */
  hold(): void {
    this.#held = []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const navigate of held) this.options.call(navigate)
  }

  /** The first page; one that does not exist goes to onPageNotFound, then to the home page. */
  launch(url: string): void {
    const parsed = parsePageUrl(url.startsWith('/') ? url : `/${url}`)
    if (this.#exists(parsed.path)) return this.#open(parsed)
    this.options.onPageNotFound({ ...parsed, isEntryPage: true })
    // Whoever listens may have gone somewhere else.
    setTimeout(() => {
      if (!this.top) this.#open({ path: this.#homePath, query: {} })
    })
  }

  /** @throws NavigationError */
  navigateTo(url: string, channel: EventChannel): void {
    if (this.#held) return void this.#held.push(() => this.navigateTo(url, channel))
    const parsed = this.#parse(url)
    if (this.isTab(parsed.path)) throw new NavigationError('can not navigateTo a tabbar page')
    if (this.#stack.length >= MAX_PAGES) throw new NavigationError('webview count limit exceed')
    this.top?.hide()
    this.#open(parsed, channel)
  }

  /** @throws NavigationError */
  redirectTo(url: string): void {
    if (this.#held) return void this.#held.push(() => this.redirectTo(url))
    const parsed = this.#parse(url)
    if (this.isTab(parsed.path)) throw new NavigationError('can not redirectTo a tabbar page')
    this.#drop(this.#stack.pop())
    this.#open(parsed)
  }

  /** @throws NavigationError */
  reLaunch(url: string): void {
    if (this.#held) return void this.#held.push(() => this.reLaunch(url))
    const parsed = this.#parse(url)
    for (const page of new Set([...this.#stack.reverse(), ...this.#tabs.values()])) page.unload()
    this.#stack = []
    this.#tabs.clear()
    this.#open(parsed)
  }

  /** @throws NavigationError */
  switchTab(url: string): void {
    if (this.#held) return void this.#held.push(() => this.switchTab(url))
    const { path } = this.#parse(url)
    if (!this.isTab(path)) throw new NavigationError('can not switch to no-tabBar page')
    if (this.top?.path === path) return
    while (this.top && !this.isTab(this.top.path)) this.#drop(this.#stack.pop())
    this.top?.hide()
    this.#stack = []
    const kept = this.#tabs.get(path)
    if (!kept) return this.#open({ path, query: {} })
    this.#stack.push(kept)
    kept.show()
    this.#routed()
  }

  /** @throws NavigationError at the first page */
  navigateBack(delta = 1): void {
    if (this.#stack.length <= 1) throw new NavigationError('cannot navigate back at first page.')
    const count = Math.min(Math.max(1, delta), this.#stack.length - 1)
    for (let step = 0; step < count; step++) this.#drop(this.#stack.pop())
    this.top?.show()
    this.#routed()
  }

  /** Where the home button goes. */
  home(): void {
    this.reLaunch(`/${this.#homePath}`)
  }

  tapTab(path: string): void {
    const list = this.options.manifest.app.tabBar?.list ?? []
    const index = list.findIndex(({ pagePath }) => pagePath === path)
    this.switchTab(`/${path}`)
    this.top?.tabTapped({ index, pagePath: path, text: list[index]?.text ?? '' })
  }

  get #homePath(): string {
    return this.options.manifest.pages[0] ?? ''
  }

  #exists(path: string): boolean {
    return this.options.manifest.pages.includes(path)
  }

  #parse(url: string): PageUrl {
    if (typeof url !== 'string' || url === '') throw new NavigationError(NO_URL)
    const parsed = parsePageUrl(url, this.top?.path)
    if (!this.#exists(parsed.path)) throw new NavigationError(`page "${parsed.path}" is not found`)
    return parsed
  }

  #open(url: PageUrl, channel = new EventChannel()): void {
    const { engine, manifest, phone, call, refuse } = this.options
    const faults = engine.load(url.path)
    if (this.isTab(url.path) && hasCustomTabBar(manifest)) engine.load(CUSTOM_TAB_BAR)
    const page = new PageView({
      url,
      root: faults.length > 0 ? engine.createBlankRoot() : engine.createRoot(url.path, url.query),
      ...(this.isTab(url.path) && hasCustomTabBar(manifest) && { tabBar: engine.createRoot(CUSTOM_TAB_BAR) }),
      config: (theme) => windowConfig(manifest, url.path, theme),
      theme: phone.theme.theme,
      actions: { back: () => this.navigateBack(), home: () => this.home(), coloured: () => this.#colourStatusBar() },
      call,
    })
    if (this.isTab(url.path)) {
      page.dom.classList.toggle('mp-page-tab', !hasCustomTabBar(manifest))
      this.#tabs.set(url.path, page)
    }
    this.#stack.push(page)
    phone.pages.append(page.dom)
    this.#routed()
    page.start(channel)
    if (faults.length > 0) refuse(page.scroll, faults)
  }

  #drop(page: PageView | undefined): void {
    if (!page) return
    this.#tabs.delete(page.path)
    page.unload()
  }

  #routed(): void {
    const { top } = this
    if (!top) return
    const isAlone = this.#stack.length === 1
    const hasHome = isAlone && !this.isTab(top.path) && top.path !== this.#homePath
    top.setButton(isAlone ? (hasHome ? 'home' : 'none') : 'back')
    const { tabBar } = this.options
    if (tabBar) {
      tabBar.dom.toggleAttribute('data-off', !this.isTab(top.path))
      tabBar.show(top.path)
    }
    for (const sheet of document.querySelectorAll<HTMLStyleElement>('style[data-page]')) {
      sheet.media = sheet.dataset.page === top.path ? 'all' : 'not all'
    }
    const app = document.querySelector<HTMLStyleElement>('style[data-app]')
    if (app) app.media = isApart(this.options.manifest, top.path) ? 'not all' : 'all'
    this.#colourStatusBar()
    this.options.onRoute()
  }

  #colourStatusBar(): void {
    this.options.phone.frame.style.setProperty('--mp-bar-front', this.top?.navBar.front ?? null)
  }
}

/** `page-isolated`, `page-apply-shared` and `page-shared` have in common that app.wxss does not reach the page (组件样式隔离). */
function isApart({ components }: Manifest, path: string): boolean {
  return components[path]?.json.styleIsolation?.startsWith('page-') ?? false
}
