import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { nodeAt } from './types'

/** Elements with a keyboard behaviour of their own. */
const HAS_OWN_KEYS = 'input, textarea, select, button, a'

/** Enter and Space on a focused element are a tap, so that everything that can be tapped can be reached without a pointer. */
export function watchKeyboardTaps(surface: HTMLElement): void {
  surface.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    const target = event.target as HTMLElement
    if (target.matches(HAS_OWN_KEYS)) return
    event.preventDefault()
    triggerTap(target, event)
  })
}

/** A tap in the middle of an element that came from no pointer. */
export function triggerTap(target: HTMLElement, originalEvent: Event): void {
  const node = nodeAt(target)
  if (!node) return
  const { left, top, width, height } = target.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  const touches = [{ identifier: 0, clientX: x, clientY: y, pageX: x, pageY: y }]
  const options = { originalEvent, bubbles: true, composed: true, capturePhase: true, extraFields: { touches, changedTouches: touches } }
  glassEasel.Event.triggerEvent(node, 'tap', { x, y }, options)
}
