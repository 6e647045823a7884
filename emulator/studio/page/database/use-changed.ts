import { useRef } from 'preact/hooks'
import { type Document } from '../live/contract'
import { changedIds } from './table'

/** What changed between the last two answers to the same question; nothing at the first. */
export function useChanged(question: string, documents: readonly Document[] | undefined): ReadonlySet<string> {
  const last = useRef<{ question: string; documents: readonly Document[]; changed: ReadonlySet<string> }>(undefined)
  if (documents && last.current?.documents !== documents) {
    const changed = last.current?.question === question ? changedIds(last.current.documents, documents) : new Set<string>()
    last.current = { question, documents, changed }
  }
  return last.current?.changed ?? new Set()
}
