/** How far a push was at a moment, in milliseconds. */
export interface Sample {
  at: number
  done: number
}

/** The rate is that of the last while, not of the whole push: it may have waited in between. */
const WINDOW_MS = 20_000
/** Below that the first messages decide too much. */
const SHORTEST_MS = 1_000

/** The samples that count, with a new one; one that goes backwards (a retry) begins anew. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples[samples.length - 1]
  if (last && sample.done < last.done) return [sample]
  return [...samples.filter(({ at }) => sample.at - at <= WINDOW_MS), sample]
}

/** Messages a second over the samples, or undefined when nothing can be said yet. */
export function rateOf(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples[0], samples[samples.length - 1]]
  if (!first || !last || last.at - first.at < SHORTEST_MS || last.done === first.done) return undefined
  return ((last.done - first.done) * 1000) / (last.at - first.at)
}

/** `每秒约 12 条 · 大约还要 3 分钟`; empty when nothing can be said yet. */
export function paceText(rate: number | undefined, left: number): string {
  if (rate === undefined) return ''
  const speed = rate >= 1 ? `每秒约 ${Math.round(rate)} 条` : `每分钟约 ${Math.max(1, Math.round(rate * 60))} 条`
  return left > 0 ? `${speed} · 大约还要 ${durationText(left / rate)}` : speed
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} 秒`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} 分钟` : `${Math.floor(minutes / 60)} 小时${minutes % 60 > 0 ? ` ${minutes % 60} 分钟` : ''}`
}
