import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Change, type ChangeKind } from '../../../control/changes'
import { ask, inWords } from './api'
import { feed, type FeedState } from './change-feed'

/** Whether a change matters. */
type Concerns = (change: Change) => boolean

export interface Live<T> {
  /** Undefined until the first answer. */
  data?: T
  /** Why the last asking failed, in words. */
  error?: string
  reload(): void
}

/** Runs of changes are answered with one asking, and a bulk send does not ask all the time. */
const SETTLE_MS = 60
const PAUSE_MS = 300

/**
 * What `path` answers, asked again when one of `kinds` changes (a reset changes everything).
 * @param path  undefined asks nothing
 * @param concerns  narrows the changes that matter
 */
export function useLive<T>(path: string | undefined, kinds: readonly ChangeKind[], concerns: Concerns = () => true): Live<T> {
  const [state, setState] = useState<{ path?: string; data?: T; error?: string }>({})
  const newest = useRef(0)
  const reload = useCallback(() => {
    if (path === undefined) return
    newest.current += 1
    const asked = newest.current
    const take = (next: { data?: T; error?: string }) => {
      if (asked === newest.current) setState((last) => ({ path, data: last.path === path ? last.data : undefined, ...next }))
    }
    ask<T>(path).then(
      (data) => take({ data, error: undefined }),
      (error: unknown) => take({ error: inWords(error) }),
    )
  }, [path])

  useEffect(reload, [reload])
  useOnChange(kinds, (change) => change.what === 'seed' || concerns(change), reload)
  return { data: state.path === path ? state.data : undefined, error: state.path === path ? state.error : undefined, reload }
}

/** Calls `act` a moment after one of `kinds` has changed, and after a reset. */
export function useOnChange(kinds: readonly ChangeKind[], concerns: Concerns, act: () => void): void {
  const latest = useRef({ concerns, act })
  latest.current = { concerns, act }
  const wanted = kinds.join()
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined
    let acted = -Infinity
    const unsubscribe = feed.subscribe((change) => {
      if (change.what !== 'seed' && !wanted.split(',').includes(change.what)) return
      if (!latest.current.concerns(change)) return
      const act = () => {
        waiting = undefined
        acted = performance.now()
        latest.current.act()
      }
      waiting ??= setTimeout(act, Math.max(SETTLE_MS, acted + PAUSE_MS - performance.now()))
    })
    return () => {
      unsubscribe()
      clearTimeout(waiting)
    }
  }, [wanted])
}

export function useFeedState(): FeedState {
  const [state, setState] = useState(feed.state)
  useEffect(() => {
    // It may have changed between the drawing and now.
    setState(feed.state)
    return feed.watchState(setState)
  }, [])
  return state
}
