import { useEffect, useState } from 'preact/hooks'
import { ask } from '../live/api'
import { type Document, type Explained } from '../live/contract'
import { explained, type Question } from './question'
import { explainedWords } from './explain-words'

interface Props {
  collection: string
  question: Question
  /** What it gave; another answer is explained anew. */
  documents: readonly Document[] | undefined
}

/** Whether a query is read through an index, and what one would save. */
export function Explain({ collection, question, documents }: Props) {
  const [answer, setAnswer] = useState<Explained>()
  useEffect(() => {
    const asked = documents && explained(collection, question)
    setAnswer(undefined)
    let wanted = true
    // A query that cannot be explained has been refused already, in words.
    if (asked) ask<Explained>('/emulator/explain', asked).then((found) => wanted && setAnswer(found), () => undefined)
    return () => {
      wanted = false
    }
  }, [collection, question, documents])
  if (!answer) return null
  const { used, advice } = explainedWords(answer)
  return (
    <p class="explain" role="note" aria-label="索引">
      <span class={answer.index === null ? 'warn' : 'hint'}>{used}</span>
      {advice && <span>{advice}</span>}
    </p>
  )
}
