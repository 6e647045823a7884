import { type ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

/** The beginning of a long list, and the button for more of it, as long as there is more. */
export function useMore<T>(all: readonly T[], atATime: number, unit: string): { shown: readonly T[]; more: ComponentChildren } {
  const [count, setCount] = useState(atATime)
  const left = all.length - count
  const more = left > 0 && (
    <button type="button" onClick={() => setCount(count + atATime)}>
      再看 {Math.min(atATime, left)} {unit}
    </button>
  )
  return { shown: all.slice(0, count), more }
}
