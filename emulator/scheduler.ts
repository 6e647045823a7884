/** One wait at a time, in real milliseconds. */
export interface Scheduler {
  set(wake: () => void, ms: number): void
  clear(): void
}

/** Longer waits are taken in steps: a timer of Node ends at 24 days, and what is waited for may have changed on the way. */
export const MAX_WAIT_MS = 60_000

export function realScheduler(): Scheduler {
  let timeout: NodeJS.Timeout | undefined
  const clear = () => clearTimeout(timeout)
  return {
    clear,
    set(wake, ms) {
      clear()
      timeout = setTimeout(wake, ms)
    },
  }
}
