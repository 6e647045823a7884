import { h } from '../dom'

/** The capsule in the upper right corner, which every mini-program has; its menu is WeChat's. */
export function capsule(onMenu: () => void): HTMLElement {
  const menu = h('button', { type: 'button', class: 'mp-capsule-menu', 'aria-label': '更多' }, h('i'), h('i'), h('i'))
  menu.addEventListener('click', onMenu)
  const close = h('span', { class: 'mp-capsule-close', 'aria-hidden': 'true' })
  return h('div', { class: 'mp-capsule' }, menu, close)
}
