import { useCallback, useEffect, useRef } from 'preact/hooks'
import { useLive } from '../live/use-live'

/** The emulated time, running on between two answers of the local cloud. */
export function useClock(): () => number {
  const { data } = useLive<{ now: number }>('/emulator/clock', ['clock'])
  const offset = useRef(0)
  useEffect(() => {
    if (data) offset.current = nearZero(data.now - Date.now())
  }, [data])
  return useCallback(() => Date.now() + offset.current, [])
}

/** What the answer took to come is no offset. */
function nearZero(ms: number): number {
  return Math.abs(ms) < 1000 ? 0 : ms
}
