import { h } from '../dom'
import { openLayer, type Layer } from './layer'

export interface SheetOptions {
  title: string
  body: HTMLElement
  cancel: string
  confirm: string
}

export interface Sheet {
  /** Whether it was confirmed. */
  closed: Promise<boolean>
}

/** A panel from below with two buttons above its content, as pickers have it. */
export function openSheet(overlays: HTMLElement, { title, body, cancel, confirm }: SheetOptions): Sheet {
  let layer: Layer | undefined
  const closed = new Promise<boolean>((resolve) => {
    const close = (confirmed: boolean) => {
      layer?.close()
      resolve(confirmed)
    }
    const button = (text: string, style: string, confirmed: boolean) => {
      const made = h('button', { type: 'button', class: style }, text)
      made.addEventListener('click', () => close(confirmed))
      return made
    }
    const bar = h(
      'div',
      { class: 'mp-sheet-bar' },
      button(cancel, 'mp-sheet-cancel', false),
      h('h2', {}, title),
      button(confirm, 'mp-sheet-confirm', true),
    )
    const panel = h('div', { class: 'mp-sheet' }, bar, body)
    layer = openLayer(overlays, { panel, label: title, onDismiss: () => close(false) })
  })
  return { closed }
}
