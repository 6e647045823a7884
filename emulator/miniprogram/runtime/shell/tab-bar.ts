import { type TabBarConfig } from '../../manifest'
import { h, setAttribute } from '../dom'

export interface TabBarActions {
  select(pagePath: string): void
  assetUrl(path: string): string
}

interface Tab {
  button: HTMLButtonElement
  icon: HTMLImageElement
  label: HTMLElement
  badge: HTMLElement
}

/** The tab bar below the pages that are tabs. */
export class TabBar {
  readonly dom = h('nav', { class: 'mp-tab-bar', role: 'tablist' })
  readonly #tabs: Tab[]
  #active = ''
  /** Where a finger went down. WeChat's bar is apart from the page: a tap that began on what lay over it is none of its. A key presses nothing. */
  #pressed: HTMLButtonElement | undefined

  constructor(
    private config: TabBarConfig,
    private readonly actions: TabBarActions,
  ) {
    this.#tabs = config.list.map(({ pagePath, text }) => {
      const icon = h('img', { alt: '' })
      const badge = h('span', { class: 'mp-tab-badge', hidden: true })
      const label = h('span', { class: 'mp-tab-text' }, text)
      const button = h('button', { type: 'button', role: 'tab' }, h('span', { class: 'mp-tab-icon' }, icon, badge), label)
      button.addEventListener('pointerdown', () => (this.#pressed = button))
      button.addEventListener('click', (event) => {
        if (event.detail === 0 || this.#pressed === button) this.actions.select(pagePath)
        this.#pressed = undefined
      })
      return { button, icon, label, badge }
    })
    this.dom.append(...this.#tabs.map(({ button }) => button))
    this.setStyle(config)
  }

  /** Shows the tab of that page as chosen. */
  show(pagePath: string): void {
    this.#active = pagePath
    this.#paint()
  }

  setStyle(style: Partial<TabBarConfig>): void {
    this.config = { ...this.config, ...style }
    this.dom.style.backgroundColor = this.config.backgroundColor
    this.dom.dataset.border = this.config.borderStyle ?? 'black'
    this.#paint()
  }

  setItem(index: number, changes: Partial<TabBarConfig['list'][number]>): void {
    const item = this.config.list[index]
    if (!item) throw new Error('tabbar item not found')
    const given = Object.entries(changes).filter(([, value]) => value !== undefined)
    Object.assign(item, Object.fromEntries(given))
    this.#paint()
  }

  /** A text, a red dot, or nothing. */
  setBadge(index: number, badge: { text: string } | 'dot' | undefined): void {
    const tab = this.#tabs[index]
    if (!tab) throw new Error('tabbar item not found')
    tab.badge.hidden = badge === undefined
    tab.badge.classList.toggle('mp-tab-dot', badge === 'dot')
    tab.badge.textContent = typeof badge === 'object' ? shortened(badge.text) : ''
  }

  #paint(): void {
    this.config.list.forEach(({ pagePath, text, iconPath, selectedIconPath }, index) => {
      const tab = this.#tabs[index]
      if (!tab) return
      const isActive = pagePath === this.#active
      const icon = (isActive ? selectedIconPath : undefined) ?? iconPath
      tab.button.setAttribute('aria-selected', String(isActive))
      tab.button.style.color = isActive ? this.config.selectedColor : this.config.color
      setAttribute(tab.icon, 'src', icon ? this.actions.assetUrl(`/${icon.replace(/^\//, '')}`) : undefined)
      tab.button.classList.toggle('mp-tab-plain', !icon)
      tab.label.textContent = text
    })
  }
}

/** 超过 4 个字符则显示成 ... (wx.setTabBarBadge) */
function shortened(text: string): string {
  return text.length > 4 ? '...' : text
}
