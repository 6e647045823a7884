import { CHANNEL, LISTENING, type Change } from './changes'

/** A browser tries again by itself after a break, but not after a refusal, which is what a local cloud answers while it starts. */
const RETRY_MS = 1000

/**
 * Starts the mini-program anew after each build that succeeded and after a reset; tells why a build failed.
 * A browser opens at most six connections to one place, and each listener keeps one for good: of all phones in it one listens,
 * and tells the others. When it is closed the next one takes over.
 */
export function followChanges(onFailure: (problems: string[]) => void): void {
  const act = ({ what, problems = [] }: Change): void => {
    if (what !== 'miniprogram' && what !== 'seed') return
    if (problems.length > 0) onFailure(problems)
    else location.reload()
  }
  const others = new BroadcastChannel(CHANNEL)
  others.onmessage = ({ data }: MessageEvent<Change>) => act(data)
  const forAll = (change: Change): void => {
    others.postMessage(change)
    act(change)
  }
  void navigator.locks.request(CHANNEL, () => new Promise(() => listen(forAll)))
}

function listen(told: (change: Change) => void): void {
  const source = new EventSource('/emulator/changes')
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(told), RETRY_MS)
  })
  source.addEventListener('open', () => told(LISTENING))
  source.addEventListener('message', ({ data }) => told(JSON.parse(String(data)) as Change))
}
