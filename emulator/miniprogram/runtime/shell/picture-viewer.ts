import { h } from '../dom'
import { openLayer } from './layer'

export interface Viewed {
  address: string
  isVideo: boolean
}

/** wx.previewImage and previewMedia: one at a time, over everything. Resolves when it is closed. */
export function openViewer(overlays: HTMLElement, items: readonly Viewed[], first: number): Promise<void> {
  return new Promise((resolve) => {
    const place = h('p', { class: 'mp-viewer-place' })
    const frame = h('div', { class: 'mp-viewer-frame' })
    const button = (text: string, act: () => void) => {
      const made = h('button', { type: 'button' }, text)
      made.addEventListener('click', act)
      return made
    }
    const close = () => {
      layer.close()
      resolve()
    }
    let at = first
    const show = (index: number) => {
      const item = items[index]
      if (!item) return
      at = index
      place.textContent = `${index + 1} / ${items.length}`
      frame.replaceChildren(item.isVideo ? h('video', { src: item.address, controls: true }) : h('img', { src: item.address, alt: `第 ${index + 1} 张` }))
    }
    frame.addEventListener('click', ({ target }) => (target as HTMLElement).matches('video') || close())
    const buttons = h('div', { class: 'mp-viewer-buttons' }, button('上一张', () => show(at - 1)), button('下一张', () => show(at + 1)), button('关闭', close))
    const panel = h('div', { class: 'mp-viewer' }, place, frame, buttons)
    const layer = openLayer(overlays, { panel, label: '预览', position: 'full', onDismiss: close })
    show(first)
  })
}
