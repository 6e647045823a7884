/** How often something is tried, and how long to wait before each further time. */
export interface Retries {
  /** Times it is tried at most, the first included. */
  attempts: number
  firstMs: number
  longestMs: number
  multiplier: number
}

/** The wait after so many failed attempts, spread over half to the whole of it: what failed together does not come back together. */
export function waitAfter({ firstMs, longestMs, multiplier }: Retries, failed: number, random: () => number): number {
  return Math.min(longestMs, firstMs * multiplier ** (failed - 1)) * (0.5 + random() / 2)
}
