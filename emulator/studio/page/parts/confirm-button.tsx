import { useState } from 'preact/hooks'

interface Props {
  text: string
  /** What stands on it until it is pressed again. */
  question: string
  disabled?: boolean
  onConfirm(): void
}

/** A button for what cannot be undone: the second press does it, and whoever goes elsewhere has not. */
export function ConfirmButton({ text, question, disabled, onConfirm }: Props) {
  const [asked, setAsked] = useState(false)
  const press = () => {
    setAsked(!asked)
    if (asked) onConfirm()
  }
  return (
    <button type="button" class={asked ? 'danger solid' : 'danger'} disabled={disabled} onClick={press} onBlur={() => setAsked(false)}>
      {asked ? question : text}
    </button>
  )
}
