import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Screen and frame of the device, in CSS pixels. */
const DEVICE_HEIGHT = 812 + 2 * 12
const SMALLEST = 0.5

/** How much a phone must shrink to fit the height of the box. */
export function useScale(box: RefObject<HTMLElement | null>): number {
  const [scale, setScale] = useState(0.75)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setScale(Math.max(SMALLEST, Math.min(1, element.clientHeight / DEVICE_HEIGHT))))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return scale
}
