import { h } from '../dom'

/** Lies over the phone where a node is that somebody points at in the studio. */
export class Marker {
  #dom: HTMLElement | undefined

  show(element: HTMLElement | undefined, label: string): void {
    this.#dom?.remove()
    this.#dom = undefined
    if (!element) return
    const { left, top, width, height } = element.getBoundingClientRect()
    const mark = h('div', { class: 'mp-marker', 'aria-hidden': 'true', style: `left:${left}px;top:${top}px;width:${width}px;height:${height}px` })
    mark.append(h('span', {}, `${label} ${Math.round(width)} × ${Math.round(height)}`))
    document.documentElement.append(mark)
    this.#dom = mark
  }
}
