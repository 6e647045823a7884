/** The events with which a finger or a mouse would press something. */
const SWALLOWED = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'] as const

/** The next tap on the phone chooses an element instead of pressing it. Returns how to give up. */
export function pickElement(over: (element: Element | null) => void, chosen: (element: Element | null) => void): () => void {
  const swallow = (event: Event): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const onMove = ({ target }: Event): void => over(target as Element | null)
  const onClick = (event: Event): void => {
    swallow(event)
    stop()
    chosen(event.target as Element | null)
  }
  const stop = (): void => {
    for (const name of SWALLOWED) window.removeEventListener(name, swallow, { capture: true })
    window.removeEventListener('pointermove', onMove, { capture: true })
    window.removeEventListener('click', onClick, { capture: true })
  }
  for (const name of SWALLOWED) window.addEventListener(name, swallow, { capture: true, passive: false })
  window.addEventListener('pointermove', onMove, { capture: true })
  window.addEventListener('click', onClick, { capture: true })
  return stop
}
