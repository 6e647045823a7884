import { useEffect, useState } from 'preact/hooks'
import { type Journal } from '../../../miniprogram/runtime/workbench/journal'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { running } from './running'

/** The mini-program that runs in a phone now; undefined while none does. */
export function useWorkbench(phoneId: number): Workbench | undefined {
  const [, redraw] = useState({})
  useEffect(() => running.watch(() => redraw({})), [])
  return running.of(phoneId)
}

/** The entries of a journal of the phone, as they come; what comes within a moment is drawn together. */
export function useJournal<T>(journal: Journal<T>): readonly T[] {
  const [, redraw] = useState({})
  useEffect(() => {
    let waiting = 0
    const onChange = () => {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0
        redraw({})
      })
    }
    journal.changed.on(onChange)
    redraw({})
    return () => {
      journal.changed.off(onChange)
      cancelAnimationFrame(waiting)
    }
  }, [journal])
  return journal.entries
}

/** Asks again and again, and draws when the answer is another one. For what tells nobody that it has changed. */
export function usePolled<T>(ask: () => T, everyMs: number, of: unknown): T {
  const [state, setState] = useState(() => ({ value: ask(), text: '' }))
  useEffect(() => {
    const look = () => {
      const value = ask()
      const text = JSON.stringify(value)
      setState((last) => (last.text === text ? last : { value: JSON.parse(text) as T, text }))
    }
    look()
    const timer = setInterval(look, everyMs)
    return () => clearInterval(timer)
  }, [of])
  return state.value
}
