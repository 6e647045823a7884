import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Device } from './devices'

/** Of the frame around a screen, in CSS pixels, on each side. */
const FRAME = 12
const GAP = 16
const SMALLEST = 0.4
/** Tools need this much beside the phones, and at least half of a narrow window. */
const ROOM_FOR_TOOLS = 480
/** What is around the phones from side to side. */
const MARGINS = 33

/** How much the phones must shrink to fit the height of the box, and to leave room for what stands beside them. */
export function useScale(box: RefObject<HTMLElement | null>, devices: readonly Device[]): number {
  const [room, setRoom] = useState({ width: innerWidth, height: 640 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setRoom({ width: innerWidth, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    window.addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [])
  return scaleFor(room, devices)
}

/** The largest scale, at most 1, at which all of them have room. */
export function scaleFor(room: { width: number; height: number }, devices: readonly Pick<Device, 'width' | 'height'>[]): number {
  const tallest = Math.max(1, ...devices.map(({ height }) => height + 2 * FRAME))
  const wide = devices.reduce((sum, { width }) => sum + width + 2 * FRAME, 0)
  const gaps = GAP * Math.max(0, devices.length - 1) + MARGINS
  const free = Math.max(room.width - ROOM_FOR_TOOLS, room.width / 2) - gaps
  return Math.max(SMALLEST, Math.min(1, room.height / tallest, wide === 0 ? 1 : free / wide))
}
