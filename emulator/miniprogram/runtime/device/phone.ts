import { h } from '../dom'
import { FontSetting } from './font'
import { Gesture } from './gesture'
import { Network } from './network'
import { ThemeSetting } from './theme'

/** Sizes of the phone that is drawn, in CSS pixels: those of an iPhone X. */
export const STATUS_BAR_HEIGHT = 44
export const NAV_BAR_HEIGHT = 44
export const TAB_BAR_HEIGHT = 50
export const HOME_INDICATOR_HEIGHT = 34
export const CAPSULE = { width: 87, height: 32, top: 48, rightMargin: 7 } as const

/** The screen on which a mini-program runs, and what a person can switch on the phone. */
export class Phone {
  readonly network = new Network()
  readonly theme = new ThemeSetting()
  readonly font = new FontSetting()
  readonly gesture: Gesture
  readonly frame: HTMLElement
  /** Where pages go. */
  readonly pages: HTMLElement
  /** Where panels, dialogs and toasts go: over the pages. */
  readonly overlays: HTMLElement

  constructor(parent: HTMLElement) {
    this.pages = h('div', { class: 'mp-pages' })
    this.overlays = h('div', { class: 'mp-overlays' })
    this.frame = h('div', { class: 'mp-frame' }, this.pages, this.overlays)
    this.gesture = new Gesture(this.pages)
    parent.append(this.frame)
    this.#swallowGhosts()
  }

  get width(): number {
    return this.frame.clientWidth || window.innerWidth
  }

  get height(): number {
    return this.frame.clientHeight || window.innerHeight
  }

  /** After a touch the browser makes up a click at the same place: it must not press what the touch has only just brought there. */
  #swallowGhosts(): void {
    const shown = () => [this.overlays.lastElementChild, this.pages.lastElementChild]
    let before = shown()
    this.pages.addEventListener('touchend', () => (before = shown()), { capture: true })
    this.pages.addEventListener('touchend', (event) => {
      if (shown().some((element, index) => element !== before[index])) event.preventDefault()
    })
  }
}
