import { h } from '../dom'

export interface LayerOptions {
  panel: HTMLElement
  /** Its name for a screen reader. */
  label: string
  /** Where the panel stands. Default: at the bottom. */
  position?: 'bottom' | 'center' | 'full'
  /** What Escape and a tap beside the panel do; without it they do nothing. */
  onDismiss?: () => void
}

const FOCUSABLE = 'button, input, textarea, select, [tabindex="0"]'

export interface Layer {
  close(): void
}

/** A modal dialog over the pages: takes the focus, keeps Tab inside, and gives the focus back. */
export function openLayer(overlays: HTMLElement, { panel, label, position = 'bottom', onDismiss }: LayerOptions): Layer {
  const before = document.activeElement
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-modal', 'true')
  panel.setAttribute('aria-label', label)
  panel.tabIndex = -1
  const layer = h('div', { class: `mp-layer mp-layer-${position}` }, panel)
  layer.addEventListener('click', (event) => {
    if (event.target === layer) onDismiss?.()
  })
  layer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') onDismiss?.()
    if (event.key === 'Tab') keepFocus(panel, event)
  })
  overlays.append(layer)
  panel.focus({ preventScroll: true })
  return {
    close() {
      layer.remove()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    },
  }
}

function keepFocus(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => !stop.matches(':disabled'))
  const [first, last] = [stops[0], stops.at(-1)]
  if (!first || !last) return
  const active = document.activeElement
  const leaves = event.shiftKey ? active === first || active === panel : active === last
  if (!leaves) return
  event.preventDefault()
  ;(event.shiftKey ? last : first).focus()
}
