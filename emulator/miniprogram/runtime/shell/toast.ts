import { h } from '../dom'

export interface ToastOptions {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  /** Address of a picture in place of the icon. */
  image?: string
  /** Milliseconds; undefined: until it is hidden. */
  duration?: number
  /** Nothing below can be tapped meanwhile. */
  mask?: boolean
}

/** One toast or loading sign at a time; a new one takes the place of the old. */
export class Toasts {
  #shown: HTMLElement | undefined
  #timer: number | undefined

  constructor(private readonly overlays: HTMLElement) {}

  show({ title, icon = 'success', image, duration, mask }: ToastOptions): void {
    this.hide()
    const sign = image ? h('img', { src: image, alt: '' }) : h('i', { class: `mp-toast-icon mp-toast-${icon}`, 'aria-hidden': 'true' })
    const children = icon === 'none' && !image ? [] : [sign]
    const style = children.length === 0 ? 'mp-toast-box mp-toast-text' : 'mp-toast-box'
    const box = h('div', { class: style, role: 'status' }, ...children, h('p', {}, title))
    this.#shown = h('div', { class: `mp-toast${mask ? ' mp-toast-mask' : ''}` }, box)
    this.overlays.append(this.#shown)
    if (duration !== undefined) this.#timer = window.setTimeout(() => this.hide(), duration)
  }

  hide(): void {
    clearTimeout(this.#timer)
    this.#shown?.remove()
    this.#shown = undefined
  }
}
