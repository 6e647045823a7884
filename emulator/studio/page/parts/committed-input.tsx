import { type TargetedEvent } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Props {
  label: string
  value: string
  /** A whole number, 0 or more. */
  count?: boolean
  /** Asks a touch screen for digits. */
  numeric?: boolean
  placeholder?: string
  disabled?: boolean
  onCommit(text: string): void
}

/** A field that is taken when Enter is pressed or it is left. What is being typed survives when the page is drawn again. */
export function CommittedInput({ label, value, count, numeric, placeholder, disabled, onCommit }: Props) {
  const [draft, setDraft] = useState<string>()
  useEffect(() => setDraft(undefined), [value])
  const shared = {
    'aria-label': label,
    placeholder,
    disabled,
    value: draft ?? value,
    onInput: ({ currentTarget }: TargetedEvent<HTMLInputElement>) => setDraft(currentTarget.value),
    onChange: ({ currentTarget }: TargetedEvent<HTMLInputElement>) => onCommit(currentTarget.value),
    onBlur: () => setDraft(undefined),
  }
  return count ? <input type="number" min={0} {...shared} /> : <input inputMode={numeric ? 'numeric' : undefined} {...shared} />
}
