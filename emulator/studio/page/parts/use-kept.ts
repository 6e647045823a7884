import { useState } from 'preact/hooks'

const PREFIX = 'local-cloud-studio:'

/** State that the browser keeps. `read` turns what was kept, or undefined, into a proper value. */
export function useKept<T>(name: string, read: (kept: unknown) => T): [T, (next: T | ((last: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => read(recall(name)))
  const keep = (next: T | ((last: T) => T)) => {
    setValue((last) => {
      const chosen = typeof next === 'function' ? (next as (last: T) => T)(last) : next
      localStorage.setItem(PREFIX + name, JSON.stringify(chosen))
      return chosen
    })
  }
  return [value, keep]
}

function recall(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
