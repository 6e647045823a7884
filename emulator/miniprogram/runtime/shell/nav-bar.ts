import { h } from '../dom'

export type NavButton = 'back' | 'home' | 'none'

export interface NavBarActions {
  back(): void
  home(): void
  /** The colour of its text has changed: the phone's status bar follows. */
  coloured(): void
}

/** The navigation bar of one page: status bar, back or home, title, loading. */
export class NavBar {
  readonly dom: HTMLElement
  readonly #title = h('h1', { class: 'mp-nav-title' })
  readonly #loading = h('i', { class: 'mp-nav-loading', hidden: true, 'aria-label': '加载中' })
  readonly #button: HTMLButtonElement
  #kind: NavButton = 'none'

  constructor(private readonly actions: NavBarActions) {
    this.#button = h('button', { type: 'button', class: 'mp-nav-button', hidden: true })
    this.#button.addEventListener('click', () => (this.#kind === 'home' ? actions.home() : actions.back()))
    this.dom = h('header', { class: 'mp-nav' }, this.#button, h('div', { class: 'mp-nav-middle' }, this.#loading, this.#title))
  }

  get title(): string {
    return this.#title.textContent ?? ''
  }

  setTitle(title: string): void {
    this.#title.textContent = title
  }

  get front(): string {
    return this.dom.style.color
  }

  setColors(front: string, background: string): void {
    this.dom.style.color = front
    this.dom.style.backgroundColor = background
    this.actions.coloured()
  }

  setButton(kind: NavButton): void {
    this.#kind = kind
    this.#button.hidden = kind === 'none'
    this.#button.className = `mp-nav-button mp-nav-${kind}`
    this.#button.setAttribute('aria-label', kind === 'home' ? '返回首页' : '返回')
  }

  setLoading(on: boolean): void {
    this.#loading.hidden = !on
  }
}
