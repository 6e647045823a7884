import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { touchesOf } from './touches'
import { nodeAt } from './types'

/** longpress: 手指触摸后，超过 350ms 再离开. */
const LONG_PRESS_MS = 350
const MOVE_TOLERANCE_PX = 10

/** Triggers `longpress` and the older `longtap`. The tap that ends it is triggered as well, which WeChat does only where nobody listens. */
export function watchLongPress(surface: HTMLElement): void {
  let timer: number | undefined
  let start: PointerEvent | undefined
  const stop = () => clearTimeout(timer)

  surface.addEventListener('pointerdown', (event) => {
    start = event
    stop()
    timer = window.setTimeout(() => trigger(event), LONG_PRESS_MS)
  })
  surface.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (start && Math.hypot(clientX - start.clientX, clientY - start.clientY) > MOVE_TOLERANCE_PX) stop()
  })
  for (const type of ['pointerup', 'pointercancel'] as const) surface.addEventListener(type, stop)
  surface.addEventListener('scroll', stop, { capture: true })
}

function trigger(event: PointerEvent): void {
  const node = nodeAt(event.target)
  if (!node) return
  const options = { originalEvent: event, bubbles: true, composed: true, capturePhase: true, extraFields: touchesOf(event, 'longpress') }
  for (const name of ['longpress', 'longtap']) {
    glassEasel.Event.triggerEvent(node, name, { x: event.clientX, y: event.clientY }, options)
  }
}
