interface Change {
  what: string
  /** Why the mini-program could not be built. */
  problems?: string[]
}

/** A browser tries again by itself after a break, but not after a refusal, which is what a local cloud answers while it starts. */
const RETRY_MS = 1000

/** Starts the mini-program anew after each build that succeeded and after a reset; tells why a build failed. */
export function followChanges(onFailure: (problems: string[]) => void): void {
  const source = new EventSource('/emulator/changes')
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followChanges(onFailure), RETRY_MS)
  })
  source.addEventListener('message', ({ data }) => {
    const { what, problems = [] } = JSON.parse(String(data)) as Change
    if (what !== 'miniprogram' && what !== 'seed') return
    if (problems.length > 0) onFailure(problems)
    else location.reload()
  })
}
