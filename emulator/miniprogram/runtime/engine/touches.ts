import { viewOrigin } from '../view-origin'

interface Point {
  identifier: number
  clientX: number
  clientY: number
  pageX: number
  pageY: number
  /** Of a touch on a canvas (CanvasTouch): from its own corner. */
  x?: number
  y?: number
}

type Finger = Pick<Point, 'identifier' | 'clientX' | 'clientY'>

/** `touches` and `changedTouches`, which events of WeChat carry at the top. A mouse is one finger. */
export function touchesOf(event: UIEvent, type: string): { touches: Point[]; changedTouches: Point[] } | undefined {
  const inView = pointsIn(event.target)
  if ('changedTouches' in event) {
    const { touches, changedTouches } = event as TouchEvent
    const changed = [...changedTouches].map(inView)
    return { touches: type === 'tap' ? changed : [...touches].map(inView), changedTouches: changed }
  }
  if (!(event instanceof MouseEvent)) return undefined
  const point = [inView({ identifier: 0, clientX: event.clientX, clientY: event.clientY })]
  return { touches: point, changedTouches: point }
}

/** `detail` of a tap: where in the page it was, what is scrolled away included. */
export function tapDetail(target: EventTarget | null, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const { pageX, pageY } = pointsIn(target)({ identifier: 0, clientX: x, clientY: y })
  return { x: pageX, y: pageY }
}

function pointsIn(target: EventTarget | null): (finger: Finger) => Point {
  const element = target instanceof Element ? target : null
  const origin = viewOrigin(element)
  const scrollTop = element?.closest('.mp-scroll')?.scrollTop ?? 0
  const canvas = element?.closest('wx-canvas')?.getBoundingClientRect()
  return ({ identifier, clientX, clientY }) => {
    const [x, y] = [clientX - origin.x, clientY - origin.y]
    const onCanvas = canvas && { x: clientX - canvas.x, y: clientY - canvas.y }
    return { identifier, clientX: x, clientY: y, pageX: x, pageY: y + scrollTop, ...onCanvas }
  }
}
