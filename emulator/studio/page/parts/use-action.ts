import { useState } from 'preact/hooks'
import { inWords } from '../live/api'

/** Something that takes a moment and may fail: what is under way, and why the last one failed. */
export function useAction(): { busy: boolean; error: string | undefined; run: (act: () => Promise<unknown>) => Promise<void> } {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await act()
      setError(undefined)
    } catch (cause) {
      setError(inWords(cause))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}
