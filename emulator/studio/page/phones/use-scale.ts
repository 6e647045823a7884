import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Device } from './devices'
import { scaleFor } from './scale'

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
