import { useState } from 'preact/hooks'
import { useKept } from '../parts/use-kept'

const MOST_KEPT = 50

/** A line that asks the mini-program something. Arrows bring back what was asked before. */
export function Prompt({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useKept<string[]>('asked', readAsked)
  /** How far back in what was asked; 0 for what is being typed. */
  const [back, setBack] = useState(0)
  const recall = (steps: number) => {
    const to = Math.min(asked.length, Math.max(0, back + steps))
    setBack(to)
    setText(to === 0 ? '' : (asked[asked.length - to] ?? ''))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') recall(1)
    else if (event.key === 'ArrowDown') recall(-1)
    else if (event.key === 'Enter' && text.trim() !== '') {
      onAsk(text)
      setAsked((last) => [...last.filter((each) => each !== text), text].slice(-MOST_KEPT))
      setText('')
      setBack(0)
    } else return
    event.preventDefault()
  }
  return (
    <label class="console-prompt mono">
      <span aria-hidden="true">›</span>
      <input
        aria-label="在小程序里求值"
        placeholder="getCurrentPages().at(-1).data"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKey}
      />
    </label>
  )
}

function readAsked(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []
}
