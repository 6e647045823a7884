import { type Root } from 'glass-easel-miniprogram-adapter'
import { type Theme, type WindowConfig } from '../../manifest'
import { h } from '../dom'
import { type ComponentNode, type ShadowRoot } from '../engine/types'
import { NavBar, type NavBarActions, type NavButton } from '../shell/nav-bar'
import { type EventChannel } from './event-channel'
import { PullDown } from './pull-down'
import { type PageUrl } from './url'

/** What `this` is in a page, as far as the router calls it. */
export interface PageInstance {
  route: string
  options: Record<string, string>
  data: Record<string, unknown>
  setData(data: Record<string, unknown>, callback?: () => void): void
  getOpenerEventChannel?(): EventChannel
  onLoad?(query: Record<string, string>): unknown
  onShow?(): unknown
  onReady?(): unknown
  onHide?(): unknown
  onUnload?(): unknown
  onPullDownRefresh?(): unknown
  onReachBottom?(): unknown
  onPageScroll?(event: { scrollTop: number }): unknown
  onTabItemTap?(event: { index: number; pagePath: string; text: string }): unknown
  onShareAppMessage?(event: object): unknown
}

type PageCallback = 'onLoad' | 'onShow' | 'onHide' | 'onUnload' | 'onPullDownRefresh' | 'onReachBottom'

export interface PageViewOptions {
  url: PageUrl
  root: Root
  /** The tab bar that the mini-program draws itself; each tab page has its own. */
  tabBar?: Root
  config: (theme: Theme) => Required<WindowConfig>
  theme: Theme
  actions: NavBarActions
  /** Runs a callback of the mini-program; an error in it is reported, not thrown. */
  call: (callback: () => unknown) => void
}

const TEXT_COLORS = { black: '#000000', white: '#ffffff' } as const

/** One page: its place in the DOM, its bar, and its lifetime. */
export class PageView {
  readonly path: string
  readonly instance: PageInstance
  readonly dom: HTMLElement
  readonly scroll = h('div', { class: 'mp-scroll' })
  readonly navBar: NavBar
  readonly pullDown: PullDown
  readonly #options: PageViewOptions
  #shown = false

  constructor(options: PageViewOptions) {
    const { url, root, config, theme, actions } = options
    this.#options = options
    this.path = url.path
    this.instance = root.get() as unknown as PageInstance
    const { enablePullDownRefresh, navigationStyle, navigationBarTitleText, onReachBottomDistance, disableScroll } = config(theme)
    this.navBar = new NavBar(actions)
    this.navBar.setTitle(navigationBarTitleText)
    this.pullDown = new PullDown(this.scroll, enablePullDownRefresh, () => this.#call('onPullDownRefresh'))
    const view = h('main', { class: 'mp-view' }, this.pullDown.dom, this.scroll)
    const style = navigationStyle === 'custom' ? 'mp-page mp-page-custom' : 'mp-page'
    this.dom = h('section', { class: style, 'data-path': this.path }, this.navBar.dom, view)
    this.scroll.classList.toggle('mp-no-scroll', disableScroll)
    this.paint(theme)
    this.#watchScroll(onReachBottomDistance)
  }

  /** Colours of bar and background, which depend on the theme. */
  paint(theme: Theme): void {
    const config = this.#options.config(theme)
    this.navBar.setColors(TEXT_COLORS[config.navigationBarTextStyle] ?? config.navigationBarTextStyle, config.navigationBarBackgroundColor)
    this.dom.style.setProperty('--mp-window-background', config.backgroundColor)
    this.dom.style.setProperty('--mp-page-background', config.backgroundColorContent || 'transparent')
    this.dom.dataset.pull = config.backgroundTextStyle
  }

  /** Puts it on the screen: attached → onLoad → onShow → onReady. */
  start(channel: EventChannel): void {
    const { root, url, call } = this.#options
    Object.assign(this.instance, { route: this.path, options: url.query, getOpenerEventChannel: () => channel })
    const placeholder = h('div')
    this.scroll.append(placeholder)
    root.attach(this.scroll as never, placeholder as never)
    this.#attachTabBar()
    this.#call('onLoad', url.query)
    this.show()
    queueMicrotask(() => {
      if (this.dom.isConnected) call(() => this.instance.onReady?.())
    })
  }

  show(): void {
    if (this.#shown) return
    this.#shown = true
    this.dom.hidden = false
    this.#node.triggerPageLifetime('show', [])
    this.#call('onShow')
  }

  hide(): void {
    if (!this.#shown) return
    this.#shown = false
    this.dom.hidden = true
    this.#node.triggerPageLifetime('hide', [])
    this.#call('onHide')
  }

  unload(): void {
    this.#shown = false
    this.#call('onUnload')
    this.#options.tabBar?.release()
    this.#options.root.release()
    this.dom.remove()
  }

  setButton(kind: NavButton): void {
    this.navBar.setButton(kind)
  }

  tabTapped(event: { index: number; pagePath: string; text: string }): void {
    this.#options.call(() => this.instance.onTabItemTap?.(event))
  }

  /** What getTabBar() gives in this page and in its components. */
  get tabBar(): object | undefined {
    return this.#options.tabBar?.get()
  }

  /** Whether that node is the page's or stands in it. */
  has(node: ComponentNode): boolean {
    let root = node
    for (let within = root.ownerShadowRoot; within; within = root.ownerShadowRoot) root = (within as ShadowRoot).getHostNode()
    return root === this.#node
  }

  get #node(): ComponentNode {
    return this.#options.root.getComponent()
  }

  /** Above the page, and not scrolled with it. */
  #attachTabBar(): void {
    const { tabBar } = this.#options
    if (!tabBar) return
    const placeholder = h('div')
    const place = h('div', { class: 'mp-custom-tab-bar' }, placeholder)
    this.dom.append(place)
    tabBar.attach(place as never, placeholder as never)
  }

  #call(name: PageCallback, query: Record<string, string> = {}): void {
    this.#options.call(() => this.instance[name]?.(query))
  }

  #watchScroll(bottomDistance: number): void {
    let wasNear = false
    this.scroll.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = this.scroll
      this.#options.call(() => this.instance.onPageScroll?.({ scrollTop }))
      const isNear = scrollTop + clientHeight >= scrollHeight - bottomDistance
      if (isNear && !wasNear) this.#call('onReachBottom')
      wasNear = isNear
    })
  }
}
